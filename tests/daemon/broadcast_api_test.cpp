#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

BOOST_FIXTURE_TEST_SUITE(broadcast_api, ApiFixture)

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
    BOOST_TEST(started.json() ==
               boost::json::parse(R"({"campaign":1,"state":"running","recipients":3,"segments_total":3})"));
    BOOST_TEST(lines.woken > 0);

    auto polling = connected();
    std::optional<Answer> polled;
    boost::asio::co_spawn(loop, exchange(polling, Verb::get, "/v1/campaigns/1?wait=60", {}),
                          [&](std::exception_ptr, Answer answer) { polled = answer; });
    BOOST_TEST(get("/v1/campaigns/1").json().at("counts") == boost::json::parse(R"({"queued":3})"));
    BOOST_TEST(!polled);
    BOOST_TEST(post("/v1/campaigns/1/cancel").json().at("done").as_bool());
    while (!polled)
        loop.run_one();
    BOOST_TEST(polled->json().at("state") == "cancelled");
    BOOST_TEST(get("/v1/campaigns/1").json().at("counts") == boost::json::parse(R"({"cancelled":3})"));
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
    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"text":" \n "})").error() == "bad_text");
    BOOST_TEST(post("/v1/campaigns/1/cancel").error() == "unknown_campaign");
    BOOST_TEST(lines.woken == 0);
}

BOOST_AUTO_TEST_CASE(a_broadcast_whose_answer_was_lost_is_asked_for_again_under_its_id_and_queued_once)
{
    for (const char* person : {R"({"number":"+218911111111"})", R"({"number":"+218912222222"})"})
        BOOST_TEST(post("/v1/people", person).status == 201u);
    const std::string body = R"({"all":true,"text":"hello","id":"monday"})";
    BOOST_TEST(post("/v1/broadcasts/preview", body).status == 200u);
    const auto first = post("/v1/broadcasts", body);
    BOOST_TEST(first.status == 201u);
    // Who comes to be known meanwhile belongs to no campaign of before.
    BOOST_TEST(post("/v1/people", R"({"number":"+218913333333"})").status == 201u);
    const auto again = post("/v1/broadcasts", body);
    BOOST_TEST(again.status == 200u);
    BOOST_TEST(again.json() == first.json());
    BOOST_TEST(number("SELECT count(*) FROM message") == 2);

    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"text":"other","id":"monday"})").error() == "key_reused");
    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"text":"hello","id":"monday","priority":"alert"})").error() ==
               "key_reused");
    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"text":"hello","id":""})").error() == "bad_value");
    BOOST_TEST(post("/v1/broadcasts", R"({"all":true,"text":"hello","id":"tuesday"})").json().at("recipients") == 3);
}

BOOST_AUTO_TEST_SUITE_END()
