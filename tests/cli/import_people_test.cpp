#include "tests/cli/api_server.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sysexits.h>

using namespace nida::daemon::cli;
namespace json = boost::json;

namespace
{

constexpr auto one_added = R"({"added": 1, "updated": 0, "unchanged": 0, "left": 0, "passed_over": [], "merged": [],
                               "rejected_count": 0, "rejected": []})";

/// A daemon that has the field city, and answers each request with rows by `rows`.
Answer importing(const Asked& asked, const std::string& rows = one_added)
{
    if (asked.target == "/v1/fields") return {200, R"({"rows": [{"name": "City", "kind": "text", "choices": []}]})"};
    if (asked.target.starts_with("/v1/fields/")) return {200, "{}"};
    if (asked.target == "/v1/imports") return {201, R"({"import": 4})"};
    return {200, asked.target == "/v1/imports/4/rows" ? rows : R"({"id": 4})"};
}

std::vector<std::string> targets(const ApiServer& server)
{
    std::vector<std::string> all;
    for (const auto& asked : server.asked())
        all.push_back(asked.method + ' ' + asked.target);
    return all;
}

json::value body(const ApiServer& server, const std::string& target)
{
    for (const auto& asked : server.asked())
        if (asked.target == target && asked.method != "GET") return json::parse(asked.body);
    return nullptr;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_AUTO_TEST_SUITE(import_people)

BOOST_AUTO_TEST_CASE(an_import_goes_in_pieces_and_comes_back_as_one_result)
{
    std::string csv = "number,groups\n";
    for (int i = 0; i < 5001; ++i)
        csv += std::to_string(912'000'000 + i) + ",members\n";
    csv += ",nobody\n";
    const TemporaryFile file{csv};
    ApiServer server{[](const Asked& asked) {
        if (!asked.target.ends_with("/rows")) return importing(asked);
        const auto rows = json::parse(asked.body).at("rows").as_array();
        if (rows.size() == 1)
            return Answer{200, R"({"added": 0, "updated": 0, "unchanged": 0, "left": 0, "rejected_count": 1,
                                   "rejected": [{"line": 5002, "error": "no number"}]})"};
        return Answer{200, R"({"added": 990, "updated": 5, "unchanged": 4, "left": 1, "rejected_count": 0,
                               "rejected": [], "passed_over": [{"line": 7, "error": "they left"}],
                               "merged": [{"line": 9, "error": "the same person as in line 8"}]})"};
    }};
    const auto ran = run_nida(server.socket(), {"people", "import", file.path(), "--dry-run", "--json"});
    BOOST_TEST(ran.code == EX_DATAERR);
    const auto result = json::parse(ran.out);
    BOOST_TEST(result.at("added").as_int64() == 990);
    BOOST_TEST(result.at("rejected_count").as_int64() == 2);
    BOOST_TEST(result.at("merged_count").as_int64() == 1);
    BOOST_TEST(result.at("passed_over").at(0).at("line").as_int64() == 7);
    BOOST_TEST(!result.as_object().contains("import"));
    for (const auto* line : {":7: they left\n", ":9: the same person as in line 8\n", ":5002: no number\n",
                             ":5003: the number is missing\n"})
        BOOST_TEST(has(ran.err, line), line);
    BOOST_TEST(targets(server) == (std::vector<std::string>{"POST /v1/imports", "POST /v1/imports/4/rows",
                                                            "POST /v1/imports/4/rows", "POST /v1/imports/4/close"}),
               boost::test_tools::per_element());
    BOOST_TEST(body(server, "/v1/imports").at("dry_run").as_bool());
    BOOST_TEST(json::parse(server.asked().at(2).body) ==
               json::parse(R"({"rows": [{"line": 5002, "number": "912005000", "name": null, "language": null,
                               "groups": ["members"], "notes": null, "fields": {}}]})"));
}

