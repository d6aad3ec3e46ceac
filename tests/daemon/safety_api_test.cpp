#include "daemon/api/router.hpp"
#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

BOOST_FIXTURE_TEST_SUITE(safety_api, ApiFixture)

BOOST_AUTO_TEST_CASE(the_ceiling_is_lifted_by_an_administrator_alone)
{
    defaults.segments_per_day = 100;
    BOOST_TEST(get("/v1/ceiling").json().at("segments_per_day") == 100);
    BOOST_TEST(get("/v1/ceiling").json().at("lifted_until").is_null());
    BOOST_TEST(post("/v1/ceiling/lift", R"({"hours": 6})").json().at("lifted_until").is_string());
    BOOST_TEST(lines.woken == 1);
    BOOST_TEST(get("/v1/ceiling").json().at("lifted_until").is_string());
    BOOST_TEST(post("/v1/ceiling/hold").json().at("lifted_until").is_null());
    BOOST_TEST(post("/v1/ceiling/lift", R"({"hours": 169})").error() == "bad_value");

    ApiContext context{service, {}, std::chrono::minutes{1}};
    for (const auto* what : {"lift", "hold"}) {
        ApiRequest request;
        request.method = "POST";
        request.path = {"v1", "ceiling", what};
        request.actor = "user guest (uid 1001)";
        BOOST_TEST(run(answer(context, request)).status == 403u);
    }
}

BOOST_AUTO_TEST_CASE(numbers_are_blocked_listed_and_heard_again)
{
    BOOST_TEST(call(Verb::put, "/v1/blocked/0911111111", R"({"note":"threats"})").status == 201u);
    BOOST_TEST(call(Verb::put, "/v1/blocked/%2B218911111111").status == 200u);
    const auto rows = get("/v1/blocked").json().at("rows").as_array();
    BOOST_REQUIRE(rows.size() == 1u);
    BOOST_TEST(rows[0].at("number") == "+218911111111");
    BOOST_TEST(rows[0].at("note") == "threats");
    BOOST_TEST(call(Verb::delete_, "/v1/blocked/0911111111").status == 204u);
    BOOST_TEST(call(Verb::delete_, "/v1/blocked/0911111111").error() == "unknown_number");
    BOOST_TEST(call(Verb::put, "/v1/blocked/Vodafone").status == 422u);
}

BOOST_AUTO_TEST_CASE(who_sends_messages_of_their_own_stands_in_the_audit_without_the_number)
{
    BOOST_TEST(post("/v1/people", R"({"number":"+218911111111"})").status == 201u);
    BOOST_TEST(post("/v1/messages", R"({"to":"+218911111111","text":"a","id":"k"})").status == 201u);
    BOOST_TEST(post("/v1/messages", R"({"to":"+218911111111","text":"a","id":"k"})").status == 200u);
    BOOST_TEST(post("/v1/messages/batch", "{\"to\":\"+218922222222\",\"text\":\"b\"}\n"
                                          "{\"to\":\"+218933333333\",\"text\":\"c\"}\n")
                   .status == 200u);
    BOOST_TEST(number("SELECT count(*) FROM audit WHERE kind = 'send' AND person IS NOT NULL") == 1);
    BOOST_TEST(number("SELECT count(*) FROM audit WHERE kind = 'send_batch' AND detail = "
                      "'{\"messages\":2,\"first\":2,\"last\":3}'") == 1);
    BOOST_TEST(number("SELECT count(*) FROM audit WHERE detail LIKE '%2189%'") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
