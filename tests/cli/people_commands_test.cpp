#include "daemon/people/files/people_file.hpp"
#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;

namespace
{

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr auto amal = R"({"id": 5, "number": "+218912345678", "name": "Amal", "language": "ar", "state": "member",
    "groups": ["members"], "fields": {"city": "Sfax"}, "notes": "speaks sign language", "line": "l1",
    "created_at": "2026-03-01T09:00:00.000000Z", "joined_at": "2026-03-01T09:00:00.000000Z", "left_at": null, "failed": null,
    "former_numbers": [{"number": "+218920000000", "until": "2026-03-02T09:00:00.000000Z"}],
    "left_groups": [{"group": "nurses", "at": "2026-03-03T09:00:00.000000Z"}],
    "consents": [{"at": "2026-03-01T09:00:00.000000Z", "kind": "asked", "words": "JOIN", "line": "l1", "actor": null,
                  "detail": {"line": "l1"}, "sure_clock": true, "audit": 11},
                 {"at": "2026-03-01T09:01:00.000000Z", "kind": "confirmed", "words": "yes", "line": "l1", "actor": null,
                  "detail": {}, "sure_clock": false, "audit": 12},
                 {"at": "2026-03-01T09:02:00.000000Z", "kind": "blessed", "words": null, "line": null, "actor": "user sara",
                  "detail": {}, "sure_clock": true, "audit": 13}]})";

/// The one request that a command makes, and what it printed.
struct Said {
    Ran ran;
    std::string method, target;
    json::value body;
};

Said say(const std::vector<std::string>& arguments, Answer answer, const Input& input = {})
{
    Said said{};
    {
        ApiServer server{[&](const Asked&) { return answer; }};
        said.ran = run_nida(server.socket(), arguments, input);
        BOOST_TEST_REQUIRE(!server.asked().empty(), said.ran.err);
        const auto& last = server.asked().back();
        said.method = last.method;
        said.target = last.target;
        if (!last.body.empty()) said.body = json::parse(last.body);
    }
    return said;
}

} // namespace

BOOST_AUTO_TEST_SUITE(people_commands)

BOOST_AUTO_TEST_CASE(adding_says_notes_and_fields)
{
    const auto said = say({"people", "add", "0912345678", "--name", "Amal", "--note", "n", "--field", "city=Sfax",
                           "--field", "motto=a=b", "--group", "x"},
                          {201, amal});
    BOOST_TEST(said.ran.code == EX_OK, said.ran.err);
    BOOST_TEST(said.method + said.target == "POST/v1/people");
    BOOST_TEST(said.body == json::parse(R"({"number": "0912345678", "name": "Amal", "groups": ["x"], "notes": "n",
                                            "fields": {"city": "Sfax", "motto": "a=b"}})"));
    BOOST_TEST(has(said.ran.out, "Sfax"));
}

BOOST_AUTO_TEST_CASE(editing_says_only_what_changes_and_an_empty_value_takes_away)
{
    const auto said =
        say({"people", "edit", "0912", "--name", "", "--field", "city=", "--into", "a", "--into", "b", "--out-of", "c"},
            {200, amal});
    BOOST_TEST(said.ran.code == EX_OK, said.ran.err);
    BOOST_TEST(said.method + said.target == "PATCH/v1/people/0912");
    BOOST_TEST(said.body == json::parse(R"({"name": "", "fields": {"city": ""}, "into_groups": ["a", "b"],
                                            "out_of_groups": ["c"]})"));
    const auto language = say({"people", "edit", "0912", "--language=", "--note", "n"}, {200, amal});
    BOOST_TEST(language.body == json::parse(R"({"language": "", "notes": "n"})"));
}

BOOST_AUTO_TEST_CASE(a_person_is_shown_with_all_that_is_known_and_words_for_each_kind_of_consent)
{
    const auto said = say({"people", "show", "0912345678"}, {200, amal});
    for (const auto* shown : {"speaks sign language", "Sfax", "l1", "+218920000000", "nurses", "was asked", "said yes",
                              "blessed", "user sara"})
        BOOST_TEST(has(said.ran.out, shown), shown);
}