BOOST_AUTO_TEST_CASE(an_import_carries_its_basis_notes_and_fields_and_says_how_it_is_taken_back)
{
    const TemporaryFile file{"number,notes,ville,City\n0912000001,careful,Sfax,Tunis\n"};
    ApiServer server{[](const Asked& asked) { return importing(asked); }};
    const auto ran =
        run_nida(server.socket(), {"people", "import", file.path(), "--basis", "signed in Sfax", "--new-fields"});
    BOOST_TEST(ran.code == EX_OK, ran.err);
    BOOST_TEST(body(server, "/v1/imports").at("basis").as_string() == "signed in Sfax");
    BOOST_TEST(!body(server, "/v1/imports").at("dry_run").as_bool());
    BOOST_TEST(!body(server, "/v1/imports").at("name").as_string().empty());
    BOOST_TEST(body(server, "/v1/fields/ville") == json::parse(R"({"kind": "text"})"));
    const auto row = body(server, "/v1/imports/4/rows").at("rows").at(0);
    BOOST_TEST(row.at("notes").as_string() == "careful");
    BOOST_TEST(row.at("fields") == json::parse(R"({"ville": "Sfax", "City": "Tunis"})"));
    BOOST_TEST(has(ran.err, "New fields: ville"));
    BOOST_TEST(has(ran.err, "nida people undo-import 4"));
}

BOOST_AUTO_TEST_CASE(columns_without_a_field_are_left_out_and_named_and_a_trial_makes_none)
{
    const TemporaryFile file{"number,ville,city\n0912000001,Sfax,Tunis\n"};
    for (const bool would : {false, true}) {
        ApiServer server{[](const Asked& asked) { return importing(asked); }};
        std::vector<std::string> arguments{"people", "import", file.path()};
        if (would) arguments.insert(arguments.end(), {"--dry-run", "--new-fields"});
        const auto ran = run_nida(server.socket(), arguments);
        BOOST_TEST(ran.code == EX_OK, ran.err);
        BOOST_TEST(body(server, "/v1/fields/ville").is_null());
        BOOST_TEST(body(server, "/v1/imports/4/rows").at("rows").at(0).at("fields") ==
                   json::parse(R"({"city": "Tunis"})"));
        BOOST_TEST(
            has(ran.err, would ? "would be made: ville" : "no such field: ville. Make one with nida fields add"));
    }
}

BOOST_AUTO_TEST_CASE(a_file_of_people_that_cannot_be_read_imports_nobody)
{
    BOOST_TEST(run_nida("/nowhere", {"people", "import", "/nowhere"}).code == EX_NOINPUT);
    BOOST_TEST(run_nida("/nowhere", {"people", "import", "/"}).code == EX_IOERR);
    const TemporaryFile file{"name,town\nSara,Sfax\n"};
    const auto ran = run_nida("/nowhere", {"people", "import", file.path()}, {}, "fr");
    BOOST_TEST(ran.code == EX_DATAERR);
    BOOST_TEST(ran.err.find("aucune colonne ne contient") != std::string::npos);
    const auto unmapped = run_nida("/nowhere", {"people", "import", file.path(), "--map", "Ville=city"});
    BOOST_TEST(unmapped.err.find("no column Ville") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_import_says_what_it_took_the_file_for)
{
    ApiServer server{[](const Asked& asked) { return importing(asked); }};
    const TemporaryFile file{"Nom;T\xE9l;Ville\nAm\xE9lie;0911 234 567 / 0922345678;Sfax\n"};
    const auto ran = run_nida(server.socket(), {"people", "import", file.path(), "--map", "Ville=city"});
    BOOST_TEST(ran.code == EX_OK);
    for (const auto* shown : {"CSV, encoding windows-1252, columns separated by ;", "Tél", "field city", "left out: 1"})
        BOOST_TEST(ran.err.find(shown) != std::string::npos, shown);
    const auto row = body(server, "/v1/imports/4/rows").at("rows").at(0);
    BOOST_TEST(row.at("number").as_string() == "0911234567");
    BOOST_TEST(row.at("name").as_string() == "Amélie");

    const auto card = run_nida(server.socket(), {"people", "import", "-", "--lang", "fr"},
                               {"BEGIN:VCARD\nVERSION:3.0\nFN:Sara\nTEL;TYPE=CELL:0911\nEND:VCARD\n"});
    BOOST_TEST(card.err.find("vCard, encodage UTF-8") != std::string::npos);
    BOOST_TEST(card.code == EX_OK);
    const auto told = run_nida(server.socket(), {"people", "import", file.path(), "--encoding", "UTF-8"});
    BOOST_TEST(told.code == EX_DATAERR);
    BOOST_TEST(told.err.find("line 1 is not UTF-8") != std::string::npos);
    for (const auto* wrong : {"--separator=xx", "--separator=", "--map=x", "--map==x", "--map=x=", "--encoding="})
        BOOST_TEST(run_nida("/nowhere", {"people", "import", file.path(), wrong}).code == EX_USAGE, wrong);
}

BOOST_AUTO_TEST_SUITE_END()
