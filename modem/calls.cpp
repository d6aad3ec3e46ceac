#include "modem/modem.hpp"
#include "protocol/at/at_line.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <algorithm>

namespace nida::modem
{
namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using protocol::Activity;

namespace
{
using Clock = std::chrono::steady_clock;

// Before, nobody saw a call unless the modem says that it rang: what is over so soon lacked credit or service, or was barred.
constexpr std::chrono::seconds too_soon{5};

/// Said of the phone at the other end: BUSY and NO ANSWER, which are 7 and 8 without words.
bool other_phone_said(std::string_view result)
{
    const auto text = protocol::trimmed(result);
    return protocol::same_name(text, "BUSY") || protocol::same_name(text, "NO ANSWER") || text == "7" || text == "8";
}

/// Whether +CLCC says that it rings there (stat 3), not only that it is on its way.
bool rings_there(const protocol::AtResponse& response)
{
    for (const auto& line : response.lines) {
        const auto call = protocol::behind(line, "+CLCC");
        if (!call) continue;
        const auto parameters = protocol::split_parameters(*call);
        if (parameters.size() > 2 && parameters[1] == "0" && parameters[2] == "3") return true;
    }
    return false;
}
} // namespace

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

asio::awaitable<Modem::Rang> Modem::ring(std::string number, milliseconds time, std::function<bool()> keep_on)
{
    Rang rang;
    std::exception_ptr lost;
    try {
        rang = co_await call(number, time, keep_on);
    } catch (...) {
        lost = std::current_exception();
    }
    if (!lost) co_return rang;
    try {
        co_await at().try_command("AT+CHUP", timings_.command); // the call may go on
    } catch (const boost::system::system_error&) {
        // what was thrown first says more
    }
    std::rethrow_exception(lost);
}

asio::awaitable<Modem::Rang> Modem::call(const std::string& number, milliseconds time,
                                         const std::function<bool()>& keep_on)
{
    const auto begun = Clock::now(), until = begun + time;
    const auto command = "ATD" + number + ';';
    // OK at once from some families, and from others only when the call is taken.
    std::optional<protocol::AtResponse> answer;
    std::exception_ptr lost;
    const auto first = co_await (dial(command, time, answer, lost) || while_wanted(keep_on));
    if (first.index() == 0 && lost) std::rethrow_exception(lost);
    if (answer && !answer->result.ok()) {
        // BUSY, NO ANSWER and NO CARRIER come from the network; the line is free then.
        const bool by_network = answer->result.error == boost::system::error_code{2, protocol::at_category()};
        const bool tried = Clock::now() - begun >= too_soon || other_phone_said(answer->result.text);
        Rang refused{by_network && tried, false, answer->result.text};
        co_return refused;
    }
    Rang rang{true, false, {}};
    if (answer) {
        bool seen = false, rung = false;
        for (bool again = false;; again = true) {
            const auto calls = co_await ask("AT+CLCC");
            const auto own = protocol::parse_own_call(calls);
            rang.taken = own == protocol::OwnCall::taken;
            if (rang.taken) break;
            rung = rung || rings_there(calls);
            bool over = seen && own == protocol::OwnCall::none;
            if (!seen && again && own == protocol::OwnCall::none) { // or it lists no calls
                const auto now = co_await ask("AT+CPAS");
                over = protocol::parse_activity(now) == Activity::idle;
            }
            if (over) {
                rang.dialled = rung || Clock::now() - begun >= too_soon;
                if (!rang.dialled) rang.why = "it was over at once";
                break;
            }
            seen = seen || own == protocol::OwnCall::rings;
            const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
            if (left <= milliseconds{0} || (keep_on && !keep_on())) break;
            co_await pause(std::min(left, timings_.call_poll));
        }
    } else
        co_await recover(); // what it says of the call when that ends must answer nothing else
    const auto activity = co_await hang_up();
    rang.free = activity != Activity::in_call;
    co_return rang;
}

/// Never throws: what is thrown beside another wait would only be heard at the end of that.
asio::awaitable<void> Modem::dial(const std::string& command, milliseconds time,
                                  std::optional<protocol::AtResponse>& answer, std::exception_ptr& lost)
{
    try {
        answer = co_await at().try_command(command, time);
    } catch (...) {
        lost = std::current_exception();
    }
}

asio::awaitable<void> Modem::while_wanted(const std::function<bool()>& keep_on)
{
    asio::steady_timer look{executor_};
    do {
        look.expires_after(timings_.call_poll);
        co_await look.async_wait(asio::use_awaitable);
    } while (!keep_on || keep_on());
}

asio::awaitable<std::string> Modem::caller()
{
    const auto calls = co_await ask("AT+CLCC");
    co_return protocol::parse_ringing_number(calls);
}
} // namespace nida::modem
