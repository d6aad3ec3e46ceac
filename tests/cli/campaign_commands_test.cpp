#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;

namespace
{

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr auto preview = R"({"recipients": 1200, "segments_total": 1480, "most_segments": 2,
    "by_language": {"ar": 900, "fr": 300}, "by_operator": {"libyana": 800, "": 400},
    "by_line": {"libyana-1": 1100, "": 100}, "by_alphabet": {"gsm7": 300, "ucs2": 900}, "by_variant": {},
    "excluded": {"left": 3, "unreachable": 5}, "cost": {"LYD": 12.5, "TND": 0.015}, "unpriced_segments": 40,
    "forcing_ucs2": ["«"], "seconds": 2460,
    "samples": [{"number": "+218912345678", "language": "fr", "variant": "", "text": "Salut Amal", "segments": 1}]})";

std::string campaign(const std::string& state, const std::string& more = "")
{
    return R"({"id": 7, "name": "call", "state": ")" + state +
           R"(", "audience": "group members", "text": "Salam", "priority": "campaign", "created_at": "x", "actor": "amal",
              "recipients": 3, "counts": {}, "filling": false, "done": false,
              "definition": {"name": "call", "audience": {"groups": ["members"], "rule": "everyone"},
                             "texts": [{"language": "ar", "text": "a"}, {"language": "fr", "text": "b"}],
                             "priority": "campaign", "at": "2026-12-01 18:00", "per_minute": 30,
                             "avoid": ["friday-prayer", "exams"]})" +
           more + "}";
}

/// A daemon with campaign 7 in this state; what changes it brings it into the state `then`.
Answer with_campaign(const Asked& asked, const std::string& state, const std::string& then = "running")
{
    if (asked.target.ends_with("/preview")) return {200, preview};
    if (asked.target.ends_with("/recipients")) return {200, R"({"campaign": 7, "listed": 2})"};
    if (asked.method == "GET") return {200, campaign(state)};
    return {asked.target == "/v1/campaigns" ? 201U : 200U, campaign(then)};
}

std::vector<std::string> requests(const ApiServer& server)
{
    std::vector<std::string> all;
    for (const auto& asked : server.asked())
        all.push_back(asked.method + ' ' + asked.target);
    return all;
}

json::value body(const ApiServer& server, const std::string& request)
{
    for (const auto& asked : server.asked())
        if (asked.method + ' ' + asked.target == request) return json::parse(asked.body);
    return nullptr;
}

} // namespace

BOOST_AUTO_TEST_SUITE(campaign_commands)

BOOST_AUTO_TEST_CASE(a_draft_is_all_that_was_said_of_it)
{
    ApiServer server{[](const Asked& asked) { return with_campaign(asked, "draft"); }};
    const auto ran = run_nida(server.socket(), {"campaign",
                                                "new",
                                                "--name",
                                                "call",
                                                "--group",
                                                "a",
                                                "--group",
                                                "b",
                                                "--rule",
                                                "everyone",
                                                "--except-group",
                                                "staff",
                                                "--except-rule",
                                                "language is fr",
                                                "--except",
                                                "0912",
                                                "--text-in",
                                                "ar=x=y",
                                                "--variant",
                                                "fr/A:3=one",
                                                "--variant",
                                                "fr/B=two",
                                                "--no-merge",
                                                "--priority",
                                                "alert",
                                                "--at",
                                                "2026-12-01 18:00",
                                                "--zone",
                                                "recipient",
                                                "--repeat",
                                                "FREQ=DAILY",
                                                "--spread",
                                                "1h 30min",
                                                "--per-minute",
                                                "20",
                                                "--avoid",
                                                "friday-prayer",
                                                "--avoid",
                                                "exams",
                                                "--valid",
                                                "2d",
                                                "--id",
                                                "key"});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(ran.out == "7\n");
    BOOST_TEST(has(ran.err, "nida campaign send 7"));
    BOOST_TEST(body(server, "POST /v1/campaigns") == json::parse(R"({
        "name": "call", "audience": {"groups": ["a", "b"], "rule": "everyone"},
        "except": {"groups": ["staff"], "rule": "language is fr", "numbers": ["0912"]},
        "texts": [{"language": "ar", "text": "x=y"}, {"language": "fr", "variant": "A", "share": 3, "text": "one"},
                  {"language": "fr", "variant": "B", "text": "two"}],
        "merges": false, "priority": "alert", "at": "2026-12-01 18:00", "zone": "recipient", "repeat": "FREQ=DAILY",
        "spread_minutes": 90, "per_minute": 20, "avoid": ["friday-prayer", "exams"],
        "validity_minutes": 2880, "id": "key"})"));
}

