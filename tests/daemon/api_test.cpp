#include "tests/daemon/api_fixture.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include <fstream>
#include <future>

using namespace nida::daemon;
using namespace std::chrono_literals;

BOOST_FIXTURE_TEST_SUITE(api, ApiFixture)

// ------------------------------------------------------------------------------------------------- the socket

BOOST_AUTO_TEST_CASE(the_socket_is_for_its_user_and_group_and_goes_with_the_server)
{
    struct stat found {
    };
    BOOST_TEST_REQUIRE(::lstat(socket.c_str(), &found) == 0);
    BOOST_TEST(S_ISSOCK(found.st_mode));
    BOOST_TEST((found.st_mode & 0777) == 0660u);
    server.stop();
    BOOST_TEST(!std::filesystem::exists(socket));
}

BOOST_AUTO_TEST_CASE(a_stale_socket_is_replaced_and_a_living_one_or_a_file_is_not)
{
    const auto stale = directory / "stale.sock";
    {
        Protocol::acceptor killed{loop, Protocol::endpoint{stale.string()}};
    }
    BOOST_TEST_REQUIRE(std::filesystem::exists(stale));
    ApiServer successor{loop.get_executor(), stale, service};
    successor.listen();
    Protocol::socket client{loop};
    client.connect(Protocol::endpoint{stale.string()});

    ApiServer rival{loop.get_executor(), socket, service};
    BOOST_CHECK_THROW(rival.listen(), std::runtime_error);
    BOOST_TEST(get("/v1/status").status == 200u);

    const auto file = directory / "file";
    std::ofstream{file} << "mine";
    ApiServer wrong{loop.get_executor(), file, service};
    BOOST_CHECK_THROW(wrong.listen(), std::runtime_error);
    BOOST_TEST(std::filesystem::file_size(file) == 4u);

    ApiServer nowhere{loop.get_executor(), directory / "no" / "such" / "nida.sock", service};
    BOOST_CHECK_THROW(nowhere.listen(), std::runtime_error);
    ApiServer too_long{loop.get_executor(), directory / std::string(120, 'x'), service};
    BOOST_CHECK_THROW(too_long.listen(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(stopping_ends_idle_connections_and_long_polls)
{
    auto idle = connected();
    auto polling = connected();
    bool poll_ended = false;
    boost::asio::co_spawn(loop, exchange(polling, Verb::get, "/v1/inbox?wait=60", {}),
                          [&](std::exception_ptr, const Answer&) { poll_ended = true; });
    BOOST_TEST(get("/v1/status").status == 200u); // by now the poll has been taken, too
    const auto begin = std::chrono::steady_clock::now();
    server.stop();
    while (!server_ended || !poll_ended)
        loop.run_one();
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 30s));
}

BOOST_AUTO_TEST_CASE(a_change_under_way_is_finished_and_answered_while_the_server_stops)
{
    std::promise<void> go_on;
    bool held = false;
    boost::asio::co_spawn(loop, store.write([&](Connection&) { go_on.get_future().wait(); }),
                          [&](std::exception_ptr, const auto&) { held = true; });
    auto client = connected();
    std::optional<Answer> answer;
    boost::asio::co_spawn(loop,
                          exchange(client, Verb::post, "/v1/messages", R"({"to":"+218911111111","text":"hello"})"),
                          [&](std::exception_ptr, Answer got) { answer = got; });
    BOOST_TEST(get("/v1/status").status == 200u); // by now the message waits for the writer
    BOOST_TEST(!answer);
    server.stop();
    go_on.set_value();
    while (!server_ended || !answer || !held)
        loop.run_one();
    BOOST_TEST(answer->status == 201u);
    BOOST_TEST(!answer->kept_alive);
}

// ------------------------------------------------------------------------------------------------------- HTTP

BOOST_AUTO_TEST_CASE(a_connection_serves_several_requests)
{
    auto client = connected();
    for (int i = 0; i < 3; ++i) {
        const auto answer = run(exchange(client, Verb::get, "/v1/status", {}));
        BOOST_TEST(answer.status == 200u);
        BOOST_TEST(answer.kept_alive);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_said_with_what_is)
{
    BOOST_TEST(get("/").status == 404u);
    BOOST_TEST(get("/v1/nothing").error() == "unknown_resource");
    BOOST_TEST(get("/v1/messages/17").error() == "unknown_message");
    BOOST_TEST(get("/v1/messages/x").error() == "unknown_message");
    BOOST_TEST(get("/v1/campaigns/17").error() == "unknown_campaign");
    BOOST_TEST(get("/v1/people/+218911111111").error() == "unknown_person");
    BOOST_TEST(get("/v1/people?group=x").error() == "unknown_group");

    const auto wrong_method = call(Verb::put, "/v1/people");
    BOOST_TEST(wrong_method.status == 405u);
    BOOST_TEST(wrong_method.allow == "GET, POST");
    add_line("one");
    const auto unknown_line = get("/v1/lines/two");
    BOOST_TEST(unknown_line.error() == "unknown_line");
    BOOST_TEST(unknown_line.hint() == "lines: one");
}

BOOST_AUTO_TEST_CASE(malformed_requests_get_an_answer_and_nothing_else)
{
    BOOST_TEST(raw("this is not HTTP\r\n\r\n").status == 400u);
    BOOST_TEST(raw("GET /v1/status HTTP/9.9\r\n\r\n").status == 400u);
    BOOST_TEST(raw("GET /v1/outbox?state=%zz HTTP/1.1\r\nHost: nida\r\n\r\n").status == 400u);
    BOOST_TEST(raw("GET /%ff HTTP/1.1\r\nHost: nida\r\n\r\n").status == 400u);
    BOOST_TEST(raw("GET / HTTP/1.1\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n").error() == "too_large");
    BOOST_TEST(!raw("GET /v1/status HTTP/1.1\r\nConnection: close\r\n\r\n").kept_alive);
    auto gone = connected();
    gone.close();
    BOOST_TEST(get("/v1/status").status == 200u);
}

BOOST_AUTO_TEST_CASE(a_body_too_large_is_refused_while_it_is_still_being_sent)
{
    const auto answer = post("/v1/messages", std::string(5 * 1024 * 1024, 'x'));
    BOOST_TEST(answer.status == 413u);
    BOOST_TEST(answer.error() == "too_large");
    BOOST_TEST(!answer.kept_alive);
}

BOOST_AUTO_TEST_CASE(a_client_that_waits_for_100_continue_hears_it)
{
    auto client = connected();
    const std::string body = R"({"to":"+218911111111","text":"hello"})";
    auto talk = [&]() -> boost::asio::awaitable<Answer> {
        const std::string header =
            "POST /v1/messages HTTP/1.1\r\nHost: nida\r\nExpect: 100-continue\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n";
        co_await boost::asio::async_write(client, boost::asio::buffer(header), boost::asio::use_awaitable);
        const auto go_on = co_await read_answer(client);
        BOOST_TEST(go_on.status == 100u);
        co_await boost::asio::async_write(client, boost::asio::buffer(body), boost::asio::use_awaitable);
        co_return co_await read_answer(client);
    };
    BOOST_TEST(run(talk()).status == 201u);
}

BOOST_AUTO_TEST_CASE(bodies_that_are_not_what_they_should_be_say_where)
{
    const auto broken = post("/v1/messages", R"({"to": "+218911111111", "text": )");
    BOOST_TEST(broken.status == 400u);
    BOOST_TEST(broken.message().find("octet 32 of 32") != std::string::npos);
    BOOST_TEST(post("/v1/messages", R"({} {})").message().find("octet 3 of 5") != std::string::npos);
    BOOST_TEST(post("/v1/messages", "").error() == "bad_request");
    BOOST_TEST(post("/v1/messages", "[]").error() == "bad_request");
    BOOST_TEST(post("/v1/messages", "{\"to\":\"+218911111111\",\"text\":\"\xff\"}").error() == "bad_request");
    BOOST_TEST(post("/v1/messages", std::string(200, '[')).error() == "bad_request");

    const auto unknown = post("/v1/messages", R"({"to":"+218911111111","txt":"hello"})");
    BOOST_TEST(unknown.error() == "bad_request");
    BOOST_TEST(unknown.message() == "\"txt\" is no field of this request");
    BOOST_TEST(unknown.hint() == "accepted: to, text, priority, validity, line, id");
    BOOST_TEST(post("/v1/messages", R"({"to":218911111111,"text":"hello"})").error() == "bad_request");
}

BOOST_AUTO_TEST_SUITE_END()
