#pragma once
#include "daemon/api/server.hpp"
#include "daemon/line/events.hpp"
#include "tests/daemon/test_languages.hpp"
#include "tests/run_to_end.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/http/verb.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// Lines without modems: as many as a case wants.
struct FixedLines : Lines {
    std::vector<LineStatus> lines;
    int woken = 0;
    std::optional<UssdFailure> ussd_failure;
    PinResult pin_result{PinResult::What::accepted, "the SIM took the PIN"};

    std::vector<LineStatus> status() const override { return lines; }
    boost::asio::awaitable<UssdResult<UssdText>> ussd(std::string line, UssdRequest request) override
    {
        if (ussd_failure) co_return *ussd_failure;
        co_return UssdText{request.code == "*100#", line + " was asked " + request.code, 7};
    }
    boost::asio::awaitable<UssdResult<bool>> cancel_ussd(std::string) override
    {
        if (ussd_failure) co_return *ussd_failure;
        co_return true;
    }
    boost::asio::awaitable<UssdResult<BalanceReport>> balance(std::string line, std::string) override
    {
        if (ussd_failure) co_return *ussd_failure;
        BalanceReport report;
        report.text = line + " has 12.50 LYD";
        report.amount_milli = 12'500;
        report.currency = "LYD";
        co_return report;
    }
    boost::asio::awaitable<UssdResult<TopUpReport>> top_up(std::string, std::string voucher, std::string) override
    {
        if (ussd_failure) co_return *ussd_failure;
        TopUpReport report;
        report.text = "taken: " + std::to_string(voucher.size()) + " digits";
        report.trouble = "no balance";
        co_return report;
    }
    boost::asio::awaitable<PinResult> enter_pin(std::string, std::string) override { co_return pin_result; }
    void wake() override { ++woken; }
    std::vector<modem::ScannedPort> ports;
    boost::asio::awaitable<std::vector<modem::ScannedPort>> modems() override { co_return ports; }
};

/// What a client got.
struct Answer {
    unsigned status = 0;
    std::string body, allow;
    bool kept_alive = false;
    std::string content_type{};
    boost::json::value json() const { return boost::json::parse(body); }
    std::string error() const { return std::string{json().at("error").at("code").as_string()}; }
    std::string message() const { return std::string{json().at("error").at("message").as_string()}; }
    std::string hint() const { return std::string{json().at("error").at("hint").as_string()}; }
};

/// The whole API on a socket in a directory of its own, with a real store; clients run on the same loop.
class ApiFixture
{
public:
    using Protocol = boost::asio::local::stream_protocol;
    using Verb = boost::beast::http::verb;

    explicit ApiFixture(std::chrono::milliseconds slowest_reader = std::chrono::minutes{1});
    ~ApiFixture();
    ApiFixture(const ApiFixture&) = delete;
    ApiFixture& operator=(const ApiFixture&) = delete;

    /// Runs the loop until the coroutine has ended.
    template <class T> T run(boost::asio::awaitable<T> work) { return run_to_end(loop, std::move(work)); }
    Answer run(boost::asio::awaitable<Answer> work);

    Protocol::socket connected();
    boost::asio::awaitable<Answer> exchange(Protocol::socket& client, Verb verb, std::string target, std::string body);
    boost::asio::awaitable<Answer> read_answer(Protocol::socket& client);

    Answer call(Verb verb, std::string target, std::string body = {});
    Answer get(std::string target) { return call(Verb::get, std::move(target)); }
    Answer post(std::string target, std::string body = {})
    {
        return call(Verb::post, std::move(target), std::move(body));
    }

    /// Octets as they are, and whatever comes back for them.
    Answer raw(std::string octets);

    /// Work on the store, durable when it returns.
    template <class Work> auto in_store(Work work)
    {
        using Result = std::invoke_result_t<Work, Connection&>;
        if constexpr (std::is_void_v<Result>)
            write(std::move(work));
        else {
            std::optional<Result> result;
            write([&](Connection& db) { result.emplace(work(db)); });
            return std::move(*result);
        }
    }
    LineId add_line(const std::string& name);
    std::int64_t number(const std::string& sql);

    std::filesystem::path directory = make_directory();
    std::filesystem::path socket = directory / "nida.sock";
    boost::asio::io_context loop;
    Store store{loop.get_executor(), directory / "nida.db"};
    FixedLines lines;
    WallClock clock{ClockMemory{}};
    ServiceDefaults defaults;
    Bell outbox_changed{loop.get_executor()};
    Bell inbox_changed{loop.get_executor()};
    Events events{loop.get_executor(), store, clock};
    CampaignRunner campaigns{loop.get_executor(),
                             store,
                             clock,
                             {[] { return std::string{"en"}; }, [] { return std::make_shared<const Router>(); },
                              [this] {
                                  outbox_changed.ring();
                                  lines.wake();
                              },
                              [this] { return defaults.languages; }, [this] { return defaults.alarm_numbers; }}};
    Service service{store,         lines,          clock,       defaults, outbox_changed,
                    inbox_changed, events.noted(), clock.now(), nullptr,  &campaigns};
    ApiServer server;
    bool server_ended = false, campaigns_ended = false;
private:
    void write(std::function<void(Connection&)> work);
    static std::filesystem::path make_directory();
};
} // namespace nida::daemon