BOOST_AUTO_TEST_CASE(an_option_of_a_part_of_the_ladder_that_is_not_there_is_refused)
{
    ApiServer server{[](const Asked& asked) { return with_campaign(asked, "draft"); }};
    const auto ran = run_nida(server.socket(), {"campaign", "new", "--all", "--priority", "alert", "--text", "x",
                                                "--escalate-every", "1min"});
    BOOST_TEST(ran.code == EX_USAGE);
    BOOST_TEST(has(ran.err, "--escalate-every does nothing without --escalate-to"));
    BOOST_TEST(server.asked().empty());
}

BOOST_AUTO_TEST_CASE(a_preview_says_who_gets_it_at_what_cost_and_how_long_it_takes)
{
    ApiServer server{[](const Asked& asked) { return with_campaign(asked, "draft"); }};
    const auto ran = run_nida(server.socket(), {"campaign", "preview", "7"});
    BOOST_TEST(ran.code == EX_OK);
    for (const auto* shown :
         {"1200", "not reachable 5, left 3", "ar 900, fr 300", "libyana 800, not known 400", "libyana-1 1100, any 100",
          "1480 in total, at most 2 a message", "«", "12.50 LYD", "0.015 TND", "40", "about 41 min", "Salut Amal"})
        BOOST_TEST(has(ran.out, shown), shown << " in " << ran.out);
    const auto as_json = run_nida(server.socket(), {"campaign", "preview", "7", "--json"});
    BOOST_TEST(json::parse(as_json.out) == json::parse(preview));
}

