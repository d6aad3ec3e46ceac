// What every test of the API does, compiled once: HTTP is the heaviest of it by far.
#include "tests/daemon/api_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <exception>

namespace nida::daemon
{
namespace http = boost::beast::http;

ApiFixture::ApiFixture(std::chrono::milliseconds slowest_reader)
    : server{loop.get_executor(), socket, service, slowest_reader}
{
    spdlog::set_level(spdlog::level::off);
    defaults.languages = test_languages();
    server.listen();
    boost::asio::co_spawn(loop, server.run(), [this](std::exception_ptr error) {
        server_ended = true;
        if (error) std::rethrow_exception(error);
    });
    boost::asio::co_spawn(loop, campaigns.run(), [this](std::exception_ptr error) {
        campaigns_ended = true;
        if (error) std::rethrow_exception(error);
    });
}

ApiFixture::~ApiFixture()
{
    server.stop();
    campaigns.stop();
    while (!server_ended || !campaigns_ended)
        loop.run_one();
    std::filesystem::remove_all(directory);
    spdlog::set_level(spdlog::level::info);
}

std::filesystem::path ApiFixture::make_directory()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "nida-test-XXXXXX").string();
    return ::mkdtemp(pattern.data());
}

Answer ApiFixture::run(boost::asio::awaitable<Answer> work) { return run_to_end(loop, std::move(work)); }

ApiFixture::Protocol::socket ApiFixture::connected()
{
    Protocol::socket client{loop};
    client.connect(Protocol::endpoint{socket.string()});
    return client;
}

boost::asio::awaitable<Answer> ApiFixture::exchange(Protocol::socket& client, Verb verb, std::string target,
                                                    std::string body)
{
    http::request<http::string_body> request{verb, target, 11, std::move(body)};
    request.set(http::field::host, "nida");
    request.prepare_payload();
    co_await http::async_write(client, request, boost::asio::use_awaitable);
    co_return co_await read_answer(client);
}

boost::asio::awaitable<Answer> ApiFixture::read_answer(Protocol::socket& client)
{
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(client, buffer, response, boost::asio::use_awaitable);
    co_return Answer{response.result_int(), response.body(), std::string{response[http::field::allow]},
                     response.keep_alive(), std::string{response[http::field::content_type]}};
}

Answer ApiFixture::call(Verb verb, std::string target, std::string body)
{
    auto client = connected();
    return run(exchange(client, verb, std::move(target), std::move(body)));
}

Answer ApiFixture::raw(std::string octets)
{
    auto client = connected();
    auto talk = [&]() -> boost::asio::awaitable<Answer> {
        co_await boost::asio::async_write(client, boost::asio::buffer(octets), boost::asio::use_awaitable);
        co_return co_await read_answer(client);
    };
    return run(talk());
}

void ApiFixture::write(std::function<void(Connection&)> work)
{
    auto write_it = [](Store& where, std::function<void(Connection&)> inner) -> boost::asio::awaitable<void> {
        auto written = co_await where.write(std::move(inner));
        std::move(written).value();
    };
    run(write_it(store, std::move(work)));
}

LineId ApiFixture::add_line(const std::string& name)
{
    const auto id = in_store([name](Connection& db) {
        db.run("INSERT INTO line(name) VALUES (?1)", name);
        return db.last_id();
    });
    LineStatus status;
    status.id = id;
    status.name = name;
    status.state = LineState::ready;
    lines.lines.push_back(status);
    return id;
}

std::int64_t ApiFixture::number(const std::string& sql)
{
    return in_store([sql](Connection& db) { return db.database().execAndGet(sql).getInt64(); });
}
} // namespace nida::daemon
