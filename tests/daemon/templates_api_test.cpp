#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

BOOST_FIXTURE_TEST_SUITE(templates_api, ApiFixture)

BOOST_AUTO_TEST_CASE(a_template_is_kept_found_listed_and_removed)
{
    const auto kept = boost::json::parse(
        R"({"name": "Call", "texts": [{"language": "ar", "text": "اجتماع"}, {"text": "Meeting, {name|friend}"}]})");
    const auto set = call(Verb::put, "/v1/templates/Call",
                          R"({"texts": [{"language": "ar", "text": "اجتماع"}, {"text": "Meeting, {name|friend}"}]})");
    BOOST_TEST(set.status == 200u);
    BOOST_TEST(set.json() == kept);
    BOOST_TEST(get("/v1/templates/call").json() == kept);
    BOOST_TEST(get("/v1/templates").json().at("rows").as_array().size() == 1u);
    BOOST_TEST(call(Verb::delete_, "/v1/templates/CALL").status == 204u);
    BOOST_TEST(get("/v1/templates/Call").error() == "unknown_template");
    BOOST_TEST(call(Verb::delete_, "/v1/templates/Call").error() == "unknown_template");
}

BOOST_AUTO_TEST_CASE(texts_that_no_campaign_could_have_are_not_kept)
{
    for (const auto* body : {R"({"texts": []})", R"({})", R"({"texts": [{"text": "{"}]})",
                             R"({"texts": [{"text": ""}]})", R"({"texts": [{"text": "a"}, {"text": "b"}]})"})
        BOOST_TEST(call(Verb::put, "/v1/templates/x", body).error() == "bad_campaign", body);
    BOOST_TEST(call(Verb::put, "/v1/templates/x", R"({"texts": [{"language": "xx", "text": "a"}]})").error() ==
               "bad_value");
    BOOST_TEST(call(Verb::put, "/v1/templates/x", R"({"texts": [{"text": "a"}], "audience": {}})").error() ==
               "bad_request");
    BOOST_TEST(call(Verb::put, "/v1/templates/x", "[]").status == 400u);
    BOOST_TEST(get("/v1/templates").json().at("rows").as_array().empty());
}

BOOST_AUTO_TEST_SUITE_END()
