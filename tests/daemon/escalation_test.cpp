#include "daemon/campaign/escalation.hpp"

#include "daemon/people/erasure.hpp"
#include "tests/daemon/alert_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
const std::string chief = "+218950000001", deputy = "+218950000002", third = "+218950000003";
const std::string guard = "+218960000001", other_guard = "+218960000002";

struct Fixture : AlertFixture {
    Fixture()
    {
        connection.run("INSERT INTO coordinator(number, name, language, created_at) VALUES (?1, 'nadia', 'fr', ?2)",
                       deputy, noon);
    }
    CampaignId escalate(const std::string& stop_word = {}, const std::string& what = "Who opens the school?")
    {
        Ladder ladder;
        ladder.escalation = Ladder::Escalation{{chief, "nadia", third}, 0min, 10min, what, stop_word};
        const auto id = start(ladder);
        send();
        return id;
    }
    /// Asks whoever is due. @return how many
    int step()
    {
        int asked = 0;
        while (const auto due = alerts.escalation_due(now, Time{}))
            if (Escalation{connection}.ask_next(*due,
                                                {settings.languages, language, now, true, {guard, other_guard}}) ==
                Escalation::Asked::somebody)
                ++asked;
        return asked;
    }
    /// Asks everybody on the list, ten minutes each.
    void ask_all()
    {
        for (int i = 0; i < 4; ++i, now += 10min)
            step();
    }
    /// What those under [alarms] were told.
    std::vector<std::string> alarms()
    {
        std::vector<std::string> texts;
        auto rows = connection.query("SELECT text FROM message WHERE actor = 'alarm' ORDER BY id");
        while (rows.step())
            texts.push_back(rows.text(0));
        return texts;
    }
    Language language = Language::en;
};
bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }
} // namespace

BOOST_FIXTURE_TEST_SUITE(escalation, Fixture)

BOOST_AUTO_TEST_CASE(the_question_does_not_wait_behind_the_texts_of_its_alert)
{
    Ladder ladder;
    ladder.escalation = Ladder::Escalation{{chief}, 0min, 10min, "Who opens the school?", {}};
    start(ladder);
    BOOST_TEST(step() == 1);
    const auto sent = send();
    BOOST_TEST(sent.size() == 4u);
    BOOST_TEST(sent.front() == chief);
}

BOOST_AUTO_TEST_CASE(a_pause_in_between_ends_no_escalation)
{
    const auto id = escalate();
    const Escalation::Settings as_now{settings.languages, Language::en, now + 1h, true};
    campaigns.pause(id, done_by("test", now));
    BOOST_CHECK(Escalation{connection}.ask_next(id, as_now) == Escalation::Asked::not_now);
    campaigns.resume(id, done_by("test", now));
    BOOST_CHECK(Escalation{connection}.ask_next(id, as_now) == Escalation::Asked::somebody);
}

BOOST_AUTO_TEST_CASE(one_after_the_other_is_asked_until_somebody_takes_charge_and_the_others_are_told_who)
{
    const auto id = escalate();
    BOOST_TEST(step() == 1);
    BOOST_TEST(newest_to(chief) == "Alert 1: Who opens the school? Reply TAKEN to take charge.");
    now = noon + 9min;
    BOOST_TEST(step() == 0);
    now = noon + 10min;
    BOOST_TEST(step() == 1);
    BOOST_TEST(has(newest_to(deputy), "JE PRENDS"));
    BOOST_TEST(newest_to(third) == "");

    now = noon + 12min;
    const auto outcome = text(deputy, "je prends");
    BOOST_TEST(has(outcome.note, "takes charge of campaign 1"));
    BOOST_TEST(!has(outcome.note, deputy)); // it is for the log
    BOOST_TEST(has(newest_to(deputy), "pris en charge"));
    BOOST_TEST(newest_to(chief) == "nadia is in charge of alert 1 now.");
    now = noon + 5h;
    BOOST_TEST(step() == 0);
    BOOST_TEST(newest_to(third) == "");
    const auto row = campaigns.row(id)->at("ladder").at("escalation");
    BOOST_TEST(row.at("taken_by").at("name") == "nadia");
    BOOST_TEST(row.at("contacts").as_array().size() == 3);
    BOOST_TEST(audited("alert_taken") == 1);
}

