#include "daemon/line/line.hpp"
#include "daemon/line/recovery_memory.hpp"

#include "protocol/errors.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

namespace nida::daemon
{
namespace asio = boost::asio;
namespace errc = boost::system::errc;
using namespace std::chrono_literals;
using modem::RecoveryLadder;
using modem::RecoveryStep;
using modem::Symptom;

namespace
{
constexpr auto longest_retry_pause = 30s; // while a port is away or held by somebody
constexpr auto rest_for_people = 60s;
constexpr auto line_down_alarm = 5min;
constexpr auto time_to_go = 15s;     // from a restart to the loss of the port
constexpr auto time_to_return = 45s; // and on to its return: what modems take, and half as much again
constexpr auto between_looks = 500ms;
constexpr auto after_return = 2s; // a port that has just come is not ready, nor are its neighbours there
constexpr auto between_sim_questions = 15s;

std::string_view doing(RecoveryStep step)
{
    switch (step) {
    case RecoveryStep::escape: return "coming into step with it";
    case RecoveryStep::reopen: return "opening its port anew";
    case RecoveryStep::radio: return "switching its radio off and on";
    case RecoveryStep::restart: return "restarting it";
    case RecoveryStep::reauthorise: return "having the kernel find its USB device anew";
    case RecoveryStep::power: return "switching its power off and on";
    }
    return "opening its port anew";
}

bool exists(const std::optional<std::string>& port)
{
    std::error_code ignored;
    return port && std::filesystem::exists(*port, ignored);
}
} // namespace

// ------------------------------------------------------------------ what it was

Line::Failure Line::failure_of(const boost::system::system_error& error, const std::string& port) const
{
    const auto& code = error.code();
    const auto text = fmt::format("{}: {}", port, error.what());
    if (code == errc::no_such_file_or_directory) return {text, {}, LineState::absent};
    if (code == errc::device_or_resource_busy || code == errc::permission_denied) return {text, {}, LineState::opening};
    if (code == errc::timed_out) return {text, Symptom::no_answer};
    for (const auto* category : {&protocol::at_category(), &protocol::cme_category(), &protocol::cms_category()})
        if (code.category() == *category) return {text, Symptom::refuses};
    return {text, Symptom::port_lost};
}

Line::Failure Line::failure_of(const modem::BringUpError& error)
{
    switch (error.why) {
    case modem::BringUpTrouble::no_sim:
    case modem::BringUpTrouble::sim_failure: return {error.text, Symptom::sim_trouble, LineState::sim};
    case modem::BringUpTrouble::puk_required:
    case modem::BringUpTrouble::pin_required:
    case modem::BringUpTrouble::pin_held_back:
    case modem::BringUpTrouble::pin_refused:
    case modem::BringUpTrouble::other_lock: return {error.text, {}, LineState::sim, true};
    case modem::BringUpTrouble::not_a_modem: return {error.text, {}, LineState::parked, true};
    }
    return {error.text, {}, LineState::parked, true};
}

modem::RecoverySteps Line::possible_steps() const
{
    modem::RecoverySteps steps{RecoveryStep::reopen};
    if (modem_ && modem_->is_open()) {
        if (in_service()) steps.insert(RecoveryStep::escape);
        if (modem_->may_cycle_radio()) steps.insert(RecoveryStep::radio);
        steps.insert(RecoveryStep::restart);
    }
    if (usb_ && context_.defaults.usb_reset) steps.insert(RecoveryStep::reauthorise);
    if (usb_ && std::ranges::count(context_.defaults.hub_power, usb_->hub) > 0) steps.insert(RecoveryStep::power);
    return steps;
}

std::string Line::with_kernel_cause(std::string text) const
{
    const auto cause = context_.kernel_log.explanation(usb_ ? usb_->name : std::string{});
    return cause.empty() ? text : fmt::format("{} ({})", text, cause);
}

// ------------------------------------------------------------------ what is done

/// A modem in service fell silent. Where ESC and a question bring it back, service goes on; else the ladder does.
asio::awaitable<void> Line::escape_or_fail(std::exception_ptr silence)
{
    if (!modem_->is_open()) std::rethrow_exception(silence);
    advised_ = ladder_.next(Symptom::no_answer, possible_steps(), std::chrono::steady_clock::now());
    note_outcome();
    if (*advised_ != RecoveryLadder::Advice{RecoveryStep::escape}) std::rethrow_exception(silence);
    advised_.reset();
    spdlog::warn("{}: no answer: {}", settings_.name, doing(RecoveryStep::escape));
    const bool in_step = co_await modem_->escape();
    if (!in_step)
        throw boost::system::system_error{make_error_code(errc::connection_reset), "the modem restarted by itself"};
    ladder_.well(std::chrono::steady_clock::now());
    note_outcome();
    sweep_ = true; // what was being read when it fell silent
}

asio::awaitable<void> Line::recover(Failure failure)
{
    using std::chrono::steady_clock;
    if (!failure.symptom) {
        set_state(failure.meanwhile, failure.text);
        if (failure.person_needed)
            context_.alarms.raise(failure.meanwhile == LineState::sim ? Alarm::sim_trouble : Alarm::line_parked, id_,
                                  settings_.name, failure.text);
        co_await leave_modem();
        co_await rest(failure.person_needed ? rest_for_people : retry_pause_);
        retry_pause_ = std::min<std::chrono::seconds>(retry_pause_ * 2, longest_retry_pause);
        if (failure.meanwhile == LineState::absent && exists(port_)) ladder_.new_device(steady_clock::now());
        co_return;
    }
    const auto advice = advised_ ? *advised_ : ladder_.next(*failure.symptom, possible_steps(), steady_clock::now());
    advised_.reset();
    note_outcome();
    failure.text = with_kernel_cause(std::move(failure.text));
    if (const auto* pause = std::get_if<RecoveryLadder::Pause>(&advice)) {
        co_await pause_recovery(std::move(failure), *pause);
        co_return;
    }
    const auto step = std::get<RecoveryStep>(advice);
    const auto text = fmt::format("{}; {}", failure.text, doing(step));
    spdlog::warn("{}: {}", settings_.name, text);
    set_state(LineState::recovering, text);
    context_.events.note(id_, EventKind::recovery, text);
    std::string trouble;
    try {
        co_await take_step(step);
    } catch (const std::exception& e) {
        trouble = e.what();
    }
    if (trouble.empty() || stopping_) co_return;
    spdlog::warn("{}: {} did not work: {}", settings_.name, doing(step), trouble);
    context_.events.note(id_, EventKind::recovery, fmt::format("{} did not work: {}", doing(step), trouble));
}

asio::awaitable<void> Line::pause_recovery(Failure failure, RecoveryLadder::Pause pause)
{
    const bool about_sim = failure.symptom == Symptom::sim_trouble;
    if (!pause.parked)
        set_state(LineState::recovering, failure.text);
    else {
        const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(pause.time).count();
        set_state(about_sim ? LineState::sim : LineState::parked,
                  fmt::format("{}; nothing that can be done from here helped, again in {} min", failure.text, minutes));
        spdlog::error("{}: {}", settings_.name, status_.trouble);
        context_.alarms.raise(about_sim ? Alarm::sim_trouble : Alarm::line_parked, id_, settings_.name, failure.text);
    }
    if (about_sim) {
        co_await await_sim(pause.time);
        co_return;
    }
    co_await leave_modem();
    co_await rest(pause.time);
}

asio::awaitable<void> Line::take_step(RecoveryStep step)
{
    switch (step) {
    case RecoveryStep::escape: co_return; // escape_or_fail() does it
    case RecoveryStep::reopen:
        if (modem_) co_await modem_->close_without_dtr();
        co_return;
    case RecoveryStep::radio: co_await modem_->cycle_radio(); co_return;
    case RecoveryStep::restart:
        watch();
        co_await modem_->restart();
        co_await await_return();
        co_return;
    case RecoveryStep::reauthorise:
    case RecoveryStep::power: break;
    }
    const auto device = usb_.value();
    co_await leave_modem();
    if (step == RecoveryStep::power)
        co_await modem::cycle_power(device);
    else
        co_await modem::reauthorise(device);
    co_await await_return();
}

/// After a reset the port goes and comes back, perhaps under another name, which discovery tells. A modem on a UART keeps its port.
asio::awaitable<void> Line::await_return()
{
    using std::chrono::steady_clock;
    const auto begun = steady_clock::now();
    while (watching_ && wanted() && steady_clock::now() < begun + time_to_go) {
        const auto heard = bell_.count();
        co_await bell_.after(heard, begun + time_to_go);
    }
    co_await leave_modem();
    while (wanted() && !exists(port_) && steady_clock::now() < begun + time_to_return) {
        const auto heard = bell_.count();
        co_await bell_.after(heard, steady_clock::now() + between_looks);
    }
    co_await rest(after_return);
    ladder_.new_device(steady_clock::now());
}

/// Waits for a SIM while the modem is open, so that one that is put back is seen at once.
asio::awaitable<void> Line::await_sim(std::chrono::seconds time)
{
    using std::chrono::steady_clock;
    const auto end = steady_clock::now() + time;
    while (wanted() && !pin_request_ && steady_clock::now() < end) {
        const auto heard = bell_.count();
        bool there = false;
        try {
            const auto lock = co_await modem_->sim_lock();
            there = lock != protocol::SimLock::not_inserted && lock != protocol::SimLock::not_ready;
        } catch (const boost::system::system_error&) {
            there = true; // that is another trouble, which the next attempt finds
        }
        if (there) co_return;
        co_await bell_.after(heard, std::min(end, steady_clock::now() + between_sim_questions));
    }
}

/// Without a port there is nothing to do but to wait for one, and to tell somebody.
asio::awaitable<void> Line::await_port()
{
    set_state(LineState::absent, absence());
    const auto since = std::chrono::steady_clock::now();
    while (!port_ && !stopping_) {
        const auto heard = bell_.count();
        const bool told = std::chrono::steady_clock::now() >= since + line_down_alarm;
        if (told) context_.alarms.raise(Alarm::line_down, id_, settings_.name, with_kernel_cause(status_.trouble));
        co_await bell_.after(heard, told ? Bell::Clock::time_point::max() : since + line_down_alarm);
    }
    ladder_.new_device(std::chrono::steady_clock::now());
}

// ------------------------------------------------------------------ what is remembered

std::string Line::model_key() const
{
    if (identity_.model.empty()) return {};
    return identity_.manufacturer + " " + identity_.model;
}

asio::awaitable<void> Line::load_recovery_memory()
{
    const auto model = model_key();
    if (model.empty()) co_return;
    auto work = [model](Connection& db) { return recovery_memory(db, model); };
    auto memory = co_await context_.store.read(std::move(work));
    if (memory) ladder_.remember(*memory);
}

void Line::note_outcome()
{
    const auto outcome = ladder_.take_outcome();
    if (!outcome) return;
    spdlog::info("{}: {} {}", settings_.name, doing(outcome->step), outcome->worked ? "helped" : "did not help");
    if (model_key().empty()) return;
    auto write = [](Store& store, std::string model, RecoveryLadder::Tried what, Time now) -> asio::awaitable<void> {
        auto work = [model, what, now](Connection& db) { note_recovery(db, model, what, now); };
        auto written = co_await store.write(std::move(work));
        if (!written) spdlog::debug("the outcome of a recovery is not on disk: {}", written.error().text);
    };
    asio::co_spawn(context_.executor, write(context_.store, model_key(), *outcome, context_.clock.now()),
                   asio::detached);
}
} // namespace nida::daemon
