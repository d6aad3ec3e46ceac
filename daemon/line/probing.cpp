#include "daemon/line/supervisor.hpp"

#include "modem/off_the_loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr int attempts_at_a_port =
    6; // AT, half a second each; a modem that has just been plugged in answers later, and is asked again
constexpr auto longest_probe = 30s;   // of one port
constexpr unsigned most_failures = 5; // in a row, 5 s, 10 s, 20 s... apart; from then on with the slow sweep
constexpr auto first_pause = 5s;

void rethrow(std::exception_ptr e)
{
    if (e) std::rethrow_exception(e);
}
} // namespace

/// All at the same time, where a line looks for its SIM or every modem is to become a line. Never a port that a line has.
void LineSupervisor::ask_free_places()
{
    const bool wanted =
        automatic_ || std::any_of(lines_.begin(), lines_.end(), [this](const auto& line) { return seeks(*line); });
    bool could_ask = false;
    for (const auto& place : places_) {
        if (place.ports.empty() || !is_free(place) || (place.usb && !modem::may_speak_at(place.usb->kind))) continue;
        auto& seen = seen_[place.key];
        const bool mine = automatic_ && find_by_sim(sim_of(seen.identity));
        if (seen.asked && (mine || Clock::now() - seen.asked_at < modem::HotPlug::sweep)) continue;
        could_ask = true;
        if (!wanted) continue;
        seen.asking = true;
        asio::co_spawn(context_.executor, ask(place), rethrow);
    }
    // A line whose port is no good gives it some time, and nothing else would tell us when that is over.
    const bool one_waits = std::any_of(lines_.begin(), lines_.end(), [](const auto& line) {
        return !line->ended() && line->port() && line->sim().known() && line->status().state == LineState::opening;
    });
    if (could_ask && !wanted && one_waits && !patience_runs_) {
        patience_runs_ = true;
        asio::co_spawn(context_.executor, ask_again_later({}, {}, first_pause * 4), rethrow);
    }
}

asio::awaitable<void> LineSupervisor::ask(modem::Place place)
{
    std::optional<std::string> answered;
    Answer answer;
    bool busy = false;
    std::string trouble;
    for (const auto& port : place.ports) {
        answer = co_await ask_port(port);
        if (answer.identity) {
            answered = port;
            break;
        }
        if (trouble.empty() || (answer.busy && !busy))
            trouble = answer.trouble; // of the likeliest port, or who has one
        busy = busy || answer.busy;
    }
    const auto found = seen_.find(place.key);
    if (stopping_ || found == seen_.end() || found->second.fingerprint != place.fingerprint)
        co_return; // gone meanwhile
    auto& seen = found->second;
    seen.asking = false;
    seen.asked = true;
    seen.asked_at = Clock::now();
    seen.port = answered.value_or("");
    seen.trouble = answered ? std::string{} : trouble;
    seen.identity = answered ? *answer.identity : modem::Identity{};
    if (answered) {
        seen.failures = 0;
        const auto sim = sim_of(seen.identity);
        if (!sim.known())
            spdlog::warn(
                "the modem at {} does not tell whose SIM it has (none, or a PIN comes first): write a [[line]] with "
                "port = \"{}\" and pin_file for it",
                *answered, *answered);
        else if (!automatic_ && !find_by_sim(sim))
            spdlog::info("the SIM {} in {} is no configured line's", sim.iccid, *answered);
    } else {
        if (seen.failures == 0) spdlog::warn("no modem answers at {}: {}", place.key, trouble);
        // A modem needs up to half a minute to start, and another program may leave it again. What nobody knows is left in peace.
        const bool worth_it = busy || !place.usb || place.usb->kind == modem::DeviceKind::modem;
        if (worth_it && seen.failures++ < most_failures)
            asio::co_spawn(context_.executor,
                           ask_again_later(place.key, place.fingerprint, first_pause * (1 << (seen.failures - 1))),
                           rethrow);
    }
    co_await look();
}

/// Asks who is there, and closes the port again.
asio::awaitable<LineSupervisor::Answer> LineSupervisor::ask_port(std::string port)
{
    auto options = context_.modem_options();
    options.timings.first_attempts = attempts_at_a_port;
    // Shared with the guard of its time, which may ring when all is over.
    const auto modem = std::make_shared<modem::Modem>(
        context_.executor, port, [](protocol::Urc) {}, modem::Modem::TraceSink{}, std::move(options));
    asio::steady_timer limit{context_.executor, longest_probe};
    limit.async_wait([weak = std::weak_ptr{modem}](boost::system::error_code error) {
        if (const auto still = weak.lock(); still && !error) still->close();
    });
    Answer answer;
    try {
        co_await modem->open();
        answer.identity = co_await modem->identify();
    } catch (const boost::system::system_error& e) {
        answer.busy = e.code() == boost::system::errc::device_or_resource_busy;
        answer.trouble = e.what();
    } catch (const modem::BringUpError& e) {
        answer.trouble = e.text;
    }
    if (!answer.identity) spdlog::debug("{}: {}", port, answer.trouble);
    modem->close();
    co_return answer;
}

asio::awaitable<void> LineSupervisor::ask_again_later(std::string place, std::string fingerprint,
                                                      std::chrono::seconds pause)
{
    asio::steady_timer timer{context_.executor, pause};
    co_await timer.async_wait(asio::use_awaitable);
    if (place.empty()) patience_runs_ = false;
    if (stopping_) co_return;
    const auto found = seen_.find(place);
    if (found != seen_.end() && found->second.fingerprint == fingerprint) found->second.asked = false;
    co_await look();
}

// ------------------------------------------------------------------ nida modem scan

asio::awaitable<std::vector<modem::ScannedPort>> LineSupervisor::modems()
{
    auto survey = [named = named_ports(), dialects = context_.dialects] {
        const auto places = dialects ? modem::find_places(named, {}, *dialects) : modem::find_places(named);
        return modem::scan(places);
    };
    auto rows = co_await modem::off_the_loop(std::move(survey));
    for (auto& row : rows) {
        const auto& place = row.usb_path.empty() ? row.port : row.usb_path;
        const auto known = seen_.find(place);
        if (row.port.empty() || known == seen_.end()) continue;
        const auto& seen = known->second;
        const auto line = std::find_if(lines_.begin(), lines_.end(), [&](const auto& one) {
            const auto given = given_.find(one->id());
            return !one->ended() && given != given_.end() && given->second.place == place;
        });
        using modem::PortUse;
        const bool open = row.use == PortUse::free || row.use == PortUse::held;
        if (line != lines_.end()) {
            if (modem::same_port((*line)->port().value_or(""), row.port)) {
                row.use = PortUse::used;
                row.line = (*line)->settings().name;
                row.imei = (*line)->identity().imei;
                row.iccid = (*line)->identity().iccid;
                row.detail = (*line)->status().trouble;
            } else if (open)
                row.use = PortUse::other_port;
        } else if (seen.asking) {
            if (open) row.use = PortUse::asking;
        } else if (seen.port == row.port) {
            row.imei = seen.identity.imei;
            row.iccid = seen.identity.iccid;
            const auto sim = sim_of(seen.identity);
            if (row.use != PortUse::held)
                row.use = !sim.known() ? PortUse::no_sim : find_by_sim(sim) ? PortUse::free : PortUse::no_line;
        } else if (!seen.port.empty()) {
            if (open) row.use = PortUse::other_port;
        } else if (seen.asked && row.use == PortUse::free) {
            row.use = PortUse::silent;
            row.detail = seen.trouble;
        }
    }
    co_return rows;
}
} // namespace nida::daemon
