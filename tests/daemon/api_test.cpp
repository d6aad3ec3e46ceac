#include "daemon/outbox/outbox.hpp"
#include "daemon/people/people.hpp"
#include "tests/daemon/api_fixture.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>

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

// --------------------------------------------------------------------------------------------------- messages

BOOST_AUTO_TEST_CASE(a_message_is_queued_and_the_lines_are_told)
{
    const auto heard = outbox_changed.count();
    const auto answer =
        post("/v1/messages", R"({"to":"091-2345678","text":"مرحبا","priority":"alert","validity":"2h"})");
    BOOST_TEST(answer.status == 201u);
    const auto row = answer.json();
    BOOST_TEST(row.at("to").as_string() == "+218912345678");
    BOOST_TEST(row.at("text").as_string() == "مرحبا");
    BOOST_TEST(row.at("priority").as_string() == "alert");
    BOOST_TEST(row.at("state").as_string() == "queued");
    BOOST_TEST(lines.woken == 1);
    BOOST_TEST(outbox_changed.count() > heard);
    BOOST_TEST(number("SELECT valid_until - queued_at FROM message") == 7'200'000'000);
    BOOST_TEST(number("SELECT actor LIKE '%(uid " + std::to_string(::getuid()) + ")' FROM message") == 1);

    BOOST_TEST(get("/v1/messages/1").json() == row);
    BOOST_TEST(get("/v1/outbox").json().at("rows").as_array().at(0) == row);
    BOOST_TEST(get("/v1/messages/1/why").json().at("why").as_string() == "there is no line: plug a modem in");
}

BOOST_AUTO_TEST_CASE(an_id_makes_a_message_idempotent)
{
    const std::string body = R"({"to":"+218911111111","text":"hello","id":"k"})";
    BOOST_TEST(post("/v1/messages", body).status == 201u);
    const auto again = post("/v1/messages", body);
    BOOST_TEST(again.status == 200u);
    BOOST_TEST(again.json().at("duplicate").as_bool());
    BOOST_TEST(lines.woken == 1);
    BOOST_TEST(post("/v1/messages", R"({"to":"+218911111111","text":"other","id":"k"})").error() == "key_reused");
    BOOST_TEST(number("SELECT count(*) FROM message") == 1);
}

BOOST_AUTO_TEST_CASE(recipients_are_numbers_or_short_codes)
{
    const auto to = [this](const std::string& written) {
        return post("/v1/messages", R"({"text":"hello","to":")" + written + "\"}");
    };
    BOOST_TEST(to("1234").json().at("to").as_string() == "1234");
    BOOST_TEST(to("٠٩١٢٣٤٥٦٧٨").json().at("to").as_string() == "+218912345678");
    for (const char* bad : {"", "12", "BANK", "+1", "+218", "+99912345678901234567"})
        BOOST_TEST(to(bad).error() == "bad_number", bad);
}

BOOST_AUTO_TEST_CASE(values_out_of_range_are_refused)
{
    const auto with = [this](const std::string& field) {
        return post("/v1/messages", R"({"to":"+218911111111","text":"hello",)" + field + "}");
    };
    for (const char* good : {"1", "\"90\"", "\"90s\"", "\"30m\"", "\"3d\"", "\"63w\"", "38102400"})
        BOOST_TEST(with(std::string{"\"validity\":"} + good).status == 201u, good);
    for (const char* bad :
         {"0", "-1", "\"\"", "\"h\"", "\"2x\"", "\"64w\"", "38102401", "\"99999999999999999999d\"", "true", "1.5"})
        BOOST_TEST(with(std::string{"\"validity\":"} + bad).error() == "bad_value", bad);
    BOOST_TEST(with(R"("priority":"urgent")").error() == "bad_value");
    BOOST_TEST(with(R"("id":"")").error() == "bad_value");
    add_line("one");
    BOOST_TEST(with(R"("line":"one")").json().at("line").as_string() == "one");
    const auto unknown = with(R"("line":"two")");
    BOOST_TEST(unknown.error() == "unknown_line");
    BOOST_TEST(unknown.hint() == "lines: one");
    for (const char* bad : {"since=-1", "since=x", "limit=0", "limit=5001", "state=lost", "campaign=x"})
        BOOST_TEST(get(std::string{"/v1/outbox?"} + bad).error() == "bad_value", bad);
}

