#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using What = Lines::PinResult::What;

BOOST_FIXTURE_TEST_SUITE(line_api, ApiFixture)

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

BOOST_AUTO_TEST_CASE(a_pin_is_handed_to_its_line)
{
    add_line("one");
    BOOST_TEST(post("/v1/lines/one/pin", R"({"pin": "1234"})").json().at("result") == "accepted");
    lines.pin_result = {What::not_needed, "the SIM is open"};
    BOOST_TEST(post("/v1/lines/one/pin", R"({"pin": "1234"})").json().at("result") == "not_needed");
}

BOOST_AUTO_TEST_CASE(a_pin_that_did_not_help_says_why_and_how_many_tries_are_left)
{
    add_line("one");
    lines.pin_result = {What::refused, "The SIM refused the PIN", 2};
    auto answer = post("/v1/lines/one/pin", R"({"pin": "9999"})");
    BOOST_TEST(answer.status == 422u);
    BOOST_TEST(answer.error() == "pin_refused");
    BOOST_TEST(answer.hint().find("tries left: 2") != std::string::npos);
    lines.pin_result = {What::held_back, "tried before"};
    answer = post("/v1/lines/one/pin", R"({"pin": "9999"})");
    BOOST_TEST(answer.status == 409u);
    BOOST_TEST(answer.error() == "pin_held_back");
    lines.pin_result = {What::puk, "blocked"};
    BOOST_TEST(post("/v1/lines/one/pin", R"({"pin": "9999"})").error() == "puk_required");
    lines.pin_result = {What::unavailable, "no modem"};
    BOOST_TEST(post("/v1/lines/one/pin", R"({"pin": "9999"})").error() == "line_unavailable");
    lines.pin_result = {What::unknown_line, ""};
    BOOST_TEST(post("/v1/lines/two/pin", R"({"pin": "9999"})").error() == "unknown_line");
}

BOOST_AUTO_TEST_CASE(what_is_no_pin_is_not_tried_and_not_repeated_in_the_error)
{
    for (const std::string wrong : {"123", "123456789", "12a4", "", "1234 "}) {
        const auto answer = post("/v1/lines/one/pin", "{\"pin\": \"" + wrong + "\"}");
        BOOST_TEST(answer.status == 422u);
        BOOST_TEST((wrong.empty() || answer.body.find('"' + wrong) == std::string::npos));
    }
    BOOST_TEST(post("/v1/lines/one/pin", R"({"puk": "12345678"})").status == 400u);
}

BOOST_AUTO_TEST_CASE(a_line_s_events_come_in_pages)
{
    const auto one = add_line("one"), two = add_line("two");
    in_store([=](Connection& db) {
        for (int i = 0; i < 3; ++i)
            db.run("INSERT INTO line_event(line_id, at, kind, text) VALUES (?1, 1, 'call', ?2)", one,
                   std::to_string(i));
        db.run("INSERT INTO line_event(line_id, at, kind, text) VALUES (?1, 1, 'state', 'other')", two);
        return 0;
    });
    const auto page = get("/v1/lines/one/events?limit=2").json();
    BOOST_REQUIRE(page.at("rows").as_array().size() == 2u);
    BOOST_TEST(page.at("more") == true);
    const auto& event = page.at("rows").at(1).as_object();
    BOOST_TEST(event.at("kind") == "call");
    BOOST_TEST(event.at("text") == "1");
    BOOST_TEST(event.at("at").is_string());
    const auto rest = get("/v1/lines/one/events?since=" + std::to_string(event.at("id").as_int64())).json();
    BOOST_TEST(rest.at("rows").as_array().size() == 1u);
    BOOST_TEST(rest.at("more") == false);
    BOOST_TEST(get("/v1/lines/three/events").error() == "unknown_line");
}

BOOST_AUTO_TEST_CASE(an_empty_page_waits_for_the_next_event)
{
    const auto id = add_line("one");
    auto client = connected();
    auto talk = [&]() -> boost::asio::awaitable<Answer> {
        events.note(id, EventKind::call, "a missed call");
        co_return co_await exchange(client, Verb::get, "/v1/lines/one/events?wait=30", {});
    };
    BOOST_TEST(run(talk()).json().at("rows").at(0).at("text") == "a missed call");
}

BOOST_AUTO_TEST_SUITE_END()
