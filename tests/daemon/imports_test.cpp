#include "daemon/people/imports.hpp"

#include "daemon/people/people_rows.hpp"
#include "daemon/people/person_fields.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
const std::string amal = "+218911111111", badr = "+218922222222", dina = "+218933333333";

struct Fixture : TemporaryStore {
    Fixture()
    {
        BOOST_REQUIRE(PersonFields{connection}.define({0, "city", FieldKind::place}, act) == "");
        people.add({badr, "Badr", Language::fr, {"drivers"}, "known before", {{"city", "Gafsa"}}}, "add", act);
    }
    std::int64_t take(const std::vector<ImportRow>& rows, bool trial = false)
    {
        const auto id = imports.open({"list.csv", "signed at the meeting", trial}, act);
        tally = imports.take(id, rows, act);
        return id;
    }
    std::int64_t import_list()
    {
        const auto id = take({{2, {amal, "Amal", Language::ar, {"medics"}, "", {{"city", "Sfax"}}}},
                              {3, {badr, "Badr B.", {}, {"medics", "drivers"}, "", {{"city", "Tunis"}}}}});
        imports.close(id);
        return id;
    }
    Imports::Undone undo(std::int64_t id)
    {
        Imports::Undone all;
        while (!all.over) {
            const auto some = imports.undo(id, 1, act);
            all.removed += some.removed;
            all.restored += some.restored;
            all.kept.insert(all.kept.end(), some.kept.begin(), some.kept.end());
            all.over = some.over;
        }
        return all;
    }
    boost::json::object row(const std::string& number) { return person_row(connection, number, true).value(); }

    Act act = done_by("a test", noon);
    People people{connection};
    Imports imports{connection};
    ImportTally tally;
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(imports, Fixture)

BOOST_AUTO_TEST_CASE(rows_add_and_update_and_the_audit_knows_on_what_ground)
{
    const auto id = import_list();
    BOOST_TEST(tally.added == 1);
    BOOST_TEST(tally.updated == 1);
    const auto person = row(amal);
    const auto& consent = person.at("consents").as_array().at(0).as_object();
    BOOST_TEST(consent.at("kind").as_string() == "import");
    BOOST_TEST(consent.at("actor").as_string() == "a test");
    BOOST_TEST(consent.at("detail").at("basis").as_string() == "signed at the meeting");
    BOOST_TEST(consent.at("detail").at("import").as_int64() == id);
    BOOST_TEST(row(badr).at("name").as_string() == "Badr B.");
    BOOST_TEST((imports.is_open(id) == false));
    BOOST_TEST(!imports.is_open(99).has_value());
}

BOOST_AUTO_TEST_CASE(each_row_that_is_refused_says_why)
{
    people.leave(dina, "STOP", "one", texted(noon));
    take({{2, {dina, "Dina", {}, {}}}, {3, {amal, "", {}, {}, "", {{"village", "x"}}}}, {4, {amal, "", {}, {}}}});
    BOOST_TEST(tally.left == 1);
    BOOST_TEST(tally.passed_over.at(0).text.starts_with("they have left"));
    BOOST_TEST(tally.refused == 1);
    BOOST_TEST(tally.refusals.at(0).line == 3);
    BOOST_TEST(tally.refusals.at(0).text.starts_with("there is no field \"village\""));
    BOOST_TEST(tally.added == 1);
}

BOOST_AUTO_TEST_CASE(two_rows_about_one_person_are_one_and_the_report_says_so)
{
    const auto id = take({{2, {amal, "Amal", {}, {}}}, {9, {amal, "Amal Z.", {}, {"medics"}}}});
    BOOST_TEST(tally.added == 1);
    BOOST_TEST(tally.merged.at(0).line == 9);
    BOOST_TEST(tally.merged.at(0).text == "the same person as in line 2");
    imports.close(id);
    BOOST_TEST(undo(id).removed == 1);
}

BOOST_AUTO_TEST_CASE(a_trial_changes_nothing_and_still_sees_who_comes_twice)
{
    const auto id = take({{2, {amal, "Amal", {}, {"new"}}}, {3, {amal, "", {}, {}}}, {4, {badr, "B.", {}, {}}}}, true);
    BOOST_TEST(tally.added == 1);
    BOOST_TEST(tally.updated == 1);
    BOOST_TEST(tally.unchanged == 1);
    BOOST_TEST(tally.merged.size() == 1u);
    BOOST_TEST(!people.find(amal));
    BOOST_TEST(people.find(badr)->name == "Badr");
    const auto more = imports.take(id, std::vector<ImportRow>{{5, {amal, "", {}, {}}}}, act);
    BOOST_TEST(more.merged.at(0).text == "the same person as in line 2");
    imports.close(id);
    BOOST_TEST(number("SELECT count(*) FROM import") == 0);
    BOOST_TEST(number("SELECT count(*) FROM import_row") == 0);
    BOOST_TEST(number("SELECT count(*) FROM people_group WHERE name = 'new'") == 0);
}

BOOST_AUTO_TEST_CASE(what_was_undone_is_as_before)
{
    const auto before = row(badr);
    const auto undone = undo(import_list());
    BOOST_TEST(undone.removed == 1);
    BOOST_TEST(undone.restored == 1);
    BOOST_TEST(undone.kept.empty());
    BOOST_TEST(!people.find(amal));
    const auto after = row(badr);
    for (const auto* const what : {"name", "language", "notes", "groups", "fields"})
        BOOST_TEST(after.at(what) == before.at(what), what);
}

BOOST_AUTO_TEST_CASE(undoing_takes_nothing_from_people_who_came_themselves_or_whom_others_changed)
{
    const auto id =
        take({{2, {amal, "Amal", {}, {"medics"}}}, {3, {dina, "Dina", {}, {}}}, {4, {badr, "Badr B.", {}, {}}}});
    imports.close(id);
    people.join(amal, {}, "JOIN", "one", texted(noon + 1h));
    people.add({dina, "", {}, {"drivers"}}, "add", act);
    PersonCorrection correction;
    correction.name = "Bader";
    people.correct(badr, correction, act);

    const auto undone = undo(id);
    BOOST_TEST(undone.removed == 0);
    BOOST_TEST(undone.restored == 0);
    BOOST_TEST(undone.kept.size() == 2u);
    BOOST_TEST(people.find(badr)->name == "Bader");
    BOOST_TEST(undo(id).removed == 0);
}

BOOST_AUTO_TEST_SUITE_END()
