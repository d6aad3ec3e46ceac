#include "daemon/api/campaign_request.hpp"
#include "daemon/coordinator/campaign_desk.hpp"
#include "daemon/coordinator/coordinators.hpp"
#include "daemon/flow/dialogue.hpp"
#include "daemon/people/groups.hpp"
#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

BOOST_FIXTURE_TEST_SUITE(coordinators_api, ApiFixture)

BOOST_AUTO_TEST_CASE(a_coordinator_is_added_shown_changed_and_removed)
{
    post("/v1/people", R"({"number":"+218912345678","groups":["women-sfax"]})");
    const auto added = post("/v1/coordinators", R"({"name":"amal","number":"0911111111","language":"ar",
        "may":["broadcast","status"],"groups":["women-sfax"]})");
    BOOST_TEST(added.status == 201u);
    BOOST_TEST(added.json().at("number").as_string() == "+218911111111");
    BOOST_TEST(added.json().at("factor").as_string() == "code");
    const auto rows = get("/v1/coordinators").json().at("rows").as_array();
    BOOST_REQUIRE(rows.size() == 1u);
    BOOST_TEST(rows[0].at("groups").at(0).as_string() == "women-sfax");

    const auto changed = call(Verb::patch, "/v1/coordinators/amal", R"({"may":["approve"],"factor":"second"})");
    BOOST_TEST(changed.status == 200u);
    BOOST_TEST(changed.json().at("may").at(0).as_string() == "approve");
    BOOST_TEST(changed.json().at("groups").as_array().empty());

    BOOST_TEST(call(Verb::delete_, "/v1/coordinators/amal").status == 204u);
    BOOST_TEST(call(Verb::delete_, "/v1/coordinators/amal").error() == "unknown_coordinator");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused_and_changes_nothing)
{
    for (const auto* body : {R"({"name":"Amal B","number":"0911111111"})", R"({"name":"amal","number":"12"})",
                             R"({"name":"amal","number":"0911111111","may":["broadcast"]})",
                             R"({"name":"amal","number":"0911111111","may":["everything"]})",
                             R"({"name":"amal","number":"0911111111","may":["broadcast"],"groups":["nobody"]})",
                             R"({"name":"amal","number":"0911111111","factor":"totp"})",
                             R"({"name":"amal","number":"0911111111","language":"xx"})"})
        BOOST_TEST(post("/v1/coordinators", body).status == 422u, body);
    BOOST_TEST(get("/v1/coordinators").json().at("rows").as_array().empty());
    BOOST_TEST(post("/v1/coordinators", R"({"name":"amal","number":"0911111111"})").status == 201u);
    BOOST_TEST(post("/v1/coordinators", R"({"name":"badr","number":"0911111111"})").status == 422u);
    BOOST_TEST(call(Verb::patch, "/v1/coordinators/badr", "{}").error() == "unknown_coordinator");
}

BOOST_AUTO_TEST_CASE(totp_is_enrolled_and_its_secret_shown_once)
{
    post("/v1/coordinators", R"({"name":"amal","number":"0911111111"})");
    const auto answer = post("/v1/coordinators/amal/totp", "");
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(answer.json().at("uri").as_string().starts_with("otpauth://totp/Nida:amal?secret="));
    const auto row = get("/v1/coordinators").json().at("rows").at(0);
    BOOST_TEST(row.at("factor").as_string() == "totp");
    BOOST_TEST(row.at("totp").as_bool());
    BOOST_TEST(get("/v1/coordinators").body.find("secret") == std::string::npos);
    BOOST_TEST(post("/v1/coordinators/badr/totp", "").error() == "unknown_coordinator");
}

BOOST_AUTO_TEST_CASE(whoever_may_approve_is_texted_when_a_campaign_begins_to_wait_for_them)
{
    defaults.approval_above = 0;
    service.dialogue = [this] {
        DialogueSettings settings;
        settings.country = "LY";
        settings.languages = defaults.languages;
        const CampaignDesk::Loan loan{preview_context(service), campaign_rules(defaults)};
        settings.coordinators.desk = [loan](Connection& db) { return std::make_unique<CampaignDesk>(db, loan); };
        return settings;
    };
    post("/v1/people", R"({"number":"+218912345678","groups":["members"]})");
    post("/v1/coordinators", R"({"name":"amal","number":"0911111111","may":["approve"]})");
    post("/v1/coordinators", R"({"name":"salma","number":"0911111112","may":["status"]})");
    BOOST_TEST(post("/v1/campaigns", R"({"audience":{"all":true},"texts":[{"text":"Come at five"}]})").status == 201u);
    BOOST_TEST(post("/v1/campaigns/1/submit").json().at("state") == "waiting");
    BOOST_TEST(number("SELECT count(*) FROM message") == 1);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE recipient = '+218911111111' AND direct = 1") == 1);
    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"text":"Come at six"})").json().at("state") == "waiting");
    BOOST_TEST(number("SELECT count(*) FROM coordinator_request WHERE kind = 'approve' AND state = 'open'") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