BOOST_AUTO_TEST_CASE(texts_that_no_message_can_carry_are_refused)
{
    const auto text = [this](const std::string& json) {
        return post("/v1/messages", R"({"to":"+218911111111","text":")" + json + "\"}");
    };
    BOOST_TEST(text("").error() == "bad_text");
    BOOST_TEST(text("a\\u0000b").error() == "bad_text");
    BOOST_TEST(text(std::string(255 * 153, 'x')).json().at("segments").as_int64() == 255);
    BOOST_TEST(text(std::string(255 * 153 + 1, 'x')).error() == "bad_text");
}

BOOST_AUTO_TEST_CASE(cancelling_and_resolving_say_what_cannot_be_done_any_more)
{
    const auto line = add_line("one");
    post("/v1/messages", R"({"to":"+218911111111","text":"hello"})");
    post("/v1/messages", R"({"to":"+218912222222","text":"hello"})");
    in_store([line, now = clock.now()](Connection& db) {
        Outbox outbox{db};
        const auto claim = std::get<Claim>(outbox.claim({line, {}, {}}, now));
        outbox.record(claim, SegmentUnknown{"silence"}, now);
        return 0;
    });
    BOOST_TEST(post("/v1/messages/1/cancel").error() == "conflict");
    BOOST_TEST(post("/v1/messages/2/resolve", R"({"outcome":"sent"})").error() == "conflict");
    BOOST_TEST(post("/v1/messages/1/resolve", R"({"outcome":"maybe"})").error() == "bad_value");
    BOOST_TEST(post("/v1/messages/1/resolve", R"({"outcome":"sent"})").json().at("state").as_string() == "sent");
    BOOST_TEST(post("/v1/messages/2/cancel").json().at("state").as_string() == "cancelled");
    BOOST_TEST(post("/v1/messages/2/cancel").error() == "conflict");
    BOOST_TEST(post("/v1/messages/3/cancel").error() == "unknown_message");
}

BOOST_AUTO_TEST_CASE(waiting_for_a_message_ends_when_its_state_changes)
{
    post("/v1/messages", R"({"to":"+218911111111","text":"hello"})");
    auto polling = connected();
    std::optional<Answer> polled;
    boost::asio::co_spawn(loop, exchange(polling, Verb::get, "/v1/messages/1?wait=60", {}),
                          [&](std::exception_ptr, Answer answer) { polled = answer; });
    BOOST_TEST(get("/v1/messages/1").json().at("state").as_string() == "queued");
    BOOST_TEST(!polled);
    post("/v1/messages/1/cancel");
    while (!polled)
        loop.run_one();
    BOOST_TEST(polled->json().at("state").as_string() == "cancelled");
    BOOST_TEST(get("/v1/messages/1?wait=60").json().at("state").as_string() == "cancelled");
}

// ------------------------------------------------------------------------------------------------------ batch

BOOST_AUTO_TEST_CASE(a_batch_is_taken_line_by_line)
{
    const auto answer =
        post("/v1/messages/batch?first_line=1001", R"({"to":"+218911111111","text":"one","id":"a"})"
                                                   "\n\n"
                                                   R"({"to":"nobody","text":"two"})"
                                                   "\r\n"
                                                   R"({"to":"+218911111111","text":"one","id":"a"})"
                                                   "\n"
                                                   R"({"to":"+218911111111","text":"other","id":"a"})"
                                                   "\nnot json\n"
                                                   R"({"to":"1234","text":"six","line":"two"})"
                                                   "\n"
                                                   R"({"to":"1234","text":"last, without a line end"})");
    BOOST_TEST(answer.status == 200u);
    const auto summary = answer.json();
    BOOST_TEST(summary.at("accepted").as_int64() == 2);
    BOOST_TEST(summary.at("duplicate").as_int64() == 1);
    BOOST_TEST(summary.at("rejected_count").to_number<int>() == 4);
    std::vector<std::int64_t> rejected;
    for (const auto& entry : summary.at("rejected").as_array())
        rejected.push_back(entry.at("line").as_int64());
    BOOST_TEST(rejected == (std::vector<std::int64_t>{1003, 1005, 1006, 1007}), boost::test_tools::per_element());
    BOOST_TEST(lines.woken == 1);
    BOOST_TEST(number("SELECT count(*) FROM message") == 2);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE actor LIKE '%(uid %'") == 2);
}

