#include "daemon/people/people.hpp"
#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

BOOST_FIXTURE_TEST_SUITE(people_api, ApiFixture)

BOOST_AUTO_TEST_CASE(people_are_added_shown_and_erased)
{
    BOOST_TEST(
        post("/v1/people", R"({"number":"091 234 5678","name":" Amal ","language":"AR","groups":["medics"]})").status ==
        201u);
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","groups":["drivers"]})").status == 200u);
    const auto person = get("/v1/people/%2B218912345678").json();
    BOOST_TEST(person.at("name").as_string() == "Amal");
    BOOST_TEST(person.at("language").as_string() == "ar");
    BOOST_TEST(person.at("groups") == boost::json::parse(R"(["drivers","medics"])"));
    BOOST_TEST(person.at("consents").as_array().size() == 2u);
    BOOST_TEST(get("/v1/groups").json().at("rows").as_array().size() == 2u);
    BOOST_TEST(get("/v1/people?group=medics").json().at("rows").as_array().size() == 1u);

    BOOST_TEST(call(Verb::delete_, "/v1/groups/members").error() == "bad_group"); // who joins is in it
    const auto erased = call(Verb::delete_, "/v1/people/+218912345678");
    BOOST_TEST(erased.status == 204u);
    BOOST_TEST(erased.body == "");
    BOOST_TEST(call(Verb::delete_, "/v1/people/+218912345678").error() == "unknown_person");
    BOOST_TEST(post("/v1/people", R"({"number":"1234"})").error() == "bad_number");
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","language":"de"})").error() == "bad_value");
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","language":"de"})").hint() ==
               "accepted: ar, en, fr, or nothing");
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","groups":[" "]})").error() == "bad_value");
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678","groups":"medics"})").error() == "bad_request");
}

BOOST_AUTO_TEST_CASE(nobody_but_themselves_brings_back_who_left)
{
    in_store([now = clock.now()](Connection& db) {
        return People{db}.leave("+218912345678", "STOP", "one", {{}, now});
    });
    BOOST_TEST(post("/v1/people", R"({"number":"+218912345678"})").error() == "left");
    const auto imported =
        post("/v1/people/import", R"({"rows":[{"line":2,"number":"+218912345678","groups":["members"]}]})").json();
    BOOST_TEST(imported.at("left").as_int64() == 1);
    BOOST_TEST(number("SELECT count(*) FROM person") == 0);
    BOOST_TEST(get("/v1/people/+218912345678").hint() == "they left, and nothing else is kept of them");
}

BOOST_AUTO_TEST_CASE(an_import_is_tried_first_and_then_done)
{
    const std::string body = R"({"rows":[
        {"line":2,"number":"0911111111","name":"Amal","language":"ar","groups":["medics"]},
        {"line":3,"number":"nobody","name":"","language":"","groups":[]},
        {"line":4,"number":"+218911111111","name":"","language":"","groups":["drivers"]},
        {"line":5,"number":"+218911111111","name":"","language":"","groups":[]}]})";
    const auto expected = boost::json::parse(R"({"added":1,"updated":1,"unchanged":1,"left":0})").as_object();
    for (const char* target : {"/v1/people/import?dry_run=1", "/v1/people/import"}) {
        const auto summary = post(target, body).json().as_object();
        for (const auto& field : expected)
            BOOST_TEST(summary.at(field.key()) == field.value(), field.key());
        BOOST_TEST(summary.at("rejected_count").to_number<int>() == 1);
        BOOST_TEST(summary.at("rejected").as_array()[0].at("line").as_int64() == 3);
        const bool dry = std::string_view{target}.ends_with('1');
        BOOST_TEST(number("SELECT count(*) FROM person") == (dry ? 0 : 1));
        BOOST_TEST(number("SELECT count(*) FROM people_group") == (dry ? 0 : 2));
    }
    BOOST_TEST(post("/v1/people/import", R"({"rows":1})").error() == "bad_request");
}

BOOST_AUTO_TEST_SUITE_END()
