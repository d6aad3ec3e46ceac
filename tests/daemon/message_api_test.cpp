#include "daemon/outbox/outbox.hpp"
#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <unistd.h>

using namespace nida::daemon;

BOOST_FIXTURE_TEST_SUITE(message_api, ApiFixture)

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

BOOST_AUTO_TEST_CASE(a_message_in_doubt_is_given_up_by_either_word)
{
    for (const std::string word : {"give-up", "failed"}) {
        const auto line = add_line(word);
        const auto id = post("/v1/messages", R"({"to":"+218911111111","text":"hello"})").json().at("id").as_int64();
        in_store([line, now = clock.now()](Connection& db) {
            Outbox outbox{db};
            const auto claim = std::get<Claim>(outbox.claim({line, {}, {}}, now));
            outbox.record(claim, SegmentUnknown{"silence"}, now);
            return 0;
        });
        const auto row =
            post("/v1/messages/" + std::to_string(id) + "/resolve", R"({"outcome":")" + word + "\"}").json();
        BOOST_TEST(row.at("state").as_string() == "failed");
    }
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

BOOST_AUTO_TEST_SUITE_END()