BOOST_AUTO_TEST_CASE(a_batch_is_limited_and_spells_out_the_first_hundred_errors)
{
    std::string lines_of_text;
    for (int i = 0; i < 5000; ++i)
        lines_of_text += "{}\n";
    const auto answer = post("/v1/messages/batch", lines_of_text).json();
    BOOST_TEST(answer.at("rejected_count").to_number<int>() == 5000);
    BOOST_TEST(answer.at("rejected").as_array().size() == 100u);
    BOOST_TEST(answer.at("rejected").as_array()[99].at("line").as_int64() == 100);
    BOOST_TEST(post("/v1/messages/batch", lines_of_text + "{}").error() == "too_large");
    BOOST_TEST(post("/v1/messages/batch").json().at("accepted").as_int64() == 0);
    BOOST_TEST(lines.woken == 0);
}

// -------------------------------------------------------------------------------------------------- campaigns

BOOST_AUTO_TEST_CASE(a_broadcast_is_previewed_started_watched_and_cancelled)
{
    lines.lines.resize(1);
    lines.lines[0].state = LineState::ready;
    lines.lines[0].segments_per_minute = 2;
    for (const char* person : {R"({"number":"+218911111111","groups":["medics"]})", R"({"number":"+218912222222"})",
                               R"({"number":"+218913333333"})"})
        BOOST_TEST(post("/v1/people", person).status == 201u);
    const std::string body = R"({"all":true,"text":"سلام «hi»"})";

    const auto preview = post("/v1/broadcasts/preview", body).json();
    BOOST_TEST(preview.at("recipients").as_int64() == 3);
    BOOST_TEST(preview.at("alphabet").as_string() == "ucs2");
    BOOST_TEST(preview.at("segments").to_number<int>() == 1);
    BOOST_TEST(preview.at("seconds").as_int64() == 30);
    BOOST_TEST(preview.at("forcing_ucs2").as_array().size() == 6u);
    BOOST_TEST(number("SELECT count(*) FROM message") == 0);

    const auto started = post("/v1/broadcasts", body);
    BOOST_TEST(started.status == 201u);
    BOOST_TEST(started.json() == boost::json::parse(R"({"campaign":1,"recipients":3,"segments_total":3})"));
    BOOST_TEST(lines.woken == 1);

    auto polling = connected();
    std::optional<Answer> polled;
    boost::asio::co_spawn(loop, exchange(polling, Verb::get, "/v1/campaigns/1?wait=60", {}),
                          [&](std::exception_ptr, Answer answer) { polled = answer; });
    BOOST_TEST(get("/v1/campaigns/1").json().at("counts") == boost::json::parse(R"({"queued":3})"));
    BOOST_TEST(!polled);
    BOOST_TEST(post("/v1/campaigns/1/cancel").json().at("done").as_bool());
    while (!polled)
        loop.run_one();
    BOOST_TEST(polled->json().at("counts") == boost::json::parse(R"({"cancelled":3})"));
    BOOST_TEST(get("/v1/campaigns").json().at("rows").as_array().size() == 1u);
    BOOST_TEST(get("/v1/outbox?campaign=1&state=cancelled&limit=2").json().at("more").as_bool());
}

BOOST_AUTO_TEST_CASE(a_broadcast_needs_one_audience_with_somebody_in_it)
{
    BOOST_TEST(post("/v1/broadcasts", R"({"text":"hello"})").error() == "bad_request");
    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"group":"medics","text":"hello"})").error() == "bad_request");
    BOOST_TEST(post("/v1/broadcasts", R"({"group":"medics","text":"hello"})").error() == "unknown_group");
    BOOST_TEST(post("/v1/broadcasts/preview", R"({"group":"medics","text":"hello"})").error() == "unknown_group");
    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"text":"hello"})").error() == "bad_value");
    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"text":""})").error() == "bad_text");
    BOOST_TEST(post("/v1/campaigns/1/cancel").error() == "unknown_campaign");
    BOOST_TEST(lines.woken == 0);
}

// ------------------------------------------------------------------------------------------------------ inbox

