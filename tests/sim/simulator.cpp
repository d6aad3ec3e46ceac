#include "tests/sim/simulator.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

namespace nida::sim
{
Simulator::Simulator(boost::asio::io_context& io, Settings settings)
    : io_{io},
      settings_{std::move(settings)},
      timer_{io},
      scheduler_{[] { return Scheduler::Clock::now(); }},
      ledger_{settings_.ledger},
      network_{settings_, scheduler_, ledger_}
{
    scheduler_.on_earlier = [this] { arm(); };
    ledger_.on_record = [this](std::string_view, std::string_view line) {
        if (on_record) on_record(line);
        if (waits_.empty() || check_due_) return;
        check_due_ = true; // once for all that this turn of the loop writes
        boost::asio::post(io_, [this] { check_waits(); });
    };
    for (unsigned index = 0; index < settings_.modems; ++index)
        modems_.push_back(std::make_unique<SimulatedModem>(io_, index, settings_, scheduler_, network_, ledger_));
    for (const auto& text : settings_.faults)
        add_fault(FaultSpec::parse(text));
    if (!settings_.script.empty()) play_script();
}

void Simulator::arm()
{
    const auto next = scheduler_.next();
    if (!next) return;
    timer_.expires_at(*next);
    timer_.async_wait([this](auto error) {
        if (error) return;
        scheduler_.run_due();
        arm();
    });
}

void Simulator::add_fault(FaultSpec spec)
{
    if (spec.modem) {
        if (*spec.modem >= modems_.size())
            throw std::invalid_argument{fmt::format("there is no modem {}", *spec.modem)};
        modems_[*spec.modem]->equipment().add_fault(std::move(spec));
        return;
    }
    for (auto& modem : modems_)
        modem->equipment().add_fault(spec);
}

std::uint64_t Simulator::value(std::string_view name)
{
    if (name == "pending" || name == "held") {
        std::uint64_t sum = 0;
        for (unsigned index = 0; index < modems_.size(); ++index)
            sum += name == "pending" ? network_.pending(index) : modems_[index]->equipment().held();
        return sum;
    }
    return ledger_.tally().value(name);
}

std::function<void()> Simulator::when(Condition condition, std::function<void()> then)
{
    const auto at = waits_.insert(waits_.end(), {std::move(condition), std::move(then)});
    auto alive = std::make_shared<bool>(true);
    at->then = [alive, call = std::move(at->then)] {
        *alive = false;
        call();
    };
    check_due_ = true;
    boost::asio::post(io_, [this] { check_waits(); });
    return [this, at, alive] {
        if (*alive) waits_.erase(at);
        *alive = false;
    };
}

void Simulator::check_waits()
{
    check_due_ = false;
    for (auto at = waits_.begin(); at != waits_.end();) {
        if (!at->condition.holds([this](std::string_view name) { return value(name); })) {
            ++at;
            continue;
        }
        const auto then = std::move(at->then);
        at = waits_.erase(at);
        then();
    }
}

void Simulator::play_script()
{
    std::ifstream file{settings_.script};
    if (!file) throw std::invalid_argument{fmt::format("cannot read the script {}", settings_.script)};
    std::string line;
    for (unsigned number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line.front() == '#') continue;
        boost::system::error_code wrong;
        auto value = boost::json::parse(line, wrong);
        if (wrong || !value.is_object())
            throw std::invalid_argument{fmt::format("{}:{}: no JSON object", settings_.script, number)};
        auto step = value.as_object();
        if (!step.contains("op")) step["op"] = "sms";
        std::chrono::milliseconds at{0};
        if (const auto* const ms = step.if_contains("at_ms"); ms != nullptr && ms->is_number())
            at = std::chrono::milliseconds{ms->to_number<std::int64_t>()};
        scheduler_.after(at, [this, step, number] {
            const auto answer = request(step);
            if (!answer.at("ok").as_bool())
                fmt::print(stderr, "{}:{}: {}\n", settings_.script, number,
                           std::string_view{answer.at("error").as_string()});
        });
    }
}
} // namespace nida::sim
