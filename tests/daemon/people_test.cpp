#include "daemon/people/people.hpp"

#include "daemon/people/people_rows.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
const std::string amal = "+218911111111";
const std::string badr = "+218912222222";

struct Fixture : TemporaryStore {
    People people{connection};

    People::Change import(const PersonDetails& details)
    {
        return people.add(details, "import", done_by("user root (uid 0)", noon));
    }
    std::string state(const std::string& number)
    {
        return std::string{person_row(connection, number, false).value().at("state").as_string()};
    }
    std::int64_t groups_of(const std::string& number)
    {
        return static_cast<std::int64_t>(person_row(connection, number, false).value().at("groups").as_array().size());
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(people, Fixture)

BOOST_AUTO_TEST_CASE(joining_makes_a_member_and_writes_the_words_down)
{
    const auto joined = people.join(amal, Language::ar, "انضم الان", "line-1", texted(noon));
    BOOST_TEST(!joined.was_member);

    const auto person = people.find(amal).value();
    BOOST_TEST(person.id == joined.person);
    BOOST_TEST((person.language == Language::ar));
    BOOST_TEST((person.joined_at == noon));
    BOOST_TEST(!person.left);

    const auto row = person_row(connection, amal, true).value();
    BOOST_TEST(row.at("state").as_string() == "member");
    BOOST_TEST(row.at("groups").as_array() == boost::json::array{members_group});
    const auto& consent = row.at("consents").as_array().at(0).as_object();
    BOOST_TEST(consent.at("kind").as_string() == "join");
    BOOST_TEST(consent.at("words").as_string() == "انضم الان");
    BOOST_TEST(consent.at("line").as_string() == "line-1");
    BOOST_TEST(consent.at("at").as_string() == "2026-03-01T12:00:00.000000Z");
}

BOOST_AUTO_TEST_CASE(joining_again_changes_the_language_and_says_that_they_were_in)
{
    people.join(amal, Language::ar, "انضم", "line-1", texted(noon));
    BOOST_TEST(people.join(amal, Language::fr, "REJOINDRE", "line-1", texted(noon + 1h)).was_member);
    BOOST_TEST((people.find(amal)->language == Language::fr));
    BOOST_TEST(people.join(amal, {}, "JOIN", "line-1", texted(noon + 2h)).was_member);
    BOOST_TEST((people.find(amal)->language == Language::fr));
}

BOOST_AUTO_TEST_CASE(leaving_takes_them_out_of_every_group)
{
    people.join(amal, Language::en, "JOIN", "line-1", texted(noon));
    import({amal, "Amal", {}, { "medics", "drivers" }});
    BOOST_TEST(people.leave(amal, "STOP", "line-1", texted(noon + 1h)));

    BOOST_TEST(people.has_left(amal));
    BOOST_TEST((people.find(amal)->left == noon + 1h));
    BOOST_TEST(state(amal) == "left");
    BOOST_TEST(groups_of(amal) == 0);
    BOOST_TEST(!people.leave(amal, "STOP", "line-1", texted(noon + 2h)));
}

BOOST_AUTO_TEST_CASE(a_stranger_who_leaves_is_kept_as_a_bare_number)
{
    BOOST_TEST(!people.leave(badr, "STOP", "line-1", texted(noon)));
    BOOST_TEST(people.has_left(badr));
    BOOST_TEST(!people.find(badr));
    BOOST_TEST(number("SELECT count(*) FROM audit") == 0);
}

BOOST_AUTO_TEST_CASE(only_joining_ends_a_leaving)
{
    people.leave(amal, "STOP", "line-1", texted(noon));
    BOOST_TEST((import({amal, "Amal", {}, {members_group}}) == People::Change::left));
    BOOST_TEST(!people.find(amal));
    BOOST_TEST(!people.join(amal, Language::en, "JOIN", "line-1", texted(noon + 1h)).was_member);
    BOOST_TEST(state(amal) == "member");
}

BOOST_AUTO_TEST_CASE(nobody_is_a_member_by_what_others_say)
{
    import({amal, "Amal", {}, { members_group }});
    BOOST_TEST(state(amal) == "contact");
}

BOOST_AUTO_TEST_CASE(what_is_told_is_added_to_what_is_known)
{
    BOOST_TEST((import({amal, "", {}, {"medics"}}) == People::Change::added));
    BOOST_TEST((import({amal, "Amal", Language::ar, {"drivers"}}) == People::Change::updated));
    BOOST_TEST((import({amal, "Amal", Language::ar, {"drivers"}}) == People::Change::unchanged));
    BOOST_TEST((import({amal, "", {}, {}}) == People::Change::unchanged));

    const auto row = person_row(connection, amal, true).value();
    BOOST_TEST(row.at("name").as_string() == "Amal");
    BOOST_TEST(row.at("language").as_string() == "ar");
    BOOST_TEST(row.at("state").as_string() == "contact");
    BOOST_TEST(row.at("groups").as_array() == (boost::json::array{"drivers", "medics"}));
    BOOST_TEST(row.at("consents").as_array().size() == 2u);
    BOOST_TEST(row.at("consents").as_array()[0].at("actor").as_string() == "user root (uid 0)");
}

BOOST_AUTO_TEST_CASE(removing_forgets_everything_but_a_leaving)
{
    people.join(amal, Language::en, "JOIN", "line-1", texted(noon));
    people.leave(amal, "STOP", "line-1", texted(noon));
    const auto act = done_by("a test", noon);
    BOOST_TEST(people.remove(amal, act));
    BOOST_TEST(!people.remove(amal, act));
    BOOST_TEST(!people.find(amal));
    BOOST_TEST(people.has_left(amal));
    BOOST_TEST(number("SELECT count(*) FROM audit_words") == 0);
    BOOST_TEST(number("SELECT count(*) FROM audit WHERE kind = 'remove'") == 1);
    BOOST_TEST(number("SELECT count(*) FROM membership") == 0);
}

BOOST_AUTO_TEST_CASE(a_page_goes_by_id_and_by_group)
{
    for (int i = 0; i < 5; ++i)
        import({"+21891000000" + std::to_string(i), "", {}, { i % 2 == 0 ? "even" : "odd" }});

    const auto read = [](const Page& page) { return boost::json::parse(page.text()); };
    const auto first = read(people_page(connection, {0, 2}));
    BOOST_TEST(first.at("more").as_bool());
    BOOST_TEST(first.at("rows").as_array().size() == 2u);
    const auto second = read(people_page(connection, {first.at("rows").as_array()[1].at("id").as_int64(), 5}));
    BOOST_TEST(!second.at("more").as_bool());
    BOOST_TEST(second.at("rows").as_array().size() == 3u);

    const Audience group{"even"};
    const auto even = read(people_page(connection, people_in(connection, group, 0, 3, noon), {0, 2}));
    BOOST_TEST(even.at("more").as_bool());
    BOOST_TEST(even.at("rows").as_array()[1].at("number").as_string() == "+218910000002");
    BOOST_TEST(people_in(connection, group, 3, 9, noon).size() == 1u);
    const auto groups = group_rows(connection).at("rows").as_array();
    BOOST_TEST(groups.at(0).at("name").as_string() == "even");
    BOOST_TEST(groups.at(0).at("people").as_int64() == 3);
    BOOST_TEST(groups.at(1).at("people").as_int64() == 2);
}

BOOST_AUTO_TEST_CASE(a_group_has_a_name_of_one_line)
{
    BOOST_TEST(group_name("  medics \t").value() == "medics");
    BOOST_TEST(group_name("مسعفون").value() == "مسعفون");
    std::string arabic;
    for (int i = 0; i < 64; ++i)
        arabic += "م";
    BOOST_TEST(group_name(arabic).has_value());
    BOOST_TEST(!group_name(arabic + "م"));
    for (const char* bad : {"", "   ", "a;b", "a ::: b", "a\nb", "\xff"})
        BOOST_TEST(!group_name(bad));
    BOOST_TEST(person_name(" ").value() == "");
    BOOST_TEST(!person_name("a\nb"));
}

BOOST_AUTO_TEST_SUITE_END()