BOOST_AUTO_TEST_CASE(people_are_searched_and_listed_by_a_rule)
{
    const Answer page{200, R"({"rows": [], "more": false})"};
    BOOST_TEST(say({"people", "search", "amal", "sfax"}, page).target ==
               "/v1/people?limit=1000&search=amal%20sfax&since=0");
    BOOST_TEST(say({"people", "list", "--rule", "language is ar"}, page).target ==
               "/v1/people?limit=1000&rule=language%20is%20ar&since=0");
    BOOST_TEST(say({"people", "--group", "g"}, page).target == "/v1/people?limit=1000&group=g&since=0");
}

BOOST_AUTO_TEST_CASE(the_place_of_an_error_in_a_rule_is_marked_where_the_terminal_shows_it)
{
    const Answer refusal{422, R"({"error": {"code": "bad_rule", "message": "column 12: no language is called klingon",
                                  "hint": "h"}})"};
    const auto plain = say({"people", "list", "--rule", "language = klingon"}, refusal);
    BOOST_TEST(plain.ran.code == EX_DATAERR);
    BOOST_TEST(has(plain.ran.err, "  language = klingon\n             ^\n"), plain.ran.err);
    BOOST_TEST(has(plain.ran.err, "column 12: no language"));
    const auto arabic = say({"people", "list", "--rule", "field المدينة is"}, refusal);
    BOOST_TEST(!has(arabic.ran.err, "^"));
    BOOST_TEST(has(arabic.ran.err, "column 12"));
}

BOOST_AUTO_TEST_CASE(the_history_is_shown_newest_first)
{
    const auto said = say({"people", "history", "0912", "--limit", "3"}, {200, R"({"rows": [
        {"at": "2026-03-01T09:00:00.000000Z", "what": "sent", "text": "Salam", "state": "delivered", "line": "l1", "actor": null},
        {"at": "2026-03-01T08:00:00.000000Z", "what": "received", "text": "JOIN"},
        {"at": "2026-03-01T08:00:00.000000Z", "what": "consent", "kind": "join", "text": "JOIN", "actor": null}],
        "more": true})"});
    BOOST_TEST(said.target == "/v1/people/0912/timeline?limit=3");
    for (const auto* shown : {"Salam", "delivered", "received", "joined"})
        BOOST_TEST(has(said.ran.out, shown), shown);
    BOOST_TEST(has(said.ran.err, "--limit"));
}

BOOST_AUTO_TEST_CASE(a_proof_names_the_row_of_the_audit_behind_each_consent_and_its_hash)
{
    const auto daemon = [](const Asked& asked) {
        if (asked.target.starts_with("/v1/people")) return Answer{200, amal};
        const auto id = asked.target == "/v1/audit?since=10&limit=1"   ? "11"
                        : asked.target == "/v1/audit?since=11&limit=1" ? "12"
                                                                       : "99"; // row 13 is not there
        return Answer{200, std::string{R"({"rows": [{"id": )"} + id + R"(, "hash": "0123456789abcdef0123456789abcdef)" +
                               id + R"("}], "more": true})"};
    };
    ApiServer server{daemon};
    const auto ran = run_nida(server.socket(), {"people", "proof", "0912345678"});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    for (const auto* shown :
         {"Proof of consent", "+218912345678", "Amal", "was asked", "JOIN", "yes", "not sure of the hour",
          "the person, by SMS", "user sara", "11", "0123 4567 89AB CDEF", "2026-03-01T09:01:00"})
        BOOST_TEST(has(ran.out, shown), shown);
    ApiServer again{daemon};
    const auto proof = json::parse(run_nida(again.socket(), {"people", "proof", "0912345678", "--json"}).out);
    BOOST_TEST(proof.at("consents").at(1).at("hash").as_string() == "0123456789abcdef0123456789abcdef12");
    BOOST_TEST(proof.at("consents").at(2).at("hash").as_string().empty());
}

BOOST_AUTO_TEST_CASE(removing_asks_by_name_and_speaks_of_the_list)
{
    ApiServer server{[](const Asked& asked) {
        if (asked.method == "DELETE") return Answer{204, ""};
        return Answer{200, R"({"number": "+2181", "name": "Amal"})"};
    }};
    const auto ran = run_nida(server.socket(), {"people", "remove", "+2181"}, {"yes\n", true});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST(has(ran.err, "+2181 Amal off the list"));
    BOOST_TEST(server.asked().at(1).method == "DELETE");
    BOOST_TEST(server.asked().at(1).target == "/v1/people/%2B2181");
}