BOOST_AUTO_TEST_CASE(the_stop_word_counts_from_those_who_were_asked_and_once)
{
    const auto id = escalate();
    step();
    text(third, "TAKEN"); // not asked yet
    text(amal, "TAKEN");
    BOOST_TEST(campaigns.row(id)->at("ladder").at("escalation").at("taken_by").is_null());
    now = noon + 10min;
    step();
    text(chief, "Taken!");
    const auto queued = number("SELECT count(*) FROM message");
    text(chief, "TAKEN");
    text(deputy, "TAKEN");
    BOOST_TEST(number("SELECT count(*) FROM message") == queued);
    BOOST_TEST(campaigns.row(id)->at("ladder").at("escalation").at("taken_by").at("number").as_string() == chief);
}

BOOST_AUTO_TEST_CASE(an_alert_may_have_a_word_of_its_own_and_then_no_other_is_understood)
{
    escalate("Jasmine");
    step();
    BOOST_TEST(has(newest_to(chief), "Reply Jasmine to"));
    text(chief, "TAKEN");
    BOOST_TEST(alerts.is_open(1));
    text(chief, "jasmine.");
    BOOST_TEST(!alerts.is_open(1));
}

BOOST_AUTO_TEST_CASE(who_left_or_was_erased_is_passed_over_without_waiting)
{
    escalate();
    text(chief, "STOP");
    erase_person(connection, deputy, done_by("test", now));
    BOOST_TEST(step() == 1);
    BOOST_TEST(has(newest_to(third), "Reply TAKEN"));
    BOOST_TEST(number("SELECT count(*) FROM alert_contact") == 2);
}

BOOST_AUTO_TEST_CASE(nobody_who_has_left_is_named_in_a_draft_until_they_come_back)
{
    text(deputy, "STOP");
    BOOST_CHECK_EXCEPTION(escalate(), BadDefinition,
                          [](const BadDefinition& e) { return has(e.what(), "nadia has left"); });
    text(deputy, "JOIN");
    const auto id = escalate();
    text(chief, "STOP");
    BOOST_TEST(campaigns.row(id)->at("ladder").at("escalation").at("passed_over") == 1);
    step();
    BOOST_TEST(has(newest_to(deputy), "Who opens the school?"));
}

BOOST_AUTO_TEST_CASE(when_nobody_answers_the_list_ends_and_the_audit_says_so)
{
    const auto id = escalate();
    for (int i = 0; i < 3; ++i, now += 10min)
        BOOST_TEST(step() == 1);
    BOOST_TEST(alerts.is_open(id));
    BOOST_TEST(step() == 0);
    BOOST_TEST(!alerts.is_open(id));
    BOOST_TEST(audited("alert_unanswered") == 1);
    text(third, "TAKEN"); // late, but somebody
    BOOST_TEST(audited("alert_taken") == 1);
}

BOOST_AUTO_TEST_CASE(when_nobody_takes_charge_those_who_are_told_of_alarms_hear_of_each_alert_once)
{
    escalate();
    ask_all();
    const std::string text = "Nida: nobody on the list of alert 1 has taken charge of it.";
    BOOST_TEST(alarms() == (std::vector{text, text}));
    BOOST_TEST(newest_to(guard) == text);
    BOOST_TEST(newest_to(other_guard) == text);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE actor = 'alarm' AND priority = 0 AND campaign_id IS NULL") ==
               2);
    campaigns.pause(1, done_by("test", now));
    campaigns.resume(1, done_by("test", now));
    step();
    BOOST_TEST(alarms().size() == 2u);
    language = Language::fr;
    escalate(); // within the hours in which other alarms are not told again
    ask_all();
    BOOST_TEST(alarms().size() == 4u);
    BOOST_TEST(alarms().back() == "Nida : personne de la liste n'a pris en charge l'alerte 2.");
}

BOOST_AUTO_TEST_CASE(who_took_charge_or_cancelled_it_raises_no_alarm)
{
    escalate();
    step();
    text(chief, "TAKEN");
    const auto cancelled = escalate();
    step();
    campaigns.cancel(cancelled, done_by("test", now));
    ask_all();
    BOOST_TEST(alarms().empty());
}

