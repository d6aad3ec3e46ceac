#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
std::string alert(const std::string& escalate, const std::string& priority = "alert")
{
    return R"({"audience":{"all":true},"texts":[{"text":"Leave the valley"}],"priority":")" + priority +
           R"(","ladder":{"escalate":)" + escalate + "}}";
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(alert_api, ApiFixture)

BOOST_AUTO_TEST_CASE(an_alert_asks_the_first_of_its_list_as_soon_as_it_starts_and_shows_how_far_it_is)
{
    BOOST_TEST(post("/v1/people", R"({"number":"+218911111111"})").status == 201u);
    BOOST_TEST(post("/v1/campaigns", alert(R"({"to":["0912222222"],"every":10})")).status == 201u);
    BOOST_TEST(get("/v1/campaigns/1").json().at("ladder").is_null()); // it has not started
    BOOST_TEST(post("/v1/campaigns/1/submit").status == 200u);
    const auto asked = [this] {
        return number("SELECT count(*) FROM message WHERE recipient = '+218912222222' AND text LIKE 'Alert 1: %'");
    };
    while (asked() == 0)
        loop.run_one();
    const auto shown = get("/v1/campaigns/1").json();
    BOOST_TEST(shown.at("acknowledged").as_int64() == 0);
    const auto& escalation = shown.at("ladder").at("escalation");
    BOOST_TEST(escalation.at("contacts").at(0).at("number") == "+218912222222");
    BOOST_TEST(!escalation.at("contacts").at(0).at("asked_at").is_null());
    BOOST_TEST(escalation.at("taken_by").is_null());
    BOOST_TEST(!escalation.at("next_at").is_null());
    BOOST_TEST(!shown.at("done").as_bool());
    BOOST_TEST(asked() == 1);
}

BOOST_AUTO_TEST_CASE(those_who_are_told_of_alarms_hear_that_nobody_could_be_asked)
{
    defaults.alarm_numbers = {"+218960000001"};
    BOOST_TEST(post("/v1/people", R"({"number":"+218911111111"})").status == 201u);
    const auto wanted = alert(R"({"to":["0912222222"],"every":10})");
    BOOST_TEST(post("/v1/campaigns", wanted).status == 201u);
    in_store([](Connection& db) { db.run("INSERT INTO leaving(number, at) VALUES ('+218912222222', 5)"); });
    BOOST_TEST(post("/v1/campaigns", wanted).status == 422u);
    BOOST_TEST(post("/v1/campaigns/1/submit").status == 200u);
    const auto told = [this] {
        return number("SELECT count(*) FROM message WHERE recipient = '+218960000001' AND text LIKE '%alert 1 %'");
    };
    while (told() == 0)
        loop.run_one();
    BOOST_TEST(told() == 1);
    const auto shown = get("/v1/campaigns/1").json();
    BOOST_TEST(shown.at("ladder").at("escalation").at("next_at").is_null());
    BOOST_TEST(shown.at("ladder").at("escalation").at("passed_over") == 1);
}

BOOST_AUTO_TEST_CASE(a_stop_word_means_nothing_else_to_the_box)
{
    for (const auto* word : {"OK", "STOP", "rejoindre", "نعم", "NO", "pause", "482193", "!!"}) {
        const auto refused = post(
            "/v1/campaigns", alert(R"({"to":["+218912222222"],"every":10,"stop_word":")" + std::string{word} + "\"}"));
        BOOST_TEST(refused.status == 422u, word);
        BOOST_TEST(refused.error() == "bad_value", word);
    }
    for (const auto* word : {"jasmine", "taken", "قمر"})
        BOOST_TEST(post("/v1/campaigns",
                        alert(R"({"to":["+218912222222"],"every":10,"stop_word":")" + std::string{word} + "\"}"))
                           .status == 201u,
                   word);
}

BOOST_AUTO_TEST_CASE(only_alerts_have_a_ladder_and_only_people_are_on_it)
{
    BOOST_TEST(post("/v1/campaigns", alert(R"({"to":["+218912222222"],"every":10})", "campaign")).error() ==
               "bad_campaign");
    BOOST_TEST(post("/v1/campaigns", alert(R"({"to":["nobody"],"every":10})")).error() == "bad_campaign");
    BOOST_TEST(post("/v1/campaigns", alert(R"({"to":["1234"],"every":10})")).error() == "bad_number");
}

BOOST_AUTO_TEST_SUITE_END()