BOOST_AUTO_TEST_CASE(a_draft_that_has_no_preview_yet_is_there_all_the_same)
{
    ApiServer server{[](const Asked& asked) {
        if (!asked.target.ends_with("/preview")) return with_campaign(asked, "draft");
        return Answer{422,
                      R"({"error": {"code": "bad_campaign", "message": "it has no text", "hint": "give it one"}})"};
    }};
    const auto ran = run_nida(server.socket(), {"campaign", "new", "--all"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out == "7\n");
    BOOST_TEST(has(ran.err, "it has no text"));
}

BOOST_AUTO_TEST_CASE(a_list_goes_in_pieces_with_its_columns_and_says_by_line_what_was_refused)
{
    std::string csv = "Téléphone;Prénom;bus\n0912000001;Amal;12\nnobody;Salem;3\n0912000002;;\n";
    for (int i = 0; i < 999; ++i)
        csv += std::to_string(913'000'000 + i) + ";;\n";
    const TemporaryFile file{csv};
    bool complained = false;
    ApiServer server{[&](const Asked& asked) {
        if (!asked.target.ends_with("/recipients") || complained) return with_campaign(asked, "draft");
        complained = true;
        return Answer{422, R"({"error": {"code": "bad_number", "message": "recipient 2: not a number", "hint": "x"}})"};
    }};
    const auto ran =
        run_nida(server.socket(), {"campaign", "new", "--numbers", file.path(), "--text", "{Prénom}: bus {bus}"});
    BOOST_TEST(ran.code == EX_DATAERR);
    BOOST_TEST(ran.out == "7\n");
    BOOST_TEST(has(ran.err, ":3: "), ran.err);
    BOOST_TEST(has(ran.err, ":4: not a number"), ran.err);
    BOOST_TEST(has(ran.err, "refused: 2"));
    const auto made = body(server, "POST /v1/campaigns");
    BOOST_TEST(made.at("audience").at("listed").as_bool());
    std::vector<std::size_t> sizes;
    for (const auto& asked : server.asked())
        if (asked.target == "/v1/campaigns/7/recipients") sizes.push_back(json::parse(asked.body).as_array().size());
    BOOST_TEST(sizes == (std::vector<std::size_t>{1000, 999, 1}), boost::test_tools::per_element());
    const auto first = json::parse(server.asked().at(1).body).at(0);
    BOOST_TEST(first == json::parse(R"({"number": "0912000001", "bus": "12", "Prénom": "Amal", "name": "Amal"})"));
}

BOOST_AUTO_TEST_CASE(an_edit_changes_what_is_given_and_takes_away_what_is_empty)
{
    ApiServer server{[](const Asked& asked) { return with_campaign(asked, "draft", "draft"); }};
    const auto ran =
        run_nida(server.socket(), {"campaign", "edit", "7", "--text-in", "fr=c", "--text-in",
                                   "ar=", "--rule=", "--at=", "--avoid", "", "--per-minute", "0", "--all"});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(body(server, "PATCH /v1/campaigns/7") == json::parse(R"({
        "name": "call", "audience": {"groups": ["members"], "all": true},
        "texts": [{"language": "fr", "text": "c"}], "priority": "campaign"})"));
}

BOOST_AUTO_TEST_CASE(a_new_list_takes_the_place_of_the_old_one)
{
    const TemporaryFile file{"number,bus\n0912000001,12\n"};
    ApiServer server{[](const Asked& asked) { return with_campaign(asked, "draft", "draft"); }};
    run_nida(server.socket(), {"campaign", "edit", "7", "--numbers", file.path()});
    const auto all = requests(server);
    BOOST_TEST_REQUIRE(all.size() >= 4U);
    BOOST_TEST(all[1] == "DELETE /v1/campaigns/7/recipients");
    BOOST_TEST(all[2] == "PATCH /v1/campaigns/7");
    BOOST_TEST(all[3] == "POST /v1/campaigns/7/recipients");
    BOOST_TEST(json::parse(server.asked()[2].body).at("audience").at("listed").as_bool());
}

BOOST_AUTO_TEST_CASE(a_campaign_goes_only_after_a_yes_and_says_what_becomes_of_it)
{
    const std::pair<const char*, const char*> states[] = {
        {"running", "on its way"}, {"waiting", "nida campaign approve 7"}, {"scheduled", "2026-12-01 17:00"}};
    for (const auto& [state, said] : states) {
        ApiServer server{[&, then = state](const Asked& asked) {
            if (!asked.target.ends_with("/submit")) return with_campaign(asked, "draft");
            return Answer{200, campaign(then, R"(, "due_at": "2026-12-01T17:00:00.000000Z")")};
        }};
        const auto kept = run_nida(server.socket(), {"campaign", "send", "7"}, {"n\n", true});
        BOOST_TEST(kept.code == EX_OK);
        BOOST_TEST(has(kept.err, "Nothing was sent"));
        BOOST_TEST(run_nida(server.socket(), {"campaign", "send", "7"}).code == EX_USAGE);
        const auto sent = run_nida(server.socket(), {"campaign", "send", "7"}, {"y\n", true});
        BOOST_TEST(sent.code == EX_OK);
        BOOST_TEST(has(sent.err, "about 41 min"));
        BOOST_TEST(has(sent.err, said), sent.err);
        BOOST_TEST(requests(server).back() == "POST /v1/campaigns/7/submit");
    }
}

BOOST_AUTO_TEST_CASE(a_second_person_sees_it_before_they_approve_it)
{
    ApiServer server{[](const Asked& asked) {
        if (!asked.target.ends_with("/approve")) return with_campaign(asked, "waiting");
        return Answer{403, R"({"error": {"code": "second_person", "message": "a second person", "hint": "ask"}})"};
    }};
    const auto ran = run_nida(server.socket(), {"campaign", "approve", "7"}, {"y\n", true});
    BOOST_TEST(ran.code == EX_NOPERM);
    BOOST_TEST(has(ran.err, "Salut Amal"));
    BOOST_TEST(has(ran.err, "a second person has to do this"));
}

BOOST_AUTO_TEST_CASE(states_are_changed_by_their_commands)
{
    const std::pair<std::vector<std::string>, const char*> cases[] = {{{"refuse", "7", "--why", "no"}, "refuse"},
                                                                      {{"pause", "7"}, "pause"},
                                                                      {{"resume", "7"}, "resume"},
                                                                      {{"cancel", "7"}, "cancel"}};
    for (const auto& [words, path] : cases) {
        ApiServer server{[](const Asked& asked) { return with_campaign(asked, "running", "paused"); }};
        std::vector<std::string> arguments{"campaign"};
        arguments.insert(arguments.end(), words.begin(), words.end());
        const auto ran = run_nida(server.socket(), arguments);
        BOOST_TEST(ran.code == EX_OK, ran.err);
        BOOST_TEST(requests(server).back() == std::string{"POST /v1/campaigns/7/"} + path);
    }
    ApiServer server{[](const Asked& asked) { return with_campaign(asked, "running", "paused"); }};
    BOOST_TEST(has(run_nida(server.socket(), {"campaign", "pause", "7"}).err, "nida campaign resume 7"));
}

BOOST_AUTO_TEST_CASE(a_test_goes_to_one_number_in_the_language_asked_for)
{
    ApiServer server{[](const Asked&) { return Answer{201, R"({"message": 12, "text": "Salam"})"}; }};
    const auto ran = run_nida(server.socket(), {"campaign", "test", "7", "0912345678", "--language", "ar"});
    BOOST_TEST(has(ran.out, "Message 12 is queued: Salam"));
    BOOST_TEST(body(server, "POST /v1/campaigns/7/test") == json::parse(R"({"to": "0912345678", "language": "ar"})"));
}

BOOST_AUTO_TEST_CASE(those_whom_it_did_not_reach_become_a_draft_that_is_shown)
{
    ApiServer server{[](const Asked& asked) { return with_campaign(asked, "draft", "draft"); }};
    const auto ran = run_nida(server.socket(), {"campaign", "resend", "7"});
    BOOST_TEST(ran.out == "7\n");
    BOOST_TEST(has(ran.err, "Salut Amal"));
    BOOST_TEST(requests(server).front() == "POST /v1/campaigns/7/resend");
}

BOOST_AUTO_TEST_CASE(calls_that_were_given_up_are_shown_where_there_are_any)
{
    const auto shown = [](int given_up, const std::string& locale) {
        const auto ladder = R"(, "acknowledged": 0, "ladder": {"flash": false, "repeats": 0, "rung": 2, "to_ring": 0,
            "given_up": )" + std::to_string(given_up) +
                            R"(, "next_at": null, "until": "x", "escalation": null})";
        ApiServer server{[&ladder](const Asked&) { return Answer{200, campaign("running", ladder)}; }};
        return run_nida(server.socket(), {"campaign", "show", "7"}, {}, locale).out;
    };
    BOOST_TEST(has(shown(1, "C"), "Could not be called: 1\n"));
    BOOST_TEST(has(shown(1, "fr_FR.UTF-8"), "N'ont pas pu être appelés : 1\n"));
    BOOST_TEST(has(shown(1, "ar_TN.UTF-8"), "لم يمكن الاتصال بهم: "));
    BOOST_TEST(!has(shown(0, "C"), "Could not be called"));
}

