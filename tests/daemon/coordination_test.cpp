#include "daemon/coordinator/person_order.hpp"
#include "tests/daemon/coordinator_fixture.hpp"

using namespace nida::daemon;
using namespace std::chrono_literals;

BOOST_FIXTURE_TEST_SUITE(coordination, CoordinatorFixture)

BOOST_AUTO_TEST_CASE(an_alert_is_answered_with_figures_and_a_code_and_goes_when_the_code_comes)
{
    const auto answer = text(amal, "ALERT women-sfax Come to the square at five, bring water and your neighbours");
    BOOST_TEST(answer.starts_with("1,240 people, 2 parts, about 41 min, 12.40 DT. women-sfax: \"Come to the square at "
                                  "five, bring water ...\" Reply "));
    BOOST_TEST(answer.ends_with(" to send, NO to drop."));
    BOOST_TEST(book.done.empty());

    const auto done = text(amal, code_in(answer));
    BOOST_TEST(done == "Campaign 1 is on its way to 1,240 people. PAUSE 1 holds it.");
    BOOST_REQUIRE(book.done.size() == 1u);
    BOOST_TEST(book.done[0] == "launch women-sfax: Come to the square at five, bring water and your neighbours by "
                               "coordinator amal");
    BOOST_TEST(audit_kinds() == "coordinator_add coordinator_add command command_confirmed ");
}

