#include "modem/modem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace nida::modem
{
namespace asio = boost::asio;
using std::chrono::steady_clock;

/// From whatever +CPIN? says to READY (TS 27.007 §8.3).
asio::awaitable<void> Modem::unlock_sim(const BringUpSettings& settings, const Identity& identity, PinGuard& guard)
{
    using protocol::SimLock;
    const auto start = steady_clock::now();
    std::string told;
    const auto wait_for = [&](std::string what) { // each is told once
        if (settings.progress && what != told) settings.progress(BringUpPhase::sim, what);
        told = std::move(what);
    };
    const auto waited_for = [&start](milliseconds limit) { return steady_clock::now() - start >= limit; };
    bool entered = false;
    while (true) {
        const auto response = co_await ask_slow("AT+CPIN?");
        const auto seen = response.lines.empty() ? response.result.text : response.lines.front();
        switch (protocol::parse_sim_lock(response)) {
        case SimLock::ready: co_return;
        case SimLock::pin:
            if (!settings.pin)
                throw BringUpError{
                    BringUpTrouble::pin_required,
                    "The SIM asks for its PIN and none is configured: set pin_file, or switch the PIN off"};
            if (!entered) {
                wait_for("entering the PIN");
                co_await enter_pin(*settings.pin, identity, guard);
                entered = true;
                co_await pause(timings_.after_pin);
                continue;
            }
            if (waited_for(timings_.sim_wait)) {
                throw BringUpError{BringUpTrouble::pin_refused, "The SIM took the PIN, and asks for it still"};
            }
            break;
        case SimLock::puk:
            throw BringUpError{BringUpTrouble::puk_required,
                               "The SIM is blocked and asks for its PUK: unblock it in a telephone"};
        case SimLock::other_lock:
            throw BringUpError{
                BringUpTrouble::other_lock,
                fmt::format("The modem is locked ({}): unlock it, or use the SIM it is locked to", seen)};
        case SimLock::not_inserted:
            wait_for("no SIM yet");
            if (waited_for(timings_.sim_missing_wait))
                throw BringUpError{BringUpTrouble::no_sim, fmt::format("No SIM in the modem ({})", seen)};
            break;
        case SimLock::not_ready:
            wait_for(fmt::format("the SIM is busy ({})", seen));
            if (waited_for(timings_.sim_wait))
                throw BringUpError{BringUpTrouble::sim_failure, fmt::format("The SIM does not get ready ({})", seen)};
            break;
        }
        co_await pause(timings_.retry_pause);
    }
}

/// Sends the PIN once, if it is certain that this cannot block the SIM: design.md, promise 4.
asio::awaitable<void> Modem::enter_pin(const std::string& pin, const Identity& identity, PinGuard& guard)
{
    const bool digits = std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (pin.size() < 4 || pin.size() > 8 || !digits)
        throw BringUpError{BringUpTrouble::pin_held_back, "The configured PIN is not 4 to 8 digits; it was not tried"};

    const auto tries = co_await pin_tries();
    if (tries && *tries <= 1)
        throw BringUpError{
            BringUpTrouble::pin_held_back,
            fmt::format("{} PIN tries are left; the configured PIN was not tried, since a wrong one would "
                        "block the SIM: enter the right one in a telephone",
                        *tries)};
    const PinSubject subject{identity.iccid, identity.imei, path_};
    const bool may_try = co_await guard.begin_attempt(subject, pin);
    if (!may_try)
        throw BringUpError{BringUpTrouble::pin_held_back,
                           "The configured PIN was tried on this SIM before and not accepted; it was not tried again: "
                           "correct it"};

    const auto response = co_await ask_slow(fmt::format("AT+CPIN=\"{}\"", pin));
    bool taken = response.result.ok();
    if (!taken) { // some refuse a SIM that is open already
        const auto state = co_await ask_slow("AT+CPIN?");
        taken = protocol::parse_sim_lock(state) == protocol::SimLock::ready;
    }
    if (!taken)
        throw BringUpError{BringUpTrouble::pin_refused,
                           fmt::format("The SIM refused the configured PIN ({}): correct it", response.result.text)};
    co_await guard.accepted(subject, pin);
}

asio::awaitable<std::optional<unsigned>> Modem::pin_tries()
{
    auto queries = protocol::pin_try_queries();
    const auto own = std::ranges::find(queries, dialect_.pin_tries);
    if (own != queries.end()) std::rotate(queries.begin(), own, own + 1);
    for (const auto& query : queries) {
        const auto response = co_await ask(query);
        if (!response.result.ok()) continue;
        const auto tries = protocol::parse_pin_tries(query, response);
        if (tries) co_return tries;
    }
    co_return std::nullopt;
}
} // namespace nida::modem
