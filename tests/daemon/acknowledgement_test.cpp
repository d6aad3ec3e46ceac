#include "daemon/campaign/alerts.hpp"

#include "daemon/people/erasure.hpp"
#include "daemon/people/groups.hpp"
#include "tests/daemon/alert_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : AlertFixture {
    CampaignId ask(const std::string& what = "Are you safe?")
    {
        auto definition = text_for("", what);
        definition.acknowledge = true;
        const auto id = start_campaign(connection, definition, now);
        send();
        return id;
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(acknowledgement, Fixture)

BOOST_AUTO_TEST_CASE(an_ok_in_any_language_and_spelling_is_counted_once_and_costs_no_answer)
{
    const auto id = ask();
    now += 1min;
    const auto queued = number("SELECT count(*) FROM message");
    for (const auto* words :
         {"OK", "ok!", "Okay", " تَمّ ", "تم", "reçu", "REÇU.", "D'accord", "oui", "نعم", "ok merci"}) {
        const auto outcome = text(amal, words);
        BOOST_TEST(outcome.note.find("answers campaign") == 0, words);
        BOOST_TEST(!outcome.answered);
    }
    BOOST_TEST(alerts.acknowledged(id).value() == 1);
    text(badr, "تم");
    BOOST_TEST(alerts.acknowledged(id).value() == 2);
    BOOST_TEST(campaigns.row(id)->at("acknowledged").as_int64() == 2);
    BOOST_TEST(number("SELECT count(*) FROM message") == queued);
}

BOOST_AUTO_TEST_CASE(what_only_begins_as_an_ok_is_no_answer)
{
    const auto id = ask();
    for (const auto* words : {"ok but where do we go?", "it is not ok", "okra", "OK 12"})
        text(amal, words);
    BOOST_TEST(alerts.acknowledged(id).value() == 0);
}

BOOST_AUTO_TEST_CASE(where_nothing_asks_it_is_a_message_as_any_other)
{
    start_campaign(connection, text_for(""), now);
    send();
    const auto outcome = text(amal, "OK");
    BOOST_TEST(!outcome.keyword.has_value());
    BOOST_TEST(outcome.note == "no keyword");
    BOOST_TEST(campaigns.row(1)->at("acknowledged").is_null());
}

BOOST_AUTO_TEST_CASE(who_did_not_get_it_and_who_answers_too_late_does_not_count)
{
    const auto id = ask();
    text("+218944444444", "OK");
    now = noon + 25h;
    text(amal, "OK");
    BOOST_TEST(alerts.acknowledged(id).value() == 0);
}

BOOST_AUTO_TEST_CASE(it_counts_for_the_newest_that_they_were_sent)
{
    const auto first = ask();
    now += 10min;
    const auto second = ask("And now?");
    now += 1min;
    text(amal, "OK");
    BOOST_TEST(alerts.acknowledged(first).value() == 0);
    BOOST_TEST(alerts.acknowledged(second).value() == 1);
}

BOOST_AUTO_TEST_CASE(where_nothing_asks_a_group_may_have_that_word_as_its_own)
{
    const auto group = Groups{connection}.id_of("health");
    connection.run("UPDATE people_group SET is_open = 1 WHERE id = ?1", group);
    connection.run("INSERT INTO group_word(folded, shown, group_id) VALUES ('received', 'RECEIVED', ?1)", group);
    text(amal, "RECEIVED");
    BOOST_TEST(Groups{connection}.has(amal, group));
}

BOOST_AUTO_TEST_CASE(a_yes_to_a_question_about_joining_is_that)
{
    const auto id = ask();
    const auto group = Groups{connection}.id_of("health");
    connection.run("INSERT INTO join_request(number, group_id, at, sure, language, words, line) VALUES (?1, ?2, ?3, 1, "
                   "'en', 'JOIN health', 'one')",
                   amal, group, now);
    text(amal, "YES");
    BOOST_TEST(alerts.acknowledged(id).value() == 0);
    text(amal, "YES");
    BOOST_TEST(alerts.acknowledged(id).value() == 1);
}

BOOST_AUTO_TEST_CASE(a_leaving_leaves_and_an_erased_answer_is_gone)
{
    const auto id = ask();
    text(amal, "OK");
    text(badr, "OK");
    text(badr, "STOP");
    BOOST_TEST(People{connection}.has_left(badr));
    BOOST_TEST(alerts.acknowledged(id).value() == 2);
    erase_person(connection, amal, done_by("test", now));
    BOOST_TEST(alerts.acknowledged(id).value() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
