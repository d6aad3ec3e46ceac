#include "modem/modem.hpp"

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

asio::awaitable<std::string> Modem::caller()
{
    const auto calls = co_await ask("AT+CLCC");
    co_return protocol::parse_ringing_number(calls);
}
} // namespace nida::modem