BOOST_AUTO_TEST_CASE(erasing_says_that_nothing_brings_it_back_and_what_may_still_hold_the_person)
{
    const auto daemon = [](const Asked& asked) {
        if (asked.method == "GET")
            return Answer{404, R"({"error": {"code": "unknown_person", "message": "m", "hint": "h"}})"};
        return Answer{200, R"({"known": true, "messages": 7, "cancelled": 1, "under_way": 2, "texts": 3, "in_sim": 4,
                               "journal_emptied": false, "copies": ["/mnt/nida-1.backup"]})"};
    };
    ApiServer server{daemon};
    const auto ran = run_nida(server.socket(), {"people", "erase", "0912"}, {"y\n", true});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(has(ran.err, "cannot be undone"));
    BOOST_TEST(server.asked().back().method + server.asked().back().target == "POST/v1/people/0912/erase");
    for (const auto* shown : {"7", "stopped any more: 2", "texts from them: 4", "journal", "/mnt/nida-1.backup"})
        BOOST_TEST(has(ran.out, shown), shown);

    ApiServer other{daemon};
    BOOST_TEST(has(run_nida(other.socket(), {"people", "erase", "0912"}, {"n\n", true}).err, "Nothing was erased"));
    BOOST_TEST(other.asked().size() == 1U);
    const auto without =
        say({"people", "erase", "0912", "--yes"}, {200, R"({"known": false, "journal_emptied": true})"});
    BOOST_TEST(has(without.ran.err, "Nothing was known"));
}

BOOST_AUTO_TEST_CASE(numbers_change_and_entries_are_merged)
{
    const auto renumbered = say({"people", "renumber", "0912", "0922"}, {200, amal});
    BOOST_TEST(renumbered.method + renumbered.target == "POST/v1/people/0912/renumber");
    BOOST_TEST(renumbered.body == json::parse(R"({"to": "0922"})"));
    BOOST_TEST(has(renumbered.ran.out, "+218920000000"));
    const auto merged = say({"people", "merge", "0912", "0922"}, {200, amal}, {"y\n", true});
    BOOST_TEST(merged.method + merged.target == "POST/v1/people/0912/merge");
    BOOST_TEST(merged.body == json::parse(R"({"into": "0922"})"));
    BOOST_TEST(has(merged.ran.err, "cannot be undone"));
    BOOST_TEST(say({"people", "merge", "0912", "0922"}, {200, amal}, {"n\n", true}).method == "GET");
}

BOOST_AUTO_TEST_CASE(imports_are_listed_and_taken_back)
{
    const Answer page{200,
                      R"({"rows": [{"id": 4, "at": "2026-03-01T09:00:00.000000Z", "actor": "user sara", "name": "l.csv",
        "basis": "signed", "state": "done", "added": 5, "updated": 6, "unchanged": 7, "refused": 8}], "more": false})"};
    const auto listed = say({"people", "imports"}, page);
    BOOST_TEST(listed.target == "/v1/imports?limit=1000&since=0");
    for (const auto* shown : {"l.csv", "signed", "done", "user sara"})
        BOOST_TEST(has(listed.ran.out, shown), shown);

    const auto daemon = [&](const Asked& asked) {
        if (asked.method == "GET") return page;
        return Answer{200, R"({"removed": 5, "restored": 6, "kept": ["+2181"]})"};
    };
    ApiServer server{daemon};
    const auto ran = run_nida(server.socket(), {"people", "undo-import", "4"}, {"y\n", true});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(has(ran.err, "l.csv"));
    BOOST_TEST(server.asked().at(0).target == "/v1/imports?since=3&limit=1");
    BOOST_TEST(server.asked().at(1).target == "/v1/imports/4/undo");
    BOOST_TEST(has(ran.out, "+2181"));
}

