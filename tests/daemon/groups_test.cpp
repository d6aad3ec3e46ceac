#include "daemon/people/groups.hpp"

#include "daemon/people/people.hpp"
#include "tests/daemon/temporary_store.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
struct Fixture : TemporaryStore {
    Fixture()
    {
        people.add({"+218911111111", "", {}, {"Santé"}}, "add", act);
        person = people.find("+218911111111")->id;
        group = groups.id_of("Santé");
    }
    std::string set(const std::string& name, GroupSettings settings)
    {
        return groups.set(name, settings, *test_languages(), act);
    }
    bool is_in() { return number("SELECT count(*) FROM membership") == 1; }

    Act act = done_by("a test", noon);
    People people{connection};
    Groups groups{connection};
    std::int64_t person = 0, group = 0;
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(groups, Fixture)

BOOST_AUTO_TEST_CASE(who_left_a_group_is_put_back_by_nobody_else)
{
    BOOST_TEST(groups.leave(person, group, noon));
    BOOST_TEST(!groups.put(person, group));
    BOOST_TEST((people.add({"+218911111111", "", {}, {"Santé"}}, "import", act) == People::Change::unchanged));
    BOOST_TEST(!is_in());
    BOOST_TEST(groups.join(person, group));
    BOOST_TEST(is_in());
    BOOST_TEST(!groups.join(person, group));
}

BOOST_AUTO_TEST_CASE(a_group_is_found_as_people_spell_it)
{
    BOOST_TEST(groups.find_spelt(" SANTE!").value().id == group);
    BOOST_TEST(!groups.find_spelt("sant").has_value());
    BOOST_TEST(!groups.find_spelt("?").has_value());
    BOOST_TEST(set("Santé", {{}, true, {}, {{"صحّة", "Health care"}}}) == "");
    BOOST_TEST(groups.find_spelt("صحه").value().id == group);
    BOOST_TEST(groups.find_by_word("HEALTHCARE").value().id == group);
    BOOST_TEST(!groups.find_by_word("sante").has_value());
    BOOST_TEST(set("Santé", {{}, false, {}, {}}) == "");
    BOOST_TEST(!groups.find_by_word("healthcare").has_value());
}

BOOST_AUTO_TEST_CASE(words_stand_for_one_thing)
{
    BOOST_TEST(set("Santé", {{}, true, {}, {{"health"}}}) == "");
    BOOST_TEST(set("other", {{}, true, {}, {{"HEALTH"}}}) == "\"HEALTH\" stands for group \"Santé\" already");
    BOOST_TEST(set("other", {{}, true, {}, {{"stop"}}}) == "\"stop\" is a word that the box knows already");
    BOOST_TEST(set("other", {{}, true, {}, {{"..."}}}) != "");
}

BOOST_AUTO_TEST_CASE(nobody_is_put_into_what_a_rule_makes)
{
    BOOST_TEST(set("Santé", {"language is ar", {}, {}, {}}) == "");
    BOOST_TEST(!is_in());
    BOOST_TEST(people.objection({"+218922222222", "", {}, {"Santé"}}) ==
               "group \"Santé\" is made by a rule: nobody is put into it by hand");
    BOOST_TEST(set("Santé", {{}, true, {}, {}}) != "");
    BOOST_TEST(set("Santé", {"", {}, {}, {}}) == "");
    BOOST_TEST(!groups.find("Santé")->rule.has_value());
    BOOST_TEST(set(members_group, {"everyone", {}, {}, {}}) != "");
}

BOOST_AUTO_TEST_CASE(a_group_that_goes_leaves_its_people)
{
    BOOST_TEST(groups.remove("Santé", act));
    BOOST_TEST(!groups.remove("Santé", act));
    BOOST_TEST(people.find("+218911111111").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