BOOST_AUTO_TEST_CASE(an_alert_that_is_over_before_all_were_asked_raises_the_alarm_then)
{
    auto definition = text_for("", "Leave the valley", Priority::alert);
    definition.ladder = repeating(5min, 10);
    definition.ladder->escalation = Ladder::Escalation{{chief, "nadia", third}, 0min, 10min, {}, {}};
    definition.validity = 15min;
    const auto id = start_campaign(connection, definition, now);
    send();
    step();
    now = noon + 10min;
    step();
    now = noon + 15min;
    sweep();
    BOOST_TEST(alarms().empty());
    BOOST_TEST(step() == 0);
    BOOST_TEST(alarms().size() == 2u);
    BOOST_TEST(newest_to(third) == "");
    BOOST_TEST(!alerts.is_open(id));
}

BOOST_AUTO_TEST_CASE(a_power_cut_leaves_the_end_of_the_list_with_its_alarm_or_neither)
{
    const auto id = escalate();
    for (int i = 0; i < 3; ++i, now += 10min)
        step();
    connection.database().exec("BEGIN");
    step();
    BOOST_TEST(alarms().size() == 2u);
    connection.database().exec("ROLLBACK");
    BOOST_TEST(alarms().empty());
    BOOST_TEST(alerts.is_open(id));
    step();
    step();
    BOOST_TEST(alarms().size() == 2u);
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_twice_when_the_power_goes_in_between)
{
    escalate();
    connection.database().exec("BEGIN");
    BOOST_TEST(step() == 1);
    connection.database().exec("ROLLBACK");
    BOOST_TEST(newest_to(chief) == "");
    BOOST_TEST(step() == 1);
    Connection again{directory / "nida.db", Connection::Mode::write};
    BOOST_TEST(!Alerts{again}.escalation_due(now, Time{}).has_value());
    BOOST_TEST(number("SELECT count(*) FROM message WHERE campaign_id IS NULL AND text LIKE 'Alert 1:%'") == 1);
}

BOOST_AUTO_TEST_CASE(a_pause_and_a_cancel_hold_the_question_that_is_queued_and_the_next_ones)
{
    const auto id = escalate();
    step();
    campaigns.pause(id, done_by("test", now));
    BOOST_TEST(send().empty());
    now = noon + 10min;
    BOOST_TEST(step() == 0);
    campaigns.cancel(id, done_by("test", now));
    while (mark_cancelled(connection, now) > 0)
        ;
    BOOST_TEST(number("SELECT count(*) FROM message WHERE state = 9 AND campaign_id IS NULL") == 1);
    now = noon + 20min;
    BOOST_TEST(step() == 0);
}

BOOST_AUTO_TEST_CASE(without_a_text_of_its_own_it_quotes_the_alert)
{
    escalate({}, {});
    step();
    BOOST_TEST(has(newest_to(chief), "Alert 1: \"Leave the valley\" Reply TAKEN"));
}

BOOST_AUTO_TEST_CASE(what_it_quotes_has_no_places_that_are_not_filled_in)
{
    People{connection}.join(chief, Language::en, "JOIN", "one", texted(noon));
    connection.run("UPDATE person SET name = 'Huda' WHERE number = ?1", chief);
    Ladder ladder;
    ladder.escalation = Ladder::Escalation{{chief, "nadia"}, 0min, 10min, {}, {}};
    start(ladder, "{name|Friends}, leave {{now}}");
    BOOST_TEST(step() == 1);
    BOOST_TEST(has(newest_to(chief), "\"Huda, leave {now}\""));
    now = noon + 10min;
    BOOST_TEST(step() == 1);
    BOOST_TEST(has(newest_to(deputy), "\"Friends, leave {now}\""));
}

BOOST_AUTO_TEST_CASE(a_coordinator_who_is_none_is_refused)
{
    Ladder ladder;
    ladder.escalation = Ladder::Escalation{{"nobody"}, 0min, 10min, {}, {}};
    BOOST_CHECK_THROW(start(ladder), BadDefinition);
}

BOOST_AUTO_TEST_SUITE_END()
