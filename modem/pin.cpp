#include "modem/modem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace nida::modem
{
namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace
{
constexpr int pin_retries = 20; // a second apart: for a SIM that is busy

BringUpError puk_required()
{
    return {BringUpTrouble::puk_required,
            "The SIM is blocked and asks for its PUK, which the operator tells: unblock it in a telephone"};
}

/// The PIN itself was wrong (TS 27.007 §9.2): this counted, whatever a counter shows.
bool says_wrong(const error_code& error)
{
    constexpr int pin_required = 11, incorrect_password = 16;
    return error.category() == protocol::cme_category() &&
           (error.value() == pin_required || error.value() == incorrect_password);
}

bool says_busy(const error_code& error)
{
    constexpr int sim_failure = 13, sim_busy = 14, please_wait = 515, sms_sim_failure = 313, sms_sim_busy = 314;
    const auto value = error.value();
    if (error.category() == protocol::cme_category())
        return value == sim_failure || value == sim_busy || value == please_wait;
    return error.category() == protocol::cms_category() &&
           (value == sms_sim_failure || value == sms_sim_busy || value == please_wait);
}
} // namespace

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
            if (!entered) {
                const bool open = co_await pin_is_off();
                if (open) co_return;
            }
            if (!settings.pin)
                throw BringUpError{
                    BringUpTrouble::pin_required,
                    "The SIM asks for its PIN and none is configured: enter it with `nida line pin`, set pin_file, or "
                    "switch the PIN off"};
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
        case SimLock::puk: throw puk_required();
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

/// Some modems ask for a PIN that the SIM does not have. Only a SIM that tells its subscriber's number is open for certain.
asio::awaitable<bool> Modem::pin_is_off()
{
    const auto lock = co_await ask("AT+CLCK=\"SC\",2");
    if (lock.value("+CLCK").value_or("") != "0") co_return false;
    const auto subscriber = co_await ask("AT+CIMI");
    co_return subscriber.result.ok() && protocol::parse_identity(subscriber).has_value();
}

/// Sends the PIN, if it is certain that this cannot block the SIM: design.md, promise 4. It is sent in another form, or again to a SIM that
/// was busy, only where the SIM's own counter shows that the first did not count.
asio::awaitable<void> Modem::enter_pin(const std::string& pin, const Identity& identity, PinGuard& guard)
{
    const bool digits = std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (pin.size() < 4 || pin.size() > 8 || !digits)
        throw BringUpError{BringUpTrouble::pin_held_back, "The PIN is not 4 to 8 digits; it was not tried"};

    const auto tries = co_await pin_tries();
    if (tries && *tries <= 1)
        throw BringUpError{
            BringUpTrouble::pin_held_back,
            fmt::format("Tries left for the PIN: {}. It was not tried, since a wrong one would block the "
                        "SIM: enter the right one in a telephone",
                        *tries),
            tries};
    const PinSubject subject{identity.iccid, identity.imei, path_};
    const bool may_try = co_await guard.begin_attempt(subject, pin);
    if (!may_try)
        throw BringUpError{BringUpTrouble::pin_held_back,
                           "This PIN was tried on this SIM before and not accepted; it was not tried again: correct it",
                           tries};

    bool quoted = true;
    for (int busy = 0; busy < pin_retries;) {
        const std::string_view quote = quoted ? "\"" : "";
        const auto response =
            co_await at().command(fmt::format("AT+CPIN={0}{1}{0}", quote, pin), timings_.slow_command); // never twice
        auto lock = protocol::SimLock::ready;
        if (!response.result.ok()) { // some refuse a SIM that is open already
            const auto state = co_await ask_slow("AT+CPIN?");
            lock = protocol::parse_sim_lock(state);
        }
        if (lock == protocol::SimLock::ready) {
            co_await guard.accepted(subject, pin);
            co_return;
        }
        if (lock == protocol::SimLock::puk) throw puk_required();
        auto left = tries;
        if (tries) left = co_await pin_tries();
        const bool spent = !tries || left != tries || says_wrong(response.result.error);
        const bool waits = says_busy(response.result.error);
        if (spent || (!waits && !quoted))
            throw BringUpError{BringUpTrouble::pin_refused,
                               fmt::format("The SIM refused the PIN ({}){}: correct it", response.result.text,
                                           left ? fmt::format("; tries left: {}", *left) : ""),
                               left};
        if (waits) {
            ++busy;
            co_await pause(timings_.retry_pause);
        } else
            quoted = false;
    }
    throw BringUpError{BringUpTrouble::sim_failure, "The SIM is busy and did not take its PIN"};
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
