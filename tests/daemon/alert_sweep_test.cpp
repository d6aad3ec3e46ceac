#include "daemon/campaign/alert_sweep.hpp"

#include "daemon/people/erasure.hpp"
#include "daemon/people/merging.hpp"
#include "daemon/store/retention.hpp"
#include "daemon/store/unsure_times.hpp"
#include "tests/daemon/alert_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
using Numbers = std::vector<std::string>;
Numbers sorted(Numbers numbers)
{
    std::ranges::sort(numbers);
    return numbers;
}
constexpr unsigned not_obtainable = 0x43;

struct Fixture : AlertFixture {
    /// Texts are kept for an hour.
    void forget_texts()
    {
        Retention retention{{0s, 1h}};
        while (!retention.next(connection, now).over)
            ;
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(alert_sweep, Fixture)

BOOST_AUTO_TEST_CASE(only_those_without_a_report_and_an_answer_are_texted_again_and_not_more_often_than_was_said)
{
    const auto id = start(repeating(15min, 2));
    BOOST_TEST(send().size() == 3);
    now = noon + 1min;
    report(amal);
    text(badr, "OK");

    now = noon + 14min;
    BOOST_TEST(sweep().repeated == 0);
    now = noon + 16min;
    BOOST_TEST(sweep().repeated == 1);
    BOOST_TEST(send() == Numbers{salma});
    now = noon + 18min;
    BOOST_TEST(sweep().repeated == 0); // a quarter of an hour after the second
    now = noon + 32min;
    BOOST_TEST(sweep().repeated == 1);
    BOOST_TEST(send() == Numbers{salma});
    BOOST_TEST(alerts.is_open(id));
    now = noon + 60min;
    const auto last = sweep();
    BOOST_TEST(last.repeated == 0);
    BOOST_TEST(last.over);
    BOOST_TEST(!alerts.is_open(id));
    BOOST_TEST(texts_to(salma, id) == 3);
    BOOST_TEST(texts_to(amal, id) == 1);
    BOOST_TEST(texts_to(badr, id) == 1);
}

BOOST_AUTO_TEST_CASE(who_was_reached_by_a_later_text_gets_no_third)
{
    const auto id = start(repeating(10min, 3));
    send();
    now = noon + 11min;
    sweep();
    send();
    for (const auto& number : {amal, badr, salma})
        report(number);
    now = noon + 25min;
    const auto done = sweep();
    BOOST_TEST(done.repeated == 0);
    BOOST_TEST(done.over);
    BOOST_TEST(texts_to(amal, id) == 2);
}

BOOST_AUTO_TEST_CASE(a_text_that_failed_is_sent_again_and_one_that_cannot_be_is_not)
{
    const auto id = start(repeating(10min, 1));
    send();
    now = noon + 1min;
    report(amal);
    report(badr, not_obtainable);
    connection.run("UPDATE message SET state = 7, error_code = 'bad_text', finished_at = ?2 WHERE recipient = ?1",
                   salma, now);
    now = noon + 12min;
    BOOST_TEST(sweep().repeated == 1);
    BOOST_TEST(send() == Numbers{badr});
    BOOST_TEST(texts_to(salma, id) == 1);
}

BOOST_AUTO_TEST_CASE(what_is_on_its_way_or_in_doubt_is_waited_for)
{
    start(repeating(5min, 2));
    now = noon + 30min; // no line has served
    const auto done = sweep();
    BOOST_TEST(done.repeated == 0);
    BOOST_TEST(!done.over);
    const auto segment = claim(budget, now);
    outbox.record(segment, SegmentUnknown{"silence"}, now);
    send();
    now = noon + 36min;
    BOOST_TEST(sweep().repeated == 2); // not to the one in doubt
    BOOST_TEST(!std::ranges::count(send(), segment.recipient));
}

BOOST_AUTO_TEST_CASE(who_left_or_was_erased_meanwhile_hears_nothing_more)
{
    start(repeating(5min, 2));
    send();
    now = noon + 1min;
    text(amal, "STOP");
    erase_person(connection, badr, done_by("test", now));
    now = noon + 6min;
    BOOST_TEST(sweep().repeated == 1);
    text(salma, "STOP"); // while it is queued
    const auto sent = send();
    BOOST_TEST(std::ranges::count(sent, salma) == 1); // the goodbye alone
    BOOST_TEST(number("SELECT count(*) FROM message WHERE repeat > 0 AND state = 8") == 1);
    now = noon + 20min;
    BOOST_TEST(sweep().repeated == 0);
    BOOST_TEST(number("SELECT count(*) FROM alert WHERE due_at IS NOT NULL") == 0);
}

BOOST_AUTO_TEST_CASE(a_report_or_an_answer_that_comes_while_it_waits_takes_the_next_text_back)
{
    start(repeating(5min, 2));
    send();
    now = noon + 6min;
    BOOST_TEST(sweep().repeated == 3);
    report(amal);
    text(badr, "ok");
    BOOST_TEST(send() == Numbers{salma});
    BOOST_TEST(number("SELECT count(*) FROM message WHERE state = 8 AND error_code = 'reached'") == 2);
}

BOOST_AUTO_TEST_CASE(a_walk_that_was_cut_short_begins_again_and_nothing_is_sent_twice)
{
    const auto id = start(repeating(5min, 1));
    send();
    now = noon + 6min;
    // The power went before the slice was on disk,
    connection.database().exec("BEGIN");
    {
        AlertSweep walk{id};
        BOOST_TEST(walk.next(connection, {std::make_shared<const Router>(), now, true}).repeated == 3);
    }
    connection.database().exec("ROLLBACK");
    BOOST_TEST(texts_to(amal, id) == 1);
    // and when it was, but not the end of the walk.
    {
        AlertSweep walk{id};
        BOOST_TEST(walk.next(connection, {std::make_shared<const Router>(), now, true}).repeated == 3);
    }
    connection.run("UPDATE alert SET due_at = ?1", now);
    Connection again{directory / "nida.db", Connection::Mode::write};
    AlertSweep walk{id};
    BOOST_TEST(walk.next(again, {std::make_shared<const Router>(), now, true}).repeated == 0);
    BOOST_TEST(texts_to(amal, id) == 2);
    BOOST_TEST(sorted(send()) == (Numbers{amal, badr, salma}));
    BOOST_TEST(send().empty());
}

BOOST_AUTO_TEST_CASE(a_paused_alert_repeats_nothing_and_goes_on_when_it_is_resumed)
{
    const auto id = start(repeating(5min, 1));
    send();
    campaigns.pause(id, done_by("test", now));
    now = noon + 3h;
    BOOST_TEST(sweep().repeated == 0);
    BOOST_TEST(alerts.end_missed(now - 1h, now) == 0); // a person paused it, and may go on with it
    campaigns.resume(id, done_by("test", now));
    BOOST_TEST(alerts.end_missed(now - 1h, now) == 0);
    BOOST_TEST(sweep().repeated == 3);
    campaigns.pause(id, done_by("test", now));
    BOOST_TEST(send().empty()); // what is queued again waits with the rest
    campaigns.cancel(id, done_by("test", now));
    while (mark_cancelled(connection, now) > 0)
        ;
    BOOST_TEST(number("SELECT count(*) FROM message WHERE repeat = 1 AND state = 9") == 3);
    BOOST_TEST(!alerts.is_open(id));
}

BOOST_AUTO_TEST_CASE(stopping_everything_stops_this_too)
{
    start(repeating(5min, 1));
    send();
    BOOST_TEST(campaigns.pause_all(done_by("test", now)) == 1);
    now = noon + 10min;
    BOOST_TEST(!alerts.due(now, Time{}).has_value());
    BOOST_TEST(!alerts.next_due(Time{}).has_value());
}

BOOST_AUTO_TEST_CASE(a_box_that_was_off_for_hours_repeats_no_old_alert)
{
    const auto id = start(repeating(15min, 3));
    send();
    now = noon + 50min;
    BOOST_TEST(alerts.end_missed(now - 1h, now) == 0); // half an hour is not too long
    now = noon + 4h;
    missed_before = now - 1h;
    BOOST_TEST(alerts.end_missed(missed_before, now) == 1);
    BOOST_TEST(sweep().repeated == 0);
    BOOST_TEST(!alerts.is_open(id));
    BOOST_TEST(audited("alert_missed") == 1);
}

BOOST_AUTO_TEST_CASE(whose_first_text_leaves_after_the_box_was_off_gets_what_follows_it)
{
    start(repeating(15min, 1));
    const auto first = std::get<Claim>(outbox.claim(budget, now));
    outbox.record(first, SegmentSent{1}, now);
    now = noon + 4h;
    missed_before = now - 1h;
    BOOST_TEST(alerts.end_missed(missed_before, now) == 1);
    BOOST_TEST(sweep().repeated == 0);
    const auto rest = sorted(send());
    BOOST_TEST(rest.size() == 2u);
    now += 16min;
    BOOST_TEST(sweep().repeated == 2);
    BOOST_TEST(sorted(send()) == rest);
}

BOOST_AUTO_TEST_CASE(what_was_queued_again_before_the_box_was_off_does_not_leave_hours_later)
{
    start(repeating(15min, 3));
    send();
    now = noon + 16min;
    BOOST_TEST(sweep().repeated == 3);
    now = noon + 5h;
    BOOST_TEST(send().empty());
    BOOST_TEST(number("SELECT count(*) FROM message WHERE repeat = 1 AND error_code = 'out_of_validity'") == 3);
}

BOOST_AUTO_TEST_CASE(nothing_is_done_once_the_alert_is_not_valid_any_more)
{
    auto definition = text_for("", "Leave the valley", Priority::alert);
    definition.ladder = repeating(20min, 10);
    definition.validity = 30min;
    const auto id = start_campaign(connection, definition, now);
    send();
    now = noon + 21min;
    BOOST_TEST(sweep().repeated == 3);
    send();
    now = noon + 45min;
    const auto done = sweep();
    BOOST_TEST(done.repeated == 0);
    BOOST_TEST(done.over);
    BOOST_TEST(!alerts.is_open(id));
}

BOOST_AUTO_TEST_CASE(while_the_hour_is_not_known_only_what_began_since_then_goes_on_and_its_times_move_with_the_clock)
{
    const auto before = start(repeating(15min, 1));
    now = noon + 1min;
    const auto since = now;
    const auto later = start(repeating(15min, 1));
    BOOST_TEST(alerts.due(noon + 1h, since).value() == later);
    shift_unsure_times(connection, 24h, since);
    BOOST_TEST(alerts.due(noon + 1h, Time{}).value() == before);
    BOOST_TEST(number("SELECT count(*) FROM alert WHERE due_at > begun_at AND until > due_at") == 2);
    BOOST_TEST((alerts.next_due(noon + 10h) == since + 24h + 15min));
}

BOOST_AUTO_TEST_CASE(a_campaign_is_not_done_while_more_is_to_be_done)
{
    const auto id = start(repeating(5min, 1));
    send();
    BOOST_TEST(outbox.finish_campaigns(now) == 0);
    BOOST_TEST(!campaigns.row(id)->at("done").as_bool());
    now = noon + 6min;
    sweep();
    send();
    BOOST_TEST(outbox.finish_campaigns(now) == 0);
    now = noon + 20min;
    BOOST_TEST(sweep().over);
    BOOST_TEST(outbox.finish_campaigns(now) == 1);
    const auto row = campaigns.row(id).value();
    BOOST_TEST(row.at("done").as_bool());
    BOOST_TEST(row.at("counts").at("sent").as_int64() == 3); // people, not texts
    BOOST_TEST(row.at("ladder").at("repeats").as_int64() == 3);
    BOOST_TEST(row.at("ladder").at("next_at").is_null());
}

BOOST_AUTO_TEST_CASE(whom_a_later_text_reached_is_no_failure)
{
    const auto id = start(repeating(5min, 1));
    send();
    for (const auto& number : {amal, badr, salma})
        report(number, not_obtainable);
    now = noon + 6min;
    sweep();
    send();
    report(amal);
    report(badr, not_obtainable);
    now = noon + 20min;
    sweep();
    outbox.finish_campaigns(now);
    const auto again = campaigns.draft_for_failures(id, {}, done_by("test", now));
    const auto only_badr = campaigns.submit(again, done_by("test", now), {});
    BOOST_TEST(only_badr.recipients == 1);
}

BOOST_AUTO_TEST_CASE(the_first_text_shows_at_once_and_the_next_ones_stay_on_the_phone)
{
    auto ladder = repeating(5min, 1);
    ladder.flash = true;
    start(ladder, "Leave the valley");
    send();
    BOOST_TEST(number("SELECT count(*) FROM segment WHERE dcs = 16") == 3);
    now = noon + 6min;
    sweep();
    send();
    BOOST_TEST(number("SELECT count(*) FROM segment WHERE dcs = 0") == 3);
    start(ladder, "غادروا الوادي");
    send();
    BOOST_TEST(number("SELECT count(*) FROM segment WHERE dcs = 24") == 3);
}

BOOST_AUTO_TEST_CASE(what_was_filled_in_and_is_not_kept_any_more_is_filled_in_anew_and_never_goes_out_with_its_places)
{
    const auto call_them = [this](const std::string& number, const std::string& name) {
        connection.run("UPDATE person SET name = ?2 WHERE number = ?1", number, name);
    };
    call_them(amal, "Amal");
    start(repeating(3h, 2), "{name|Friend}, leave the {{valley}}");
    send();
    report(badr);
    call_them(amal, std::string(160, 'A'));
    now = noon + 2h;
    forget_texts();
    BOOST_TEST(newest_to(amal) == "");
    now = noon + 181min;
    BOOST_TEST(sweep().repeated == 2);
    BOOST_TEST(newest_to(amal) == std::string(160, 'A') + ", leave the {valley}");
    BOOST_TEST(newest_to(salma) == "Friend, leave the {valley}");
    BOOST_TEST(sorted(send()) == (Numbers{amal, amal, salma})); // in two segments, as it is now
}

BOOST_AUTO_TEST_CASE(a_text_that_is_the_same_for_everybody_is_sent_again_whatever_is_kept)
{
    start(repeating(3h, 1));
    send();
    now = noon + 2h;
    forget_texts();
    now = noon + 181min;
    BOOST_TEST(sweep().repeated == 3);
    BOOST_TEST(send().size() == 3u);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE error_code IS NOT NULL") == 0);
}

BOOST_AUTO_TEST_CASE(where_nothing_is_left_to_fill_in_nothing_is_sent_again_and_the_phone_may_ring)
{
    connection.run("UPDATE person SET name = 'Amal, leave the valley'");
    auto ladder = repeating(3h, 2);
    ladder.ring = Ladder::Ring{4h, 15s};
    const auto id = start(ladder, "{name}");
    send();
    connection.run("UPDATE person SET name = NULL WHERE number = ?1", amal);
    now = noon + 2h;
    forget_texts();
    now = noon + 181min;
    BOOST_TEST(sweep().repeated == 2);
    send();
    now = noon + 241min;
    BOOST_TEST(sweep().to_call == 3);
    BOOST_TEST(texts_to(amal, id) == 1);
    BOOST_TEST(campaigns.row(id)->at("ladder").at("repeats").as_int64() == 2);
}

BOOST_AUTO_TEST_CASE(a_text_that_became_empty_is_neither_sent_nor_sent_again)
{
    connection.run("UPDATE person SET name = 'Leave the valley' WHERE number = ?1", badr);
    const auto id = start(repeating(5min, 1), "{name}");
    BOOST_TEST(send() == Numbers{badr});
    BOOST_TEST(number("SELECT count(*) FROM message WHERE state = 7 AND error_code = 'bad_text'") == 2);
    now = noon + 6min;
    BOOST_TEST(sweep().repeated == 1);
    BOOST_TEST(send() == Numbers{badr});
    BOOST_TEST(texts_to(amal, id) == 1);
}

BOOST_AUTO_TEST_CASE(retention_waits_for_it_and_takes_all_of_it)
{
    const auto id = start(repeating(24h, 1));
    send();
    text(amal, "OK");
    for (const bool open : {true, false}) {
        Retention retention{{1h, 1h}};
        while (!retention.next(connection, noon + 30h).over)
            ;
        BOOST_TEST(number("SELECT count(*) FROM alert") == (open ? 1 : 0));
        alerts.end(id);
    }
    BOOST_TEST(number("SELECT count(*) FROM acknowledgement") == 0);
    BOOST_TEST(number("SELECT count(*) FROM campaign") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