BOOST_AUTO_TEST_CASE(an_export_has_notes_and_fields_and_is_read_back_as_the_same)
{
    const auto daemon = [](const Asked& asked) {
        if (asked.target == "/v1/fields")
            return Answer{200, R"({"rows": [{"name": "city", "kind": "text"}, {"name": "Company", "kind": "text"},
                                   {"name": "العمر", "kind": "number"}]})"};
        return Answer{200, R"({"rows": [
            {"id": 1, "number": "+2181", "name": "A, B", "language": "ar", "state": "member", "groups": ["x", "y"],
             "notes": "two\nlines", "fields": {"city": "Sfax", "Company": "UGTT, nord"}},
            {"id": 2, "number": "+2182", "name": null, "language": null, "state": "left", "groups": []},
            {"id": 3, "number": "+2183", "name": null, "language": null, "state": "contact",
             "groups": ["Sfax, nord"], "notes": null, "fields": {"العمر": "18"}}], "more": false})"};
    };
    ApiServer server{daemon};
    const auto ran = run_nida(server.socket(), {"people", "export", "--group", "g"});
    BOOST_TEST(server.asked().back().target == "/v1/people?limit=1000&group=g&export=1&since=0");
    BOOST_TEST(ran.out == "number,name,language,groups,notes,city,field:Company,العمر\n"
                          "+2181,\"A, B\",ar,\"x;y\",\"two\nlines\",Sfax,\"UGTT, nord\",\n"
                          "+2183,,,\"Sfax, nord;\",,,,18\n");

    const auto back = nida::daemon::read_people_file(ran.out);
    BOOST_TEST_REQUIRE(back.rows.size() == 2U);
    BOOST_TEST(back.rows[0].notes == "two\nlines");
    BOOST_TEST(back.rows[0].groups == (std::vector<std::string>{"x", "y"}), boost::test_tools::per_element());
    BOOST_TEST((back.rows[0].fields ==
                std::vector<std::pair<std::string, std::string>>{{"city", "Sfax"}, {"Company", "UGTT, nord"}}));
    BOOST_TEST(back.rows[1].groups.at(0) == "Sfax, nord");
    BOOST_TEST((back.rows[1].fields == std::vector<std::pair<std::string, std::string>>{{"العمر", "18"}}));
}

BOOST_AUTO_TEST_CASE(no_text_in_an_export_is_a_formula_while_numbers_dates_and_coordinates_stay_as_they_are)
{
    const auto daemon = [](const Asked& asked) {
        if (asked.target == "/v1/fields")
            return Answer{200, R"({"rows": [{"name": "=role", "kind": "text"}, {"name": "debt", "kind": "number"},
                                   {"name": "since", "kind": "date"}, {"name": "home", "kind": "place"}]})"};
        return Answer{200, R"({"rows": [
            {"id": 1, "number": "+2181", "name": "=1+1", "language": "ar", "state": "member",
             "groups": ["-x", "+y"], "notes": "@SUM(A1)+0",
             "fields": {"=role": "-5", "debt": "-5", "since": "2026-03-01", "home": "-12.5, -36.8"}},
            {"id": 2, "number": "+2182", "name": "'=A", "language": "ar", "state": "member", "groups": ["=a,b"],
             "notes": "'tis", "fields": {"=role": "''+1", "debt": "-1e+20", "home": "-1+cmd"}}], "more": false})"};
    };
    ApiServer server{daemon};
    const auto ran = run_nida(server.socket(), {"people", "export"});
    BOOST_TEST(ran.out == "number,name,language,groups,notes,'=role,debt,since,home\n"
                          "+2181,'=1+1,ar,\"'-x;'+y\",'@SUM(A1)+0,'-5,-5,2026-03-01,\"-12.5, -36.8\"\n"
                          "+2182,''=A,ar,\"'=a,b;\",'tis,'''+1,-1e+20,,'-1+cmd\n");

    const auto back = nida::daemon::read_people_file(ran.out);
    using Fields = std::vector<std::pair<std::string, std::string>>;
    BOOST_TEST_REQUIRE(back.rows.size() == 2U);
    BOOST_TEST(back.rows[0].number == "+2181");
    BOOST_TEST(back.rows[0].name == "=1+1");
    BOOST_TEST(back.rows[0].groups == (std::vector<std::string>{"-x", "+y"}), boost::test_tools::per_element());
    BOOST_TEST(back.rows[0].notes == "@SUM(A1)+0");
    BOOST_TEST((back.rows[0].fields ==
                Fields{{"=role", "-5"}, {"debt", "-5"}, {"since", "2026-03-01"}, {"home", "-12.5, -36.8"}}));
    BOOST_TEST(back.rows[1].name == "'=A");
    BOOST_TEST(back.rows[1].groups == (std::vector<std::string>{"=a,b"}), boost::test_tools::per_element());
    BOOST_TEST(back.rows[1].notes == "'tis");
    BOOST_TEST((back.rows[1].fields == Fields{{"=role", "''+1"}, {"debt", "-1e+20"}, {"home", "-1+cmd"}}));
}

BOOST_AUTO_TEST_SUITE_END()
