#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;

namespace
{

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr auto groups = R"({"rows": [
    {"name": "members", "rule": null, "open": false, "confirm": false, "words": [], "people": 40},
    {"name": "health", "rule": null, "open": true, "confirm": true, "words": ["sante", "صحة"], "people": 3},
    {"name": "sfax", "rule": "field city is Sfax", "open": false, "confirm": false, "words": [], "people": null}]})";
constexpr auto sfax = R"({"name": "sfax", "rule": "field city is Sfax", "open": false, "confirm": false, "words": []})";

Answer daemon_with_groups(const Asked& asked) { return {200, asked.method == "GET" ? groups : sfax}; }

} // namespace

BOOST_AUTO_TEST_SUITE(group_commands)

BOOST_AUTO_TEST_CASE(groups_show_rules_words_and_who_can_join)
{
    ApiServer server{daemon_with_groups};
    const auto ran = run_nida(server.socket(), {"groups"});
    for (const auto* shown : {"field city is Sfax", "sante", "asked once more", "40"})
        BOOST_TEST(has(ran.out, shown), shown);
}

BOOST_AUTO_TEST_CASE(a_group_is_set_only_as_was_said)
{
    const std::pair<std::vector<std::string>, const char*> cases[] = {
        {{"--open", "--confirm", "--word", "a", "--word", "b"},
         R"({"open": true, "confirm": true, "words": ["a", "b"]})"},
        {{"--closed", "--no-confirm", "--no-words"}, R"({"open": false, "confirm": false, "words": []})"},
        {{"--no-rule"}, R"({"rule": ""})"},
        {{"--rule", "field city is Sfax"}, R"({"rule": "field city is Sfax"})"},
        {{}, "{}"},
    };
    for (const auto& [more, body] : cases) {
        ApiServer server{daemon_with_groups};
        std::vector<std::string> arguments{"groups", "set", "a/b"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto ran = run_nida(server.socket(), arguments);
        BOOST_TEST(ran.code == EX_OK, ran.err);
        BOOST_TEST(server.asked().back().method + server.asked().back().target == "PUT/v1/groups/a%2Fb");
        BOOST_TEST(json::parse(server.asked().back().body) == json::parse(body));
    }
}

BOOST_AUTO_TEST_CASE(a_list_of_people_is_not_lost_to_a_rule_unasked)
{
    ApiServer server{daemon_with_groups};
    const auto kept = run_nida(server.socket(), {"groups", "set", "health", "--rule", "everyone"}, {"n\n", true});
    BOOST_TEST(has(kept.err, "a list of 3 people"));
    BOOST_TEST(server.asked().size() == 1U);
    ApiServer other{daemon_with_groups};
    BOOST_TEST(run_nida(other.socket(), {"groups", "set", "health", "--rule", "everyone", "--yes"}).code == EX_OK);
    BOOST_TEST(other.asked().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_place_of_an_error_in_a_groups_rule_is_marked)
{
    ApiServer server{[](const Asked& asked) {
        if (asked.method == "GET") return Answer{200, groups};
        return Answer{
            422, R"({"error": {"code": "bad_value", "message": "column 7: no field is called vile", "hint": "h"}})"};
    }};
    const auto ran = run_nida(server.socket(), {"groups", "set", "x", "--rule", "field vile is é"});
    BOOST_TEST(ran.code == EX_DATAERR);
    BOOST_TEST(has(ran.err, "  field vile is é\n        ^\n"), ran.err);
}

BOOST_AUTO_TEST_CASE(groups_and_fields_are_removed_when_somebody_says_yes)
{
    for (const auto* what : {"groups", "fields"}) {
        ApiServer server{[](const Asked&) { return Answer{204, ""}; }};
        BOOST_TEST(run_nida(server.socket(), {what, "remove", "x"}).code == EX_USAGE);
        BOOST_TEST(run_nida(server.socket(), {what, "remove", "x"}, {"n\n", true}).code == EX_OK);
        BOOST_TEST(run_nida(server.socket(), {what, "remove", "x", "--yes"}).code == EX_OK);
        BOOST_TEST(server.asked().size() == 1U);
        BOOST_TEST(server.asked().back().method + server.asked().back().target ==
                   std::string{"DELETE/v1/"} + what + "/x");
    }
}

BOOST_AUTO_TEST_CASE(fields_are_listed_and_made)
{
    ApiServer server{[](const Asked& asked) {
        constexpr auto skill = R"({"name": "skill", "kind": "choice", "choices": ["nurse", "driver"]})";
        return Answer{200, asked.method == "GET" ? std::string{R"({"rows": [)"} + skill + "]}" : skill};
    }};
    BOOST_TEST(has(run_nida(server.socket(), {"fields"}).out, "nurse, driver"));
    const auto ran = run_nida(
        server.socket(), {"fields", "add", "skill", "--kind", "choice", "--choice", "nurse", "--choice", "driver"});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(server.asked().back().method + server.asked().back().target == "PUT/v1/fields/skill");
    BOOST_TEST(json::parse(server.asked().back().body) ==
               json::parse(R"({"kind": "choice", "choices": ["nurse", "driver"]})"));
    run_nida(server.socket(), {"fields", "add", "city"});
    BOOST_TEST(json::parse(server.asked().back().body) == json::parse(R"({"kind": "text"})"));
}

BOOST_AUTO_TEST_CASE(a_broadcast_may_go_by_a_rule)
{
    ApiServer server{[](const Asked& asked) {
        if (asked.target == "/v1/broadcasts/preview") return Answer{200, R"({"recipients": 3})"};
        return Answer{201, R"({"campaign": 7, "recipients": 3})"};
    }};
    const auto ran =
        run_nida(server.socket(), {"broadcast", "--rule", "language is ar", "--text", "x", "--yes", "--detach"});
    BOOST_TEST(ran.out == "7\n");
    for (const auto& asked : server.asked())
        BOOST_TEST(json::parse(asked.body) == json::parse(R"({"text": "x", "rule": "language is ar"})"));
}

BOOST_AUTO_TEST_SUITE_END()
