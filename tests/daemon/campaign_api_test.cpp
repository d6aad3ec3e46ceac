#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace nida::daemon;

namespace
{
std::string avoiding(const std::string& names)
{
    return R"({"audience":{"all":true},"texts":[{"text":"hello"}],"avoid":)" + names + "}";
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(campaign_api, ApiFixture)

BOOST_AUTO_TEST_CASE(a_campaign_avoids_calendars_that_there_are_and_an_unknown_name_is_told_them)
{
    for (const auto* name : {"exams", "friday-prayer"})
        defaults.calendars.push_back(std::make_shared<const Calendar>(Calendar{name, {}}));
    const auto check = [](const Answer& refused, const std::string& name) {
        BOOST_TEST(refused.status == 422u);
        BOOST_TEST(refused.error() == "bad_campaign");
        BOOST_TEST(refused.message() == "there is no calendar \"" + name + "\" to avoid");
    };
    const auto refused = post("/v1/campaigns", avoiding(R"(["friday"])"));
    check(refused, "friday");
    BOOST_TEST(refused.hint().starts_with("there are: exams, friday-prayer;"), refused.hint());

    BOOST_TEST(post("/v1/campaigns", avoiding(R"(["friday-prayer"])")).status == 201u);
    BOOST_TEST(get("/v1/campaigns/1").json().at("definition").at("avoid") ==
               boost::json::parse(R"(["friday-prayer"])"));
    check(call(Verb::patch, "/v1/campaigns/1", avoiding(R"(["exams", "ramadan"])")), "ramadan");
    BOOST_TEST(call(Verb::patch, "/v1/campaigns/1", avoiding(R"(["exams"])")).status == 200u);

    BOOST_TEST(post("/v1/people", R"({"number":"+218911111111"})").status == 201u);
    const auto all = std::exchange(defaults.calendars, {});
    check(post("/v1/campaigns/1/submit"), "exams"); // gone since it was drafted
    defaults.calendars = all;
    BOOST_TEST(post("/v1/campaigns/1/submit").json().at("state") == "running");
}

BOOST_AUTO_TEST_SUITE_END()