BOOST_AUTO_TEST_CASE(an_alert_of_one_part_is_told_so_in_the_language_of_whoever_asks)
{
    book.parts = 1;
    BOOST_TEST(text(amal, "ALERT youth Come").starts_with("1,240 people, 1 part, about 41 min, 12.40 DT. youth: "));
    Coordinators{connection}.change("amal", {{}, Language::ar, {}, {}}, done_by("cli", now));
    BOOST_TEST(text(amal, "ALERT youth Come").find("رسالة واحدة لكل منهم، نحو 41 دقيقة، ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_forged_coordinator_gets_nothing_done_that_needs_a_code)
{
    // Whoever forges the number writes, and the answer with the code goes to its owner.
    text(amal, "ALERT youth Stay at home");
    for (const auto* forged :
         {"000000", "123456", "111111", "ALERT youth Stay at home", "RESUME", "ADD 0944444444 X youth"})
        text(amal, forged);
    BOOST_TEST(book.done.empty());
    BOOST_TEST(!People{connection}.find("+218944444444").has_value());
    // And a number that is nobody's does not even learn that there are commands.
    BOOST_TEST(text(salma, "ALERT youth Stay at home") == "");
    BOOST_TEST(last.note == "no keyword");
    BOOST_TEST(text(salma, "123456") == "");
}

BOOST_AUTO_TEST_CASE(a_replayed_code_does_nothing_a_second_time)
{
    const auto code = code_in(text(amal, "ALERT youth Come"));
    text(amal, code);
    BOOST_TEST(text(amal, code) == "This code was used already. Nothing was done a second time.");
    BOOST_TEST(book.done.size() == 1u);
    // Not for another request either.
    text(amal, "ALERT youth Come");
    text(amal, code);
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_second_request_never_replaces_or_shares_the_first_ones_code)
{
    const auto first = code_in(text(amal, "ALERT youth First"));
    const auto second = code_in(text(amal, "ALERT youth Second"));
    BOOST_TEST(first != second);
    text(amal, first);
    BOOST_REQUIRE(book.done.size() == 1u);
    BOOST_TEST(book.done[0] == "launch youth: First by coordinator amal");
    text(amal, second);
    BOOST_REQUIRE(book.done.size() == 2u);
    BOOST_TEST(book.done[1] == "launch youth: Second by coordinator amal");
}

BOOST_AUTO_TEST_CASE(a_code_is_nobody_elses)
{
    const auto code = code_in(text(amal, "ALERT youth Come"));
    text(badr, "ALERT youth Other");
    text(badr, code);
    BOOST_TEST(book.done.empty());
    text(amal, code);
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(three_wrong_codes_end_that_request_and_lock_nobody_out)
{
    const auto first = code_in(text(amal, "ALERT youth First"));
    const auto wrong = other_than(first);
    BOOST_TEST(text(amal, wrong) == "This code is wrong or too old. Nothing was done.");
    text(amal, wrong);
    BOOST_TEST(text(amal, wrong) ==
               "Wrong for the third time: the request is dropped. Text it anew whenever you like.");
    text(amal, first);
    BOOST_TEST(book.done.empty());
    // The next one, at once, is as good as any; and another's was not touched.
    text(amal, code_in(text(amal, "ALERT youth Second")));
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(wrong_codes_for_a_request_that_is_named_do_not_touch_the_others)
{
    const auto first = code_in(text(amal, "ALERT youth First"));
    const auto second = code_in(text(amal, "ALERT youth Second"));
    const auto id = number("SELECT max(id) FROM coordinator_request");
    for (int i = 0; i < 3; ++i)
        text(amal, std::to_string(id) + " " + other_than(second));
    text(amal, second);
    BOOST_TEST(book.done.empty());
    text(amal, first);
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_code_is_bound_to_exactly_this_text_audience_and_number)
{
    for (const auto* change :
         {"UPDATE coordinator_request SET text = 'Come!'", "UPDATE coordinator_request SET groups = '[\"women-sfax\"]'",
          "UPDATE coordinator SET number = '+218955555555' WHERE name = 'amal'",
          "UPDATE coordinator_request SET kind = 'add'"}) {
        const auto code = code_in(text(amal, "ALERT youth Come"));
        connection.database().exec(change);
        text(amal, code);
        text("+218955555555", code);
        BOOST_TEST(book.done.empty(), change);
        connection.database().exec("DELETE FROM coordinator_request");
        connection.database().exec("DELETE FROM coordinator_contact");
        connection.run("UPDATE coordinator SET number = ?1 WHERE name = 'amal'", amal);
    }
}

BOOST_AUTO_TEST_CASE(a_code_lives_ten_minutes)
{
    const auto first = code_in(text(amal, "ALERT youth First"));
    now += 10min - 1s;
    const auto second = code_in(text(amal, "ALERT youth Second"));
    text(amal, first);
    BOOST_TEST(book.done.size() == 1u);
    now += 10min;
    BOOST_TEST(text(amal, second) == "This code is wrong or too old. Nothing was done.");
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_clock_that_jumps_makes_no_code_live_longer)
{
    const auto code = code_in(text(amal, "ALERT youth Come"));
    now -= 1h;
    text(amal, code);
    now += 1h;
    text(amal, code);
    BOOST_TEST(book.done.empty());
}

BOOST_AUTO_TEST_CASE(when_the_hour_turns_out_a_code_lives_on_as_long_as_was_promised)
{
    sure = false;
    const auto code = code_in(text(amal, "ALERT youth Come"));
    sure = true;
    now += std::chrono::days{700};
    text(amal, code);
    BOOST_TEST(book.done.empty());
    text(amal, "NO");
    connection.database().exec("DELETE FROM coordinator_request");

    const auto began = now;
    const auto other = code_in(text(amal, "ALERT youth Come"));
    connection.run("UPDATE coordinator_request SET created_at = created_at + ?1, expires_at = expires_at + ?1 WHERE "
                   "created_at >= ?2",
                   std::int64_t{std::chrono::microseconds{std::chrono::days{700}}.count()}, began);
    now += std::chrono::days{700};
    text(amal, other);
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(no_drops_what_was_asked_and_without_a_request_it_is_a_word_as_any_other)
{
    BOOST_TEST(text(amal, "NO") == "");
    const auto code = code_in(text(amal, "ALERT youth Come"));
    BOOST_TEST(text(amal, "No.") == "Dropped. Nothing was done.");
    text(amal, code);
    BOOST_TEST(book.done.empty());
}

BOOST_AUTO_TEST_CASE(a_long_text_is_one_command_and_stays_as_it_was_written)
{
    std::string words = "women-sfax, Youth:  Meet at the old mill.\nBring: water, bread";
    for (int i = 0; i < 60; ++i)
        words += " and more bread";
    text(amal, code_in(text(amal, "alert " + words)));
    BOOST_REQUIRE(book.done.size() == 1u);
    BOOST_TEST(
        book.done[0].starts_with("launch women-sfax, youth: Meet at the old mill.\nBring: water, bread and more"));
}

BOOST_AUTO_TEST_CASE(commands_are_understood_in_arabic_with_eastern_digits_and_in_french)
{
    Coordinators{connection}.change("amal", {{}, Language::ar, {}, {}}, done_by("cli", now));
    const auto answer = text(amal, "تنبيه women-sfax موعدنا الخامسة");
    BOOST_TEST(answer.find("أو «لا» للإلغاء") != answer.npos);
    std::string eastern;
    for (const char c : code_in(answer))
        eastern += std::string{"\xD9"} + static_cast<char>(0xA0 + (c - '0'));
    text(amal, eastern);
    BOOST_REQUIRE(book.done.size() == 1u);
    BOOST_TEST(book.done[0] == "launch women-sfax: موعدنا الخامسة by coordinator amal");

    Coordinators{connection}.change("badr", {{}, Language::fr, {}, {}}, done_by("cli", now));
    BOOST_TEST(text(badr, "état").starts_with("Lignes en service : 3 sur 4. Messages en attente : 12. Campagne 1"));
    BOOST_TEST(text(badr, "Arrêt total").starts_with("Campagnes mises en pause : 1."));
    BOOST_TEST(text(badr, "STATUS").starts_with("Lignes en service"));
}

BOOST_AUTO_TEST_CASE(status_and_balance_need_no_code)
{
    book.people = 900;
    text(amal, code_in(text(amal, "ALERT youth Come")));
    BOOST_TEST(text(amal, "Status") == "Lines in service: 3 of 4. Waiting messages: 12. Campaign 1: 310 of 900.");
    BOOST_TEST(text(amal, "balance") == "libyana-1: 12.50 LYD");
}

BOOST_AUTO_TEST_CASE(what_begins_as_a_command_and_is_none_is_answered_with_how_it_is_written)
{
    text(amal, code_in(text(amal, "ALERT youth Come")));
    for (const auto* words : {"PAUSE toto", "pause campaign 1", "PAUSE ALLES"})
        BOOST_TEST(text(amal, words) == "Not understood, nothing was done. Write PAUSE, or PAUSE and a campaign's "
                                        "number. STOP ALL pauses everything.");
    BOOST_TEST(text(amal, "RESUME all") ==
               "Not understood, nothing was done. Write RESUME, or RESUME and a number, and nothing else.");
    BOOST_TEST(text(amal, "STATUS please") == "Not understood, nothing was done. Write STATUS and nothing else.");
    BOOST_TEST(!last.keyword.has_value()); // people read it as any other
    BOOST_TEST(text(amal, "No, I cannot come") == "");
    BOOST_TEST(text(amal, "Balance is important in life") == "");
    BOOST_TEST(text(salma, "PAUSE toto") == "");
    BOOST_TEST(book.done.size() == 1u);

    text(amal, "ALERT youth Again");
    BOOST_TEST(text(amal, "NO thanks").starts_with("Not understood, nothing was done. Write NO"));
    Coordinators{connection}.change("amal", {{}, Language::ar, {}, {}}, done_by("cli", now));
    BOOST_TEST(text(amal, "STATUS please").find("«الحالة»") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_means_something_else_is_not_explained)
{
    text(badr, "Stop all these messages");
    BOOST_TEST(People{connection}.has_left(badr));
    BOOST_TEST(last.note.find("told how") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_flood_of_what_is_not_understood_is_answered_as_seldom_as_one_of_commands)
{
    settings.coordinators.commands_per_hour = 2;
    text(amal, "PAUSE toto");
    BOOST_TEST(text(amal, "PAUSE toto").starts_with("Not understood"));
    BOOST_TEST(text(amal, "PAUSE toto").starts_with("Too many messages"));
    BOOST_TEST(text(amal, "PAUSE toto") == "");
}

BOOST_AUTO_TEST_CASE(where_nothing_runs_or_is_paused_or_waits_that_is_said)
{
    BOOST_TEST(text(badr, "PAUSE") == "No campaign runs: there is nothing to pause.");
    BOOST_TEST(text(badr, "RESUME") == "No campaign is paused.");
    BOOST_TEST(text(badr, "APPROVE") == "No campaign waits for approval.");
    BOOST_TEST(text(badr, "PAUSE 7") == "There is no such campaign.");
}

BOOST_AUTO_TEST_CASE(pausing_needs_no_code_and_resuming_does)
{
    text(amal, code_in(text(amal, "ALERT youth Come")));
    BOOST_TEST(text(amal, "PAUSE") == "Campaign 1 is paused. RESUME 1 lets it go on.");
    BOOST_TEST(text(amal, "PAUSE 1") == "There is no such campaign.");
    const auto answer = text(amal, "RESUME 1");
    BOOST_TEST(book.done.size() == 2u);
    BOOST_TEST(answer.starts_with("Let campaign 1 go on? Reply "));
    BOOST_TEST(text(amal, code_in(answer)) == "Campaign 1 goes on.");
    BOOST_TEST(book.done.back() == "resume 1 by coordinator amal");
}

BOOST_AUTO_TEST_CASE(with_several_campaigns_a_pause_asks_which_and_stop_all_stops_them)
{
    text(amal, code_in(text(amal, "ALERT youth One")));
    text(amal, code_in(text(amal, "ALERT youth Two")));
    BOOST_TEST(text(amal, "PAUSE") == "Write which one, by its number: 2, 1");
    BOOST_TEST(text(amal, "Pause all!").starts_with("Paused campaigns: 2."));
    BOOST_TEST(text(amal, "Stop all!").starts_with("Paused campaigns: 0."));
    BOOST_TEST(!People{connection}.has_left(amal));
}

BOOST_AUTO_TEST_CASE(stop_leaves_for_a_coordinator_as_for_anybody_and_a_supporters_stop_all_leaves_everything)
{
    People{connection}.join(amal, {}, "JOIN", "one", texted(now));
    text(amal, "STOP");
    BOOST_TEST(People{connection}.has_left(amal));
    // They command as before.
    BOOST_TEST(text(amal, "STATUS") != "");

    People{connection}.join(salma, {}, "JOIN", "one", texted(now));
    text(salma, "STOP ALL");
    BOOST_TEST(People{connection}.has_left(salma));
    BOOST_TEST(book.done.empty());
}

BOOST_AUTO_TEST_CASE(rights_hold_when_asked_and_when_confirmed)
{
    const auto refused = text(amal, "ALERT staff Come");
    BOOST_TEST(refused.starts_with("First the name of a group"));
    BOOST_TEST(text(amal, "ALERT nobody Come") == refused);
    BOOST_TEST(text(amal, "APPROVE 1") == "You may not do this.");
    BOOST_TEST(text(badr, "ADD 0944444444 Dalia youth") == "You may not do this.");

    const auto code = code_in(text(amal, "ALERT youth Come"));
    Coordinators{connection}.change("amal", {{}, {}, Rights{}, {}}, done_by("cli", now));
    text(amal, code);
    BOOST_TEST(book.done.empty());
}

BOOST_AUTO_TEST_CASE(a_person_is_added_with_a_code_and_never_one_who_left)
{
    const auto answer = text(amal, "ADD 094 444 44 44 Dalia Ben Ali youth");
    BOOST_TEST(answer.starts_with("Add +218944444444 (Dalia Ben Ali) to youth? Reply "));
    BOOST_TEST(text(amal, code_in(answer)) == "+218944444444 is in youth now.");
    const auto person = People{connection}.find("+218944444444");
    BOOST_REQUIRE(person.has_value());
    BOOST_TEST(person->name == "Dalia Ben Ali");

    text("+218944444444", "STOP");
    BOOST_TEST(text(amal, "ADD 0944444444 Dalia youth").find("was not added") != std::string::npos);
    // Who leaves between the question and the code stays out as well.
    const auto code = code_in(text(amal, "ADD 0955555555 Ezzedine youth"));
    text("+218955555555", "STOP");
    BOOST_TEST(text(amal, code).find("was not added") != std::string::npos);
    BOOST_TEST(!Groups{connection}.has("+218955555555", Groups{connection}.find("youth")->id));
}

BOOST_AUTO_TEST_CASE(above_the_limit_a_second_coordinator_confirms_with_a_code_of_their_own)
{
    book.approval_above = 1000;
    const auto answer = text(amal, code_in(text(amal, "ALERT youth Come")));
    BOOST_TEST(answer == "Confirmed. Campaign 1 for 1,240 people now waits for a second coordinator.");
    const auto asked = newest_to(badr);
    BOOST_TEST(asked.starts_with("amal wants to send campaign 1: 1,240 people. \"Come\" Reply "));
    // It is nobody's but theirs.
    text(amal, code_in(asked));
    BOOST_TEST(book.done.size() == 1u);
    BOOST_TEST(text(badr, code_in(asked)) == "Approved. Campaign 1 is on its way.");
    BOOST_TEST(book.done.back() == "approve 1 by coordinator badr");
    BOOST_TEST(newest_to(amal) == "Approved. Campaign 1 is on its way.");
}

BOOST_AUTO_TEST_CASE(nobody_approves_what_they_want_to_send_or_what_was_changed_since)
{
    book.approval_above = 1000;
    text(badr, code_in(text(badr, "ALERT youth Come")));
    BOOST_TEST(text(badr, "APPROVE 1") == "You may not do this.");

    text(amal, code_in(text(amal, "ALERT youth Go")));
    const auto code = code_in(text(badr, "APPROVE 2"));
    book.campaigns.at(2).campaign.what = "something else";
    BOOST_TEST(text(badr, code).find("changed") != std::string::npos);
    BOOST_TEST(book.done.size() == 2u);
}

BOOST_AUTO_TEST_CASE(with_a_second_person_as_factor_another_lets_it_through_instead_of_a_code)
{
    Coordinators{connection}.change("amal", {{}, {}, {}, Factor::second}, done_by("cli", now));
    const auto answer = text(amal, "ALERT youth Come");
    BOOST_TEST(code_in(answer) == "");
    const auto asked = newest_to(badr);
    BOOST_TEST(asked.starts_with("amal: 1,240 people"));
    BOOST_TEST(book.done.empty());
    text(badr, code_in(asked));
    BOOST_REQUIRE(book.done.size() == 1u);
    BOOST_TEST(book.done[0] == "launch youth: Come by coordinator amal");
    BOOST_TEST(newest_to(amal).starts_with("Campaign 1 is on its way"));

    // What its owner drops, nobody lets through.
    text(amal, "ALERT youth Again");
    const auto other = code_in(newest_to(badr));
    text(amal, "NO");
    text(badr, other);
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_done_is_said_and_leaves_nothing_behind)
{
    BOOST_TEST(text(amal, code_in(text(amal, "ALERT broken Come"))) == "This could not be done: nobody would get this");
    BOOST_TEST(number("SELECT count(*) FROM coordinator_request WHERE state = 'failed'") == 1);
}

BOOST_AUTO_TEST_CASE(a_flood_is_answered_so_often_then_reported_and_pauses_still_count)
{
    settings.coordinators.commands_per_hour = 4;
    text(amal, code_in(text(amal, "ALERT youth Come")));
    const auto code = code_in(text(amal, "ALERT youth Second"));
    text(amal, "STATUS");
    text(amal, "STATUS");
    BOOST_TEST(text(amal, "STATUS").starts_with("Too many messages came from your number"));
    BOOST_TEST(newest_to("+218999999999").find("coordinator") != std::string::npos);
    const auto requests = number("SELECT count(*) FROM coordinator_request");
    BOOST_TEST(text(amal, "ALERT youth Third") == "");
    BOOST_TEST(number("SELECT count(*) FROM coordinator_request") == requests);
    // Its owner is not locked out of what they asked for, nor of stopping.
    BOOST_TEST(text(amal, code).starts_with("Campaign 2 is on its way"));
    BOOST_TEST(text(amal, "PAUSE 1") == "");
    BOOST_TEST(book.done.back() == "pause 1 by coordinator amal");
    // Another one is not concerned, and after an hour it is as before.
    BOOST_TEST(text(badr, "STATUS") != "");
    now += 61min;
    BOOST_TEST(text(amal, "STATUS") != "");
}

BOOST_AUTO_TEST_CASE(a_muted_number_can_still_pause_and_confirm)
{
    const auto code = code_in(text(amal, "ALERT youth Come"));
    Dialogue dialogue{connection, settings};
    const auto muted = [&](const std::string& words) {
        return dialogue.receive_muted(*nida::protocol::address_from_text(amal), words, line, "one", {}, now, true);
    };
    BOOST_TEST(!muted("ALERT youth Flood"));
    BOOST_TEST(muted(code));
    BOOST_TEST(book.done.size() == 1u);
    BOOST_TEST(muted("STOP ALL"));
    BOOST_TEST(book.done.back() == "pause 1 by coordinator amal");
}

BOOST_AUTO_TEST_CASE(a_surge_of_leavings_raises_an_alarm_once)
{
    for (int i = 0; i < 11; ++i) {
        BOOST_TEST(newest_to("+218999999999") == "");
        text("+2189100001" + std::to_string(10 + i), "STOP");
    }
    BOOST_TEST(newest_to("+218999999999").find("unusually many people") != std::string::npos);
    text("+218910000199", "STOP");
    BOOST_TEST(number("SELECT count(*) FROM message WHERE actor = 'alarm'") == 1);
}

BOOST_AUTO_TEST_CASE(a_message_with_a_code_is_shown_nowhere_and_wiped_once_it_has_left)
{
    const auto code = code_in(text(amal, "ALERT youth Come"));
    BOOST_TEST(number("SELECT count(*) FROM code_message") == 1);
    wipe_code_messages(connection, now);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE text LIKE '%Reply%'") == 1); // it has not left yet
    connection.database().exec("UPDATE message SET state = 2, sent_at = 1");
    wipe_code_messages(connection, now);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE text <> ''") == 0);
    // Nor does it stand in the audit or among what waits, in whatever spelling.
    auto rows = connection.query("SELECT count(*) FROM audit WHERE detail LIKE ?1", "%" + code + "%");
    BOOST_REQUIRE(rows.step());
    BOOST_TEST(rows.integer(0) == 0);
}

BOOST_AUTO_TEST_CASE(a_code_that_is_over_does_not_leave_any_more)
{
    text(amal, "ALERT youth Come");
    text(amal, "NO");
    wipe_code_messages(connection, now);
    BOOST_TEST(number("SELECT count(*) FROM message m JOIN code_message c ON c.message_id = m.id WHERE m.state = 9 AND "
                      "m.text = ''") == 1);
}

BOOST_AUTO_TEST_CASE(requests_are_forgotten_after_a_day)
{
    text(amal, "ALERT youth Come");
    now += 11min;
    BOOST_TEST(Requests{connection}.expire(now) == 1);
    now += 23h;
    Requests{connection}.expire(now);
    BOOST_TEST(number("SELECT count(*) FROM coordinator_request") == 1);
    now += 2h;
    Requests{connection}.expire(now);
    BOOST_TEST(number("SELECT count(*) FROM coordinator_request") == 0);
    BOOST_TEST(number("SELECT count(*) FROM code_message WHERE request_id IS NOT NULL") == 0);
}

BOOST_AUTO_TEST_CASE(whom_an_alert_is_for_is_not_guessed)
{
    Groups{connection}.id_of("women");
    Coordinators{connection}.change("amal", {{}, {}, Rights{true, true, {}, false, true, true}, {}},
                                    done_by("cli", now));
    const auto group_of = [this](const std::string& words) {
        const auto parsed = groups_before_text(connection, words);
        return joined(parsed.groups) + " | " + parsed.text;
    };
    BOOST_TEST(group_of("women sfax come") == "women-sfax | come");
    BOOST_TEST(group_of("women of Sfax come") == "women | of Sfax come");
    BOOST_TEST(group_of("Women-Sfax, youth, women, come, all") == "women-sfax, youth, women | come, all");
    BOOST_TEST(group_of("women، youth تعالوا") == "women, youth | تعالوا");
    BOOST_TEST(group_of("the women come") == " | ");
    BOOST_TEST(group_of("wemen come") == " | ");
    BOOST_TEST(group_of("women") == "women | ");
    BOOST_TEST(group_of("") == " | ");
    BOOST_TEST(text(amal, "ALERT women").starts_with("First the name of a group"));
}

BOOST_AUTO_TEST_SUITE_END()
