#include "daemon/people/erasure.hpp"
#include "daemon/people/groups.hpp"
#include "daemon/people/people_rows.hpp"
#include "tests/daemon/inbox_fixture.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : InboxFixture {
    Fixture()
    {
        settings.reply_limit_per_hour = 100;
        set("Santé", {{}, true, {}, {{"health", "صحة"}}});
        set("staff", {});
    }
    void set(const std::string& name, const GroupSettings& group)
    {
        BOOST_REQUIRE(Groups{connection}.set(name, group, *test_languages(), done_by("a test", noon)) == "");
    }
    /// What they were answered; empty where nothing was.
    std::string text(const std::string& words, Time at = noon)
    {
        connection.run("UPDATE message SET direct = 0");
        for (const auto& pdu : pdus(words, at))
            take(pdu, at);
        auto row = connection.query("SELECT text FROM message WHERE direct = 1 ORDER BY id DESC LIMIT 1");
        return row.step() ? row.text(0) : std::string{};
    }
    std::string groups()
    {
        const auto row = person_row(connection, sender, true);
        std::string all;
        if (row)
            for (const auto& group : row->at("groups").as_array())
                all += (all.empty() ? "" : ",") + std::string{group.as_string()};
        return all;
    }
    std::string kinds()
    {
        std::string all;
        auto rows = connection.query("SELECT kind FROM audit WHERE person IS NOT NULL ORDER BY id");
        while (rows.step())
            all += (all.empty() ? "" : ",") + rows.text(0);
        return all;
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(groups_by_text, Fixture)

BOOST_AUTO_TEST_CASE(an_open_group_is_joined_by_its_name_or_a_word_and_nothing_else_comes_of_it)
{
    for (const auto* const words : {"JOIN sante", "REJOINDRE la santé", "HEALTH", "صحه", "انضم الصحة"}) {
        Fixture other;
        BOOST_TEST(other.text(words).find("Santé") != std::string::npos, words);
        BOOST_TEST(other.groups() == "Santé", words);
        BOOST_TEST(other.kinds() == "join_group");
    }
    BOOST_TEST(text("the health of my mother").empty());
    text("JOIN staff"); // which is not open: they join, and not that
    BOOST_TEST(groups() == "members");
}

BOOST_AUTO_TEST_CASE(one_group_can_be_left_and_the_others_stay)
{
    text("JOIN");
    text("JOIN sante");
    BOOST_TEST(groups() == "Santé,members");
    BOOST_TEST(text("STOP santé").find("Santé") != std::string::npos);
    BOOST_TEST(groups() == "members");
    BOOST_TEST(!left());
    Groups all{connection};
    BOOST_TEST(!all.put(People{connection}.find(sender)->id, all.find("Santé")->id));
    text("HEALTH");
    BOOST_TEST(groups() == "Santé,members");
}

BOOST_AUTO_TEST_CASE(who_left_a_list_that_nobody_joins_by_texting_comes_back_to_it_alone)
{
    People people{connection};
    people.add({sender, "", {}, {"staff"}}, "add", done_by("a test", noon));
    BOOST_TEST(!text("STOP staff").empty());
    BOOST_TEST(groups().empty());
    PersonCorrection into;
    into.into_groups = {"staff"};
    BOOST_TEST(people.correct(sender, into, done_by("a test", noon)).find("they have left") != std::string::npos);
    BOOST_TEST(!text("JOIN staff").empty());
    BOOST_TEST(groups() == "staff");
}

BOOST_AUTO_TEST_CASE(stop_and_what_is_no_group_of_theirs_leaves_everything)
{
    for (const auto* const words : {"STOP", "STOP everything", "STOP staff"}) {
        Fixture other;
        other.text("JOIN");
        BOOST_TEST(!other.text(words).empty());
        BOOST_TEST(other.left(), words);
    }
}

BOOST_AUTO_TEST_CASE(a_leaving_is_confirmed_once_and_then_there_is_silence)
{
    text("JOIN");
    BOOST_TEST(!text("STOP").empty());
    for (const auto* const words : {"STOP", "stop!!!", "قف", "STOP health"})
        BOOST_TEST(text(words).empty(), words);
    BOOST_TEST(left());
    BOOST_TEST(!text("JOIN").empty());
    BOOST_TEST(!text("STOP").empty());
}

BOOST_AUTO_TEST_CASE(who_was_erased_and_says_stop_is_not_told_again)
{
    text("JOIN");
    erase_person(connection, sender, done_by("a test", noon));
    BOOST_TEST(text("STOP", noon + 1h).empty());
    BOOST_TEST(!left());
    BOOST_TEST(!text("JOIN", noon + 2h).empty());
}

BOOST_AUTO_TEST_CASE(where_it_must_be_confirmed_only_a_yes_makes_a_member)
{
    set("members", {{}, {}, true, {}});
    const auto asked = text("انضم");
    BOOST_TEST(asked.find("نعم") != std::string::npos);
    BOOST_TEST(!People{connection}.find(sender).has_value());
    BOOST_TEST(kinds() == "");
    BOOST_TEST(!text("نعم", noon + 1h).empty());
    BOOST_TEST(groups() == "members");
    BOOST_TEST(kinds() == "asked,confirmed");
    auto words = connection.query(
        "SELECT w.words FROM audit_words w JOIN audit a ON a.id = w.audit_id WHERE a.person IS NOT NULL ORDER BY a.id");
    BOOST_REQUIRE(words.step());
    BOOST_TEST(words.text(0) == "انضم");
    BOOST_REQUIRE(words.step());
    BOOST_TEST(words.text(0) == "نعم");
    BOOST_TEST(text("نعم", noon + 2h).empty()); // nothing was asked any more
    BOOST_TEST(text("JOIN", noon + 3h).find("already") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_yes_that_comes_late_or_after_a_stop_means_nothing)
{
    set("members", {{}, {}, true, {}});
    text("JOIN");
    BOOST_TEST(text("YES", noon + 49h).empty());
    text("JOIN", noon + 50h);
    text("STOP", noon + 51h);
    BOOST_TEST(text("YES", noon + 52h).empty());
    BOOST_TEST(!People{connection}.find(sender).has_value());
}

BOOST_AUTO_TEST_CASE(a_yes_without_a_question_is_a_text_like_any_other)
{
    BOOST_TEST(text("yes").empty());
    auto row = connection.query("SELECT keyword FROM inbox");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.is_null(0));
}

BOOST_AUTO_TEST_SUITE_END()
