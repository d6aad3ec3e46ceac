#include "tests/sim/control_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace nida::sim
{
namespace asio = boost::asio;
namespace json = boost::json;
using asio::use_awaitable;

namespace
{
bool somebody_serves(asio::io_context& io, const std::string& path)
{
    asio::local::stream_protocol::socket probe{io};
    boost::system::error_code refused;
    probe.connect(asio::local::stream_protocol::endpoint{path}, refused);
    return !refused;
}
} // namespace

ControlServer::ControlServer(asio::io_context& io, std::string path, Simulator& simulator)
    : io_{io}, path_{std::move(path)}, acceptor_{io}, simulator_{simulator}
{
    if (somebody_serves(io_, path_))
        throw std::system_error{EADDRINUSE, std::generic_category(), "another simulator serves " + path_};
    ::unlink(path_.c_str());
    const asio::local::stream_protocol::endpoint endpoint{path_};
    acceptor_.open(endpoint.protocol());
    acceptor_.bind(endpoint);
    acceptor_.listen();
    asio::co_spawn(io_, accept(), asio::detached);
}

ControlServer::~ControlServer() { ::unlink(path_.c_str()); }

asio::awaitable<void> ControlServer::accept()
{
    for (;;) {
        boost::system::error_code error;
        auto socket = co_await acceptor_.async_accept(asio::redirect_error(use_awaitable, error));
        if (error) co_return;
        asio::co_spawn(io_, serve(std::move(socket)), asio::detached);
    }
}

asio::awaitable<void> ControlServer::serve(Socket socket)
{
    std::string buffer;
    boost::system::error_code error;
    for (;;) {
        const auto count = co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer, 1 << 20), '\n',
                                                           asio::redirect_error(use_awaitable, error));
        if (error) co_return;
        std::string line = buffer.substr(0, count);
        buffer.erase(0, count);
        std::string out = co_await answer(std::move(line));
        co_await asio::async_write(socket, asio::buffer(out), asio::redirect_error(use_awaitable, error));
        if (error) co_return;
    }
}

asio::awaitable<std::string> ControlServer::answer(std::string line)
{
    boost::system::error_code wrong;
    const auto value = json::parse(line, wrong);
    json::object out;
    if (wrong || !value.is_object())
        out = {{"ok", false}, {"error", "a JSON object is wanted on each line"}};
    else if (const auto* const op = value.as_object().if_contains("op"); op != nullptr && *op == "wait")
        out = co_await wait(value.as_object());
    else
        out = simulator_.request(value.as_object());
    co_return json::serialize(out) + "\n";
}

asio::awaitable<json::object> ControlServer::wait(json::object request)
{
    std::chrono::milliseconds patience{30000};
    std::optional<Condition> condition;
    try {
        condition.emplace(std::string_view{request.at("until").as_string()});
        if (const auto* const ms = request.if_contains("timeout_ms"))
            patience = std::chrono::milliseconds{ms->to_number<std::int64_t>()};
    } catch (const std::exception& e) {
        co_return json::object{{"ok", false}, {"error", e.what()}};
    }
    auto timer = std::make_shared<asio::steady_timer>(io_, patience);
    auto held = std::make_shared<bool>(false);
    const auto forget = simulator_.when(*condition, [timer, held] {
        *held = true;
        timer->cancel();
    });
    boost::system::error_code ignored;
    co_await timer->async_wait(asio::redirect_error(use_awaitable, ignored));
    forget();
    if (*held) co_return json::object{{"ok", true}};
    co_return json::object{
        {"ok", false}, {"timeout", true}, {"error", "the time is over and the condition does not hold"}};
}
} // namespace nida::sim
