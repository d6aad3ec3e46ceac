#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

BOOST_FIXTURE_TEST_SUITE(campaign_runner, ApiFixture)

BOOST_AUTO_TEST_CASE(a_campaign_whose_group_is_gone_is_given_up_and_holds_up_no_other)
{
    BOOST_TEST(post("/v1/people", R"({"number":"+218911111111","groups":["medics"]})").status == 201u);
    BOOST_TEST(post("/v1/campaigns", R"({"audience":{"groups":["medics"]},"texts":[{"text":"a"}]})").status == 201u);
    in_store([](Connection& db) {
        db.database().exec("UPDATE campaign SET state = 3, filling = 1, started_at = 1, people_up_to = 9;"
                           "DELETE FROM membership; DELETE FROM people_group WHERE name = 'medics'");
        return 0;
    });
    const auto sent = post("/v1/broadcasts", R"({"all":true,"text":"hello"})");
    BOOST_TEST(sent.status == 201u);
    BOOST_TEST(sent.json().at("recipients").as_int64() == 1);
    BOOST_TEST(get("/v1/campaigns/1").json().at("state") == "cancelled");
}

BOOST_AUTO_TEST_SUITE_END()