BOOST_AUTO_TEST_CASE(who_follows_sees_that_it_was_paused_and_how_it_ends)
{
    int polls = 0;
    const auto under_way = [](const char* state) {
        return Answer{200,
                      R"({"id": 7, "recipients": 3, "done": false, "counts": {"sent": 1, "queued": 2}, "state": ")" +
                          std::string{state} + "\"}"};
    };
    ApiServer server{[&](const Asked&) {
        switch (++polls) {
        case 1: return under_way("running");
        case 2: return under_way("paused");
        default:
            return Answer{200, R"({"id": 7, "state": "done", "recipients": 3, "done": true,
                                   "counts": {"sent": 1, "delivered": 1, "undelivered": 1}})"};
        }
    }};
    const auto ran = run_nida(server.socket(), {"campaign", "show", "7", "--follow"});
    BOOST_TEST(ran.code == EX_UNAVAILABLE);
    for (const auto* shown :
         {"1/3", "remaining 2", "Campaign 7: paused", "nida campaign resume 7", "Campaign 7: done", "3/3"})
        BOOST_TEST(has(ran.err, shown), shown << " in " << ran.err);
    BOOST_TEST(has(ran.out, "Total"));
}

BOOST_AUTO_TEST_CASE(the_list_has_names_and_states)
{
    ApiServer server{[](const Asked&) {
        return Answer{200, R"({"rows": [)" + campaign("paused") + R"(], "more": false})"};
    }};
    for (const auto* command : {"campaigns", "campaign"}) {
        const auto ran = run_nida(server.socket(), {command});
        BOOST_TEST(has(ran.out, "call"));
        BOOST_TEST(has(ran.out, "paused"));
    }
}

