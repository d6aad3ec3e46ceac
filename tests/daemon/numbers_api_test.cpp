#include "daemon/inbox/muted.hpp"
#include "daemon/outbox/unreachable.hpp"
#include "daemon/people/people.hpp"
#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
const std::string number_of_all = "+218912345678";
}

BOOST_FIXTURE_TEST_SUITE(numbers_api, ApiFixture)

BOOST_AUTO_TEST_CASE(muted_senders_are_shown_counted_and_heard_again)
{
    const auto line = add_line("one");
    in_store([line, now = clock.now()](Connection& db) {
        Muted muted{db};
        for (const auto* sender : {"+218912345678", "Lottery"}) {
            muted.begin(sender, line, now);
            muted.drop(sender, {}, now);
        }
    });
    const auto rows = get("/v1/muted").json().at("rows").as_array();
    BOOST_REQUIRE(rows.size() == 2u);
    BOOST_TEST(rows[0].at("number").as_string() == number_of_all);
    BOOST_TEST(rows[0].at("line").as_string() == "one");
    BOOST_TEST(rows[0].at("dropped").as_int64() == 1);
    BOOST_TEST(get("/v1/status").json().at("muted").as_int64() == 2);
    BOOST_TEST(call(Verb::delete_, "/v1/muted/0912345678").status == 204u);
    BOOST_TEST(call(Verb::delete_, "/v1/muted/Lottery").status == 204u);
    BOOST_TEST(call(Verb::delete_, "/v1/muted/Lottery").error() == "unknown_number");
    BOOST_TEST(get("/v1/muted").json().at("rows").as_array().empty());
}

BOOST_AUTO_TEST_CASE(failures_of_a_number_are_shown_with_its_person_and_forgotten_by_hand)
{
    defaults.give_up_after = 2;
    post("/v1/people", R"({"number":"+218912345678"})");
    BOOST_TEST(get("/v1/people/+218912345678").json().at("failed").is_null());
    const auto fail = [now = clock.now()](Connection& db) { note_failure(db, number_of_all, "cms_1", now); };
    in_store(fail);
    BOOST_TEST(!get("/v1/unreachable").json().at("rows").at(0).at("passed_over").as_bool());
    in_store(fail);
    const auto row = get("/v1/unreachable").json().at("rows").at(0);
    BOOST_TEST(row.at("passed_over").as_bool());
    BOOST_TEST(row.at("number").as_string() == number_of_all);
    BOOST_TEST(row.at("failures").as_int64() == 2);
    const auto failed = get("/v1/people/+218912345678").json().at("failed");
    BOOST_TEST(failed.at("times").as_int64() == 2);
    BOOST_TEST(failed.at("code").as_string() == "cms_1");
    BOOST_TEST(get("/v1/people").json().at("rows").at(0).at("failed") == failed);
    BOOST_TEST(call(Verb::delete_, "/v1/unreachable/0912345678").status == 204u);
    BOOST_TEST(call(Verb::delete_, "/v1/unreachable/0912345678").error() == "unknown_number");
}

BOOST_AUTO_TEST_SUITE_END()
