#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
namespace json = boost::json;

namespace
{
Record import(const Box& box, const std::string& csv, int code, const Arguments& more = {})
{
    Arguments arguments{"people", "import", box.write_file("people.csv", csv), "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto answer = box.nida(arguments);
    BOOST_TEST(answer.code == code, answer.err);
    return Record{json::parse(answer.out).as_object()};
}
} // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(a_list_is_imported_and_exported_as_it_was)
{
    Box box;
    const std::string csv = "number,name,language,groups\n"
                            "0912000001,أمل,ar,members;nurses\n"
                            "+218912000002,\"Zoé, dite \"\"Z\"\"\",fr,members\n"
                            "00218 91-200 0003,,,\n";
    const auto trial = import(box, csv, 0, {"--dry-run"});
    BOOST_TEST(trial.number("added") == 3);
    BOOST_TEST(box.rows({"people"}).empty());

    BOOST_TEST(import(box, csv, 0).number("added") == 3);
    BOOST_TEST(import(box, csv, 0).number("unchanged") == 3);
    const auto exported = box.nida({"people", "export"}).out;
    BOOST_TEST(exported.find("number,name,language,groups") == 0);
    BOOST_TEST(exported.find("+218912000001,أمل,ar,\"members;nurses\"") != std::string::npos);
    BOOST_TEST(exported.find("+218912000002,\"Zoé, dite \"\"Z\"\"\",fr,members") != std::string::npos);
    BOOST_TEST(import(box, exported, 0).number("unchanged") == 3);

    const auto groups = box.get("/v1/groups").records("rows");
    BOOST_REQUIRE(groups.size() == 2);
    BOOST_TEST(groups[0].text("name") == "members");
    BOOST_TEST(groups[0].number("people") == 2);
    BOOST_TEST(box.rows({"people", "--group", "nurses"}).size() == 1);
}

BOOST_AUTO_TEST_CASE(bad_rows_are_named_and_good_ones_taken)
{
    Box box;
    const auto result = import(box, "number,name\n123456,Short\n0912000001,Good\nhello,Word\n", 65);
    BOOST_TEST(result.number("added") == 1);
    BOOST_TEST(result.number("rejected_count") == 2);
    BOOST_TEST(result.records("rejected").at(0).number("line") == 2);
    BOOST_TEST(result.records("rejected").at(1).number("line") == 4);
    BOOST_TEST(box.rows({"people"}).size() == 1);
    BOOST_TEST(box.nida({"people", "import", box.write_file("bad.csv", "nummer\n1\n")}).code == 65);
    BOOST_TEST(box.nida({"people", "import", box.file("none.csv").string()}).code == 66);
}

BOOST_AUTO_TEST_CASE(an_import_never_undoes_a_leaving)
{
    Box box;
    box.sms(number(1), "JOIN");
    BOOST_REQUIRE(box.wait_sim("accepted>=1")); // the welcome, which would not follow a leaving
    box.sms(number(1), "STOP");
    BOOST_REQUIRE(box.wait_sim("accepted>=2"));
    const auto result =
        import(box, "number,name,language,groups\n" + number(1) + ",Amal,ar,members\n" + number(2) + ",,,members\n", 0);
    BOOST_TEST(result.number("left") == 1);
    BOOST_TEST(result.number("added") == 1);
    BOOST_TEST(box.person(number(1)).text("state") == "left");

    const auto adding = box.nida({"people", "add", number(1), "--group", "members"});
    BOOST_TEST(adding.code == 65);
    BOOST_TEST(box.nida({"broadcast", "--group", "members", "--text", "Meeting", "--yes"}).code == 0);
    BOOST_TEST(box.texts_to(number(1)).size() == 2); // the two answers, not the broadcast
    BOOST_TEST(box.nida({"people", "export"}).out.find(number(1)) == std::string::npos);

    box.sms(number(1), "JOIN"); // they themselves may come back
    BOOST_TEST(eventually([&] { return box.person(number(1)).text("state") == "member"; }));
    BOOST_TEST(box.person(number(1)).records("consents").size() == 3);
}

BOOST_AUTO_TEST_CASE(people_are_added_shown_changed_and_removed)
{
    Box box;
    BOOST_TEST(box.nida({"people", "add", "0912000001", "--name", "Amal", "--language", "ar", "--group", "nurses",
                         "--group", "east"})
                   .code == 0);
    auto person = box.person("+218912000001");
    BOOST_TEST(person.text("name") == "Amal");
    BOOST_TEST(person["groups"].as_array().size() == 2);
    BOOST_TEST(person.text("state") == "contact"); // a coordinator's entry is no consent
    BOOST_TEST(box.nida({"people", "add", "+218912000001", "--name", "Amal B."}).code == 0);
    BOOST_TEST(box.person("+218912000001").text("name") == "Amal B.");
    BOOST_TEST(box.person("+218912000001").text("language") == "ar");
    BOOST_TEST(box.nida({"people", "show", "0912000001"}).out.find("Amal B.") != std::string::npos);

    BOOST_TEST(box.nida({"people", "remove", "0912000001"}).code == 64); // without --yes and without a terminal
    BOOST_TEST(box.nida({"people", "remove", "0912000001", "--yes"}).code == 0);
    BOOST_TEST(box.nida({"people", "show", "0912000001"}).code == 65);
    BOOST_TEST(box.rows({"people"}).empty());
}

BOOST_AUTO_TEST_CASE(a_removed_person_who_had_left_is_still_not_texted)
{
    Box box;
    box.sms(number(1), "JOIN");
    BOOST_REQUIRE(box.wait_sim("accepted>=1"));
    box.sms(number(1), "STOP");
    BOOST_REQUIRE(box.wait_sim("accepted>=2"));
    BOOST_TEST(box.nida({"people", "remove", number(1), "--yes"}).code == 0);
    const auto id = box.send(number(1), "Hello?");
    BOOST_TEST(box.wait_for(id, "suppressed").text("state") == "suppressed");
    BOOST_TEST(import(box, "number\n" + number(1) + "\n", 0).number("left") == 1);
}

BOOST_AUTO_TEST_CASE(a_list_becomes_people_who_are_found_corrected_reached_by_a_rule_and_erased_for_good)
{
    Box box;
    const std::string csv = "number,name,notes,city\n" + number(1) + ",Amal,\"careful,\nin the evening\",Sfax\n" +
                            number(2) + ",Sara,,Sfax\n" + number(3) + ",Zoé,,Béja\n";
    const auto result = import(box, csv, 0, {"--basis", "signed at the meeting", "--new-fields"});
    BOOST_TEST(result.number("added") == 3);
    const auto imports = box.rows({"people", "imports"});
    BOOST_REQUIRE(imports.size() == 1);
    BOOST_TEST(imports[0].number("id") == result.number("import"));
    BOOST_TEST(imports[0].text("basis") == "signed at the meeting");
    BOOST_TEST(import(box, box.nida({"people", "export"}).out, 0).number("unchanged") == 3);

    BOOST_TEST(box.rows({"people", "search", "sfax"}).size() == 2);
    BOOST_TEST(
        box.nida({"people", "edit", number(2), "--field", "city=Tunis", "--note", "moved", "--into", "east"}).code ==
        0);
    BOOST_TEST(box.person(number(2)).text("notes") == "moved");
    BOOST_TEST(box.nida({"people", "edit", number(2), "--note="}).code == 0);
    BOOST_TEST(box.person(number(2)).text("notes").empty());

    const auto wrong = box.nida({"groups", "set", "sfax", "--rule", "field ville is Sfax"});
    BOOST_TEST(wrong.code == 65);
    BOOST_TEST(wrong.err.find("      ^") != std::string::npos, wrong.err);
    BOOST_TEST(box.nida({"groups", "set", "sfax", "--rule", "field city is SFAX"}).code == 0);
    BOOST_TEST(box.rows({"people", "--group", "sfax"}).size() == 1);

    const auto sent =
        box.nida({"broadcast", "--rule", "in group sfax or field city is beja", "--text", "Meeting", "--yes"});
    BOOST_TEST(sent.code == 0, sent.err);
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(box.texts_to(number(2)).empty());
    BOOST_TEST(box.texts_to(number(3)).size() == 1);
    BOOST_TEST(box.nida({"people", "history", number(1)}).out.find("Meeting") != std::string::npos);
    BOOST_TEST(box.nida({"people", "proof", number(1)}).out.find("signed at the meeting") != std::string::npos);

    BOOST_TEST(box.nida({"people", "erase", number(1)}).code == 64); // without --yes and without a terminal
    const auto erased = box.nida({"people", "erase", number(1), "--yes", "--json"});
    BOOST_TEST(erased.code == 0, erased.err);
    BOOST_TEST(Record{json::parse(erased.out).as_object()}.number("messages") == 1);
    const auto again = import(box, csv, 0);
    BOOST_TEST(again.number("left") == 1);
    BOOST_TEST(again.records("passed_over").at(0).number("line") == 2);
    BOOST_TEST(box.nida({"people", "show", number(1)}).code == 65);

    const auto noted = box.nida({"audit", "verify", "--json"});
    BOOST_TEST(noted.code == 0, noted.out);
    const Record audit{json::parse(noted.out).as_object()};
    const auto row = std::to_string(audit.number("last"));
    const auto same = box.nida({"audit", "verify", "--row", row, "--hash", audit.text("hash")});
    BOOST_TEST(same.code == 0, same.out + same.err);
    BOOST_TEST(box.nida({"audit", "verify", "--row", row, "--hash", "0000 0000 0000 0000"}).code == 65);
    BOOST_TEST(box.nida({"audit", "hash"}).out.find(audit.text("hash")) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_import_is_taken_back)
{
    Box box;
    BOOST_TEST(box.nida({"people", "add", number(1), "--name", "Amal"}).code == 0);
    const auto result = import(box, "number,name\n" + number(1) + ",Amal B.\n" + number(2) + ",Sara\n", 0);
    const auto undone = box.nida({"people", "undo-import", std::to_string(result.number("import")), "--yes"});
    BOOST_TEST(undone.code == 0, undone.err);
    BOOST_REQUIRE(box.rows({"people"}).size() == 1);
    BOOST_TEST(box.person(number(1)).text("name") == "Amal");
}

BOOST_AUTO_TEST_SUITE_END()