BOOST_AUTO_TEST_CASE(a_broadcast_that_waits_says_who_is_to_do_what)
{
    ApiServer server{[](const Asked& asked) {
        if (asked.target.ends_with("/preview")) return Answer{200, R"({"recipients": 3, "segments": 1})"};
        return Answer{201, R"({"campaign": 9, "state": "waiting", "recipients": 3, "segments_total": 3})"};
    }};
    const auto ran = run_nida(server.socket(), {"broadcast", "--all", "--text", "x", "--yes"});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(ran.out == "9\n");
    BOOST_TEST(has(ran.err, "nida campaign approve 9"));
}

BOOST_AUTO_TEST_CASE(templates_are_kept_shown_used_and_removed)
{
    constexpr auto kept =
        R"({"name": "call", "texts": [{"language": "ar", "text": "a"}, {"language": "fr", "text": "b"}]})";
    ApiServer server{[&](const Asked& asked) {
        if (asked.method == "DELETE") return Answer{204, ""};
        if (asked.target == "/v1/templates") return Answer{200, std::string{R"({"rows": [)"} + kept + "]}"};
        if (asked.target.starts_with("/v1/templates")) return Answer{200, kept};
        return with_campaign(asked, "draft");
    }};
    run_nida(server.socket(), {"template", "set", "call", "--text-in", "ar=a", "--text-in", "fr=b"});
    BOOST_TEST(body(server, "PUT /v1/templates/call") ==
               json::parse(R"({"texts": [{"language": "ar", "text": "a"}, {"language": "fr", "text": "b"}]})"));
    BOOST_TEST(has(run_nida(server.socket(), {"templates"}).out, "call"));
    BOOST_TEST(run_nida(server.socket(), {"template", "remove", "call"}).code == EX_OK);
    run_nida(server.socket(), {"campaign", "new", "--all", "--template", "call", "--text-in", "fr=other"});
    BOOST_TEST(body(server, "POST /v1/campaigns").at("texts") ==
               json::parse(R"([{"language": "ar", "text": "a"}, {"language": "fr", "text": "other"}])"));
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_told_before_anybody_is_asked)
{
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"campaign", "new", "--group", ""},
             {"campaign", "new", "--text-in", "ar"},
             {"campaign", "new", "--text-in", "ar="},
             {"campaign", "new", "--variant", "A:0=x"},
             {"campaign", "new", "--variant", "/A=x"},
             {"campaign", "new", "--variant", "x"},
             {"campaign", "new", "--spread", "2"},
             {"campaign", "new", "--valid", "soon"},
             {"campaign", "new", "--priority", "reply"},
             {"campaign", "send"},
             {"campaign", "test", "7"},
             {"template", "set", ""},
         })
        BOOST_TEST(run_nida("/nowhere", arguments).code == EX_USAGE, arguments.back());
}

BOOST_AUTO_TEST_SUITE_END()