BOOST_AUTO_TEST_CASE(waiting_for_the_inbox_ends_when_something_comes)
{
    const auto line = add_line("one");
    auto polling = connected();
    std::optional<Answer> polled;
    boost::asio::co_spawn(loop, exchange(polling, Verb::get, "/v1/inbox?wait=60", {}),
                          [&](std::exception_ptr, Answer answer) { polled = answer; });
    BOOST_TEST(get("/v1/inbox").json().at("rows").as_array().empty());
    BOOST_TEST(!polled);
    in_store([line, now = clock.now()](Connection& db) {
        db.run("INSERT INTO inbox(sender, text, line_id, received_at, complete) VALUES ('+218911111111', 'hello', ?1, "
               "?2, 1)",
               line, now);
        return 0;
    });
    inbox_changed.ring();
    while (!polled)
        loop.run_one();
    BOOST_TEST(polled->json().at("rows").as_array().at(0).at("text").as_string() == "hello");
    BOOST_TEST(get("/v1/inbox?since=1&wait=61").error() == "bad_value");
}

// ----------------------------------------------------------------------------------------------------- people

BOOST_AUTO_TEST_CASE(people_are_added_shown_and_erased)
{
    BOOST_TEST(
        post("/v1/people", R"({"number":"091 234 5678","name":" Amal ","language":"AR","groups":["medics"]})").status ==
        201u);
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","groups":["drivers"]})").status == 200u);
    const auto person = get("/v1/people/%2B218912345678").json();
    BOOST_TEST(person.at("name").as_string() == "Amal");
    BOOST_TEST(person.at("language").as_string() == "ar");
    BOOST_TEST(person.at("groups") == boost::json::parse(R"(["drivers","medics"])"));
    BOOST_TEST(person.at("consents").as_array().size() == 2u);
    BOOST_TEST(get("/v1/groups").json().at("rows").as_array().size() == 2u);
    BOOST_TEST(get("/v1/people?group=medics").json().at("rows").as_array().size() == 1u);

    const auto erased = call(Verb::delete_, "/v1/people/+218912345678");
    BOOST_TEST(erased.status == 204u);
    BOOST_TEST(erased.body == "");
    BOOST_TEST(call(Verb::delete_, "/v1/people/+218912345678").error() == "unknown_person");
    BOOST_TEST(post("/v1/people", R"({"number":"1234"})").error() == "bad_number");
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","language":"de"})").error() == "bad_value");
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","groups":[" "]})").error() == "bad_value");
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","groups":"medics"})").error() == "bad_request");
}

BOOST_AUTO_TEST_CASE(nobody_but_themselves_brings_back_who_left)
{
    in_store([now = clock.now()](Connection& db) { return People{db}.leave("+218912345678", "STOP", "one", now); });
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678"})").error() == "left");
    const auto imported =
        post("/v1/people/import", R"({"rows":[{"line":2,"number":"+218912345678","groups":["members"]}]})").json();
    BOOST_TEST(imported.at("left").as_int64() == 1);
    BOOST_TEST(number("SELECT count(*) FROM person") == 0);
    BOOST_TEST(get("/v1/people/+218912345678").hint() == "they left, and nothing else is kept of them");
}

BOOST_AUTO_TEST_CASE(an_import_is_tried_first_and_then_done)
{
    const std::string body = R"({"rows":[
        {"line":2,"number":"0911111111","name":"Amal","language":"ar","groups":["medics"]},
        {"line":3,"number":"nobody","name":"","language":"","groups":[]},
        {"line":4,"number":"+218911111111","name":"","language":"","groups":["drivers"]},
        {"line":5,"number":"+218911111111","name":"","language":"","groups":[]}]})";
    const auto expected = boost::json::parse(R"({"added":1,"updated":1,"unchanged":1,"left":0})").as_object();
    for (const char* target : {"/v1/people/import?dry_run=1", "/v1/people/import"}) {
        const auto summary = post(target, body).json().as_object();
        for (const auto& field : expected)
            BOOST_TEST(summary.at(field.key()) == field.value(), field.key());
        BOOST_TEST(summary.at("rejected_count").to_number<int>() == 1);
        BOOST_TEST(summary.at("rejected").as_array()[0].at("line").as_int64() == 3);
        const bool dry = std::string_view{target}.ends_with('1');
        BOOST_TEST(number("SELECT count(*) FROM person") == (dry ? 0 : 1));
        BOOST_TEST(number("SELECT count(*) FROM people_group") == (dry ? 0 : 2));
    }
    BOOST_TEST(post("/v1/people/import", R"({"rows":1})").error() == "bad_request");
}

// --------------------------------------------------------------------------------------------- status and lines

