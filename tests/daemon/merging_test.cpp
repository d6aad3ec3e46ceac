#include "daemon/people/merging.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/people/people.hpp"
#include "daemon/people/people_rows.hpp"
#include "daemon/people/person_fields.hpp"
#include "daemon/people/timeline.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
const std::string old_number = "+218911111111", new_number = "+218922222222";

struct Fixture : TemporaryStore {
    Fixture()
    {
        BOOST_REQUIRE(PersonFields{connection}.define({0, "city", FieldKind::place}, act) == "");
        people.join(old_number, Language::ar, "انضم", "one", texted(noon - 1h));
        people.add({old_number, "", {}, {"medics"}, "first", {{"city", "Sfax"}}}, "add", act);
    }
    void queue(const std::string& to)
    {
        NewMessage message;
        message.recipient = to;
        message.text = "The bridge is closed.";
        BOOST_REQUIRE(Outbox{connection}.add(message, noon, true).has_value());
    }
    boost::json::object row(const std::string& number) { return person_row(connection, number, true).value(); }

    Act act = done_by("a test", noon);
    People people{connection};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(merging, Fixture)

BOOST_AUTO_TEST_CASE(a_new_number_keeps_what_was_and_gets_what_is_still_to_go)
{
    queue(old_number);
    BOOST_TEST(change_number(connection, old_number, new_number, act) == "");
    BOOST_TEST(!people.find(old_number));
    BOOST_TEST(row(new_number).at("consents").as_array().size() == 3u);
    BOOST_TEST(row(new_number).at("former_numbers").as_array()[0].at("number").as_string() == old_number);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE recipient = '+218922222222' AND state = 0") == 1);
    BOOST_TEST(timeline_of(connection, new_number, {}, 100)->at("rows").as_array().size() == 4u);
    BOOST_TEST(people.objection({old_number, "", {}, {}}).starts_with("this number was changed to +218922222222"));
    // Its next owner is somebody else.
    people.join(old_number, {}, "JOIN", "one", texted(noon));
    BOOST_TEST(row(new_number).at("former_numbers").as_array().empty());
}

BOOST_AUTO_TEST_CASE(a_leaving_goes_with_its_person)
{
    people.leave(old_number, "STOP", "one", texted(noon));
    BOOST_TEST(change_number(connection, old_number, new_number, act) == "");
    BOOST_TEST(people.has_left(new_number));
    BOOST_TEST(people.has_left(old_number));
}

BOOST_AUTO_TEST_CASE(a_number_that_is_somebodys_is_not_given_to_another)
{
    people.add({new_number, "Badr", {}, {}}, "add", act);
    BOOST_TEST(change_number(connection, old_number, new_number, act).find("merge") != std::string::npos);
    BOOST_TEST(change_number(connection, old_number, old_number, act) == "that is the number they have");
    BOOST_TEST(change_number(connection, "+218933333333", new_number, act) == "nobody is known under +218933333333");
}

BOOST_AUTO_TEST_CASE(two_entries_become_one_that_lacks_nothing)
{
    people.add({new_number, "Amal", Language::fr, {"drivers"}, "second", {{"city", "Gafsa"}}}, "add", act);
    BOOST_TEST(merge_people(connection, old_number, new_number, act) == "");
    const auto merged = row(new_number);
    BOOST_TEST(merged.at("name").as_string() == "Amal");
    BOOST_TEST(merged.at("language").as_string() == "fr");
    BOOST_TEST(merged.at("notes").as_string() == "second\nfirst");
    BOOST_TEST(merged.at("groups").as_array() == (boost::json::array{"drivers", "medics", "members"}));
    BOOST_TEST(merged.at("fields").as_object().at("city").as_string() == "Gafsa");
    BOOST_TEST(merged.at("consents").as_array().size() == 5u); // join and add, merged; add, merge
    BOOST_TEST(!people.find(old_number));
    BOOST_TEST(number("SELECT count(*) FROM person") == 1);
}

BOOST_AUTO_TEST_CASE(who_left_by_one_number_has_left_by_both)
{
    people.add({new_number, "Amal", {}, {"drivers"}}, "add", act);
    people.leave(old_number, "STOP", "one", texted(noon));
    BOOST_TEST(merge_people(connection, old_number, new_number, act) == "");
    BOOST_TEST(people.has_left(new_number));
    BOOST_TEST(number("SELECT count(*) FROM membership") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
