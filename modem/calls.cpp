#include "modem/modem.hpp"

#include <algorithm>

namespace nida::modem
{
namespace asio = boost::asio;
using protocol::Activity;

/// RING with the caller's number, also of one who waits behind another. A modem without calls refuses all of it.
asio::awaitable<void> Modem::prepare_calls(Service& service)
{
    const auto numbers = co_await ask("AT+CLIP=1");
    if (!numbers.result.ok()) {
        const auto knows = co_await ask("AT+CLIP=?");
        service.calls = knows.result.ok();
        if (!service.calls) co_return;
    }
    for (const char* command : {"AT+CRC=1", "AT+CVHU=0", "AT+CCWA=1"})
        co_await ask(command);
}

asio::awaitable<Activity> Modem::hang_up()
{
    auto activity = Activity::unknown;
    for (const char* command : {"AT+CHUP", "ATH"}) {
        const auto ended = co_await ask_slow(command);
        if (!ended.result.ok()) continue;
        const auto now = co_await ask("AT+CPAS");
        activity = protocol::parse_activity(now);
        if (activity == Activity::idle || activity == Activity::unknown) break;
    }
    co_return activity;
}

asio::awaitable<Modem::Rang> Modem::ring(std::string number, milliseconds time)
{
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + time;
    // OK at once from some families, and from others only when the call is taken.
    const auto answer = co_await at().try_command("ATD" + number + ';', time);
    if (answer && !answer->result.ok()) {
        // BUSY, NO ANSWER and NO CARRIER come from the network; the line is free then.
        const bool by_network = answer->result.error == boost::system::error_code{2, protocol::at_category()};
        co_return Rang{by_network, false, answer->result.text};
    }
    Rang rang{true, false, {}};
    if (answer) {
        bool seen = false;
        for (;;) {
            const auto calls = co_await ask("AT+CLCC");
            const auto call = protocol::parse_own_call(calls);
            rang.taken = call == protocol::OwnCall::taken;
            if (rang.taken || (seen && call == protocol::OwnCall::none)) break;
            seen = seen || call == protocol::OwnCall::rings;
            const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
            if (left <= milliseconds{0}) break;
            co_await pause(std::min(left, timings_.call_poll));
        }
    } else
        co_await recover(); // what it says of the call when that ends must answer nothing else
    co_await hang_up();
    co_return rang;
}

asio::awaitable<std::string> Modem::caller()
{
    const auto calls = co_await ask("AT+CLCC");
    co_return protocol::parse_ringing_number(calls);
}
} // namespace nida::modem