BOOST_AUTO_TEST_CASE(the_status_tells_what_is_there_and_what_waits)
{
    add_line("one");
    lines.lines[0].signal_dbm = -71;
    post("/v1/messages", R"({"to":"+218911111111","text":"hello","priority":"alert"})");
    post("/v1/messages", R"({"to":"+218911111111","text":"hello","line":"one"})");
    const auto status = get("/v1/status").json();
    BOOST_TEST(status.at("version").as_string() == NIDA_VERSION);
    BOOST_TEST(status.at("queue") ==
               boost::json::parse(R"({"queued":2,"submitting":0,"in_doubt":0,"alert":1,"reply":0,"campaign":1})"));
    BOOST_TEST(status.at("waiting") == boost::json::parse(R"([{"why":"in turn","messages":2}])"));
    BOOST_TEST(status.at("store").at("state").as_string() == "ok");
    BOOST_TEST(status.at("lines").as_array().at(0).at("queued").as_int64() == 1);
    BOOST_TEST(status.at("lines").as_array().at(0).at("state").as_string() == "ready");
    BOOST_TEST(status.at("lines").as_array().at(0).at("signal_dbm").as_int64() == -71);
    BOOST_TEST(!status.at("clock").at("trusted").as_bool());
    BOOST_TEST(get("/v1/lines/one").json() == get("/v1/lines").json().at("rows").as_array().at(0));
}

BOOST_AUTO_TEST_CASE(a_ussd_code_is_put_to_its_line)
{
    const auto answer = post("/v1/lines/one/ussd", R"({"code":"*100#"})").json();
    BOOST_TEST(answer == boost::json::parse(R"({"mode":"action_required","text":"one was asked *100#","session":7})"));
    BOOST_TEST(post("/v1/lines/one/ussd", R"({"code":"1"})").json().at("mode").as_string() == "done");
    BOOST_TEST(post("/v1/lines/one/ussd", R"({"code":""})").error() == "bad_value");
    BOOST_TEST(post("/v1/lines/one/ussd", R"({"code":"*100#\r"})").error() == "bad_value");

    using Why = Lines::UssdFailure::Why;
    const std::pair<Why, std::pair<const char*, unsigned>> failures[] = {{Why::unknown_line, {"unknown_line", 404}},
                                                                         {Why::unavailable, {"line_unavailable", 503}},
                                                                         {Why::busy, {"ussd_busy", 409}},
                                                                         {Why::over, {"ussd_over", 409}},
                                                                         {Why::no_code, {"no_code", 409}},
                                                                         {Why::refused, {"ussd_failed", 502}}};
    for (const auto& [why, expected] : failures) {
        lines.ussd_failure = {why, "because"};
        const auto failed = post("/v1/lines/one/ussd", R"({"code":"1"})");
        BOOST_TEST(failed.error() == expected.first);
        BOOST_TEST(failed.status == expected.second);
    }
}

BOOST_AUTO_TEST_CASE(a_session_is_ended)
{
    BOOST_TEST(call(Verb::delete_, "/v1/lines/one/ussd").json() == boost::json::parse(R"({"cancelled":true})"));
}

BOOST_AUTO_TEST_CASE(the_balance_is_asked_for)
{
    const auto answer = post("/v1/lines/one/balance", "").json();
    BOOST_TEST(answer.at("amount_milli").as_int64() == 12'500);
    BOOST_TEST(answer.at("currency").as_string() == "LYD");
    BOOST_TEST(answer.at("units").is_null());
    BOOST_TEST(answer.at("text").as_string() == "one has 12.50 LYD");
}

BOOST_AUTO_TEST_CASE(a_voucher_is_digits)
{
    const auto answer = post("/v1/lines/one/topup", R"({"voucher":"1234567890123"})").json();
    BOOST_TEST(answer.at("text").as_string() == "taken: 13 digits");
    BOOST_TEST(answer.at("balance").is_null());
    BOOST_TEST(answer.at("trouble").as_string() == "no balance");
    for (const auto* wrong : {R"({"voucher":"12345"})", R"({"voucher":"123456#"})", R"({"voucher":"123 456"})"})
        BOOST_TEST(post("/v1/lines/one/topup", wrong).error() == "bad_value");
    BOOST_TEST(post("/v1/lines/one/topup", "{}").error() == "bad_request");
}

BOOST_AUTO_TEST_CASE(the_balances_of_a_line_that_is_not_there_are_not_there)
{
    BOOST_TEST(get("/v1/lines/nine/balances").error() == "unknown_line");
}

BOOST_AUTO_TEST_SUITE_END()
