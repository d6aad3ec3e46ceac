#include "daemon/inbox/muted.hpp"

#include "daemon/outbox/unreachable.hpp"
#include "tests/daemon/inbox_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
struct Fixture : InboxFixture {
    Fixture() { settings.sender_limit_per_hour = 20; }

    /// One message a second, the first at `from`. @return the last one's fate
    Taken flood(int messages, Time from = noon, const std::string& text = "x")
    {
        Taken last{};
        for (int i = 0; i < messages; ++i)
            last = take(pdus(text + std::to_string(i), from + i * 1s).front(), from + i * 1s);
        return last;
    }
    std::int64_t dropped() { return number("SELECT dropped FROM muted"); }
    std::string trouble(std::int64_t id)
    {
        auto row = connection.query("SELECT trouble FROM inbox WHERE id = ?1", id);
        return row.step() ? row.text(0) : "";
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(muted, Fixture)

BOOST_AUTO_TEST_CASE(ten_thousand_messages_of_one_sender_leave_the_hours_limit_and_a_count)
{
    const auto last = flood(10'000);
    BOOST_TEST((last.what == Taken::What::muted));
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 21);
    BOOST_TEST(number("SELECT count(*) FROM part") == 20);
    BOOST_TEST(dropped() == 10'000 - 20);
    BOOST_TEST(trouble(21).find("muted: 20 messages") == 0U);
    BOOST_TEST(number("SELECT count(*) FROM muted WHERE number = '+218911111111' AND until = last_at + 3600000000") ==
               1);
}

BOOST_AUTO_TEST_CASE(who_writes_without_a_number_is_not_muted_and_stops_nobody)
{
    settings.sender_limit_per_hour = 3;
    for (int i = 0; i < 5; ++i) {
        const auto at = noon + i * 1s;
        auto pdu = pdus("x" + std::to_string(i), at).front();
        // TP-OA of no digits (TS 23.040 §9.1.2.5): after the SMSC's address and the first octet
        const auto address = pdu.find("0C9112");
        BOOST_REQUIRE(address != pdu.npos);
        pdu.replace(address, 16, "0081");
        BOOST_TEST((take(pdu, at).what == Taken::What::message));
    }
    BOOST_TEST(number("SELECT count(*) FROM muted") == 0);
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 5);
}

BOOST_AUTO_TEST_CASE(ten_thousand_senders_are_all_heard)
{
    for (int i = 0; i < 10'000; ++i)
        BOOST_TEST((take(pdus("JOIN", noon + i * 1ms, fmt::format("+21892{:07}", i)).front(), noon + i * 1ms).what ==
                    Taken::What::message));
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 10'000);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE direct = 1") == 10'000);
    BOOST_TEST(number("SELECT count(*) FROM muted") == 0);
}

BOOST_AUTO_TEST_CASE(the_limit_is_of_an_hour_wherever_it_begins)
{
    flood(15, noon);
    flood(5, noon + 50min, "later");
    BOOST_TEST(number("SELECT count(*) FROM muted") == 0);
    flood(15, noon + 65min, "later still"); // the first fifteen are over an hour old
    BOOST_TEST(number("SELECT count(*) FROM muted") == 0);
    flood(1, noon + 66min, "too much");
    BOOST_TEST(number("SELECT count(*) FROM muted") == 1);
}

BOOST_AUTO_TEST_CASE(who_is_muted_is_heard_after_an_hour_of_silence_and_the_record_says_how_much_was_dropped)
{
    flood(30);
    BOOST_TEST(Muted{connection}.end_silent(noon + 1h) == 0);
    take(pdus("again", noon + 40min).front(), noon + 40min);
    BOOST_TEST(Muted{connection}.end_silent(noon + 99min) == 0);
    BOOST_TEST(Muted{connection}.end_silent(noon + 101min) == 1);
    BOOST_TEST(trouble(22) == "no longer muted, after an hour of silence; 11 messages were dropped");
    BOOST_TEST((take(pdus("heard", noon + 102min).front(), noon + 102min).what == Taken::What::message));
}

BOOST_AUTO_TEST_CASE(who_is_muted_can_leave_but_gets_no_answer_and_cannot_join)
{
    take(pdus("JOIN", noon).front(), noon);
    flood(30, noon + 1s);
    const auto answers = number("SELECT count(*) FROM message");
    take(pdus("JOIN", noon + 1min).front(), noon + 1min);
    take(pdus("توقف", noon + 2min).front(), noon + 2min);
    BOOST_TEST(left());
    BOOST_TEST(number("SELECT count(*) FROM message") == answers);
    BOOST_TEST(number("SELECT count(*) FROM message WHERE state = 0") == 0); // the welcome stays away, too
    for (int i = 0; i < 100; ++i)
        take(pdus("STOP", noon + 3min + i * 1s).front(), noon + 3min + i * 1s);
    BOOST_TEST(number("SELECT count(*) FROM audit") == 2);
}

BOOST_AUTO_TEST_CASE(coordinators_are_never_muted_and_zero_mutes_nobody)
{
    settings.never_muted = {sender};
    flood(100);
    settings.never_muted.clear();
    settings.sender_limit_per_hour = 0;
    flood(100, noon + 200s, "more");
    BOOST_TEST(number("SELECT count(*) FROM inbox") == 200);
}

BOOST_AUTO_TEST_CASE(names_and_national_numbers_are_muted_as_well)
{
    for (const auto* from : {"Lottery", "0911111112"}) {
        for (int i = 0; i < 30; ++i)
            take(pdus(std::to_string(i), noon + i * 1s, from).front(), noon + i * 1s);
    }
    BOOST_TEST(number("SELECT count(*) FROM muted WHERE number IN ('Lottery', '+218911111112') AND dropped = 10") == 2);
}

BOOST_AUTO_TEST_CASE(a_modem_that_shows_the_same_message_again_and_again_prolongs_nothing)
{
    flood(30);
    const auto undeletable = pdus("x29", noon + 29s).front();
    for (auto later = noon + 1min; later < noon + 2h; later += 1min)
        take_from(3, undeletable, later);
    BOOST_TEST(number("SELECT until FROM muted") == (noon + 29s + 1h).time_since_epoch().count());
    BOOST_TEST(Muted{connection}.end_silent(noon + 2h) == 1);
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_ahead_mutes_nobody_for_years)
{
    flood(30, noon + 24h * 365 * 14);
    BOOST_TEST(Muted{connection}.end_silent(noon) == 0);
    BOOST_TEST(Muted{connection}.end_silent(noon + 1h) == 1);
    BOOST_TEST((flood(1, noon + 2h, "heard").what == Taken::What::message));
}

BOOST_AUTO_TEST_CASE(a_person_can_end_it)
{
    flood(30);
    BOOST_TEST(Muted{connection}.end(sender));
    BOOST_TEST(!Muted{connection}.end(sender));
}

BOOST_AUTO_TEST_CASE(a_long_message_counts_as_one_and_is_taken_whole)
{
    const std::string ten_parts(10 * 153, 'x');
    auto at = noon;
    for (int i = 0; i < 19; ++i)
        for (const auto& part : pdus(ten_parts, noon + i * 60s, sender, static_cast<protocol::Octet>(i)))
            take(part, at += 1s);
    // The last that may come, and one too many, of which the segments come in between.
    const auto last = pdus(ten_parts, noon + 20min, sender, 100), too_many = pdus(ten_parts, noon + 20min, sender, 101);
    for (std::size_t i = 0; i < 10; ++i) {
        BOOST_TEST((take(last[i], at += 1s).what != Taken::What::muted));
        BOOST_TEST((take(too_many[i], at += 1s).what == Taken::What::muted));
    }
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE complete = 1 AND kind = 'sms'") == 20);
    BOOST_TEST(number("SELECT count(*) FROM part WHERE inbox_id IS NULL") == 0);
    BOOST_TEST(dropped() == 10);
}

BOOST_AUTO_TEST_CASE(one_reference_for_every_message_hides_no_flood)
{
    auto at = noon;
    for (int i = 0; i < 30; ++i)
        for (const auto& part : pdus(std::string(200, 'x') + std::to_string(i), noon + i * 60s))
            take(part, at += 1s);
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE complete = 1 AND kind = 'sms'") == 20);
    BOOST_TEST(dropped() == 20);
}

BOOST_AUTO_TEST_CASE(segments_without_end_are_a_flood_however_few_messages_they_are_of)
{
    auto at = noon;
    const std::string longest(255 * 153, 'x');
    for (int i = 0; i < 3; ++i) {
        const auto parts = pdus(longest, noon, sender, static_cast<protocol::Octet>(i));
        for (std::size_t k = 0; k < 200; ++k)
            take(parts[k], at += 1s);
    }
    BOOST_TEST(number("SELECT count(*) FROM part") == 255);
    BOOST_TEST(trouble(1).find("muted: 255 segments of long messages came within an hour") == 0U, trouble(1));
    BOOST_TEST(dropped() == 600 - 255);
}

BOOST_AUTO_TEST_CASE(a_low_limit_leaves_room_for_the_longest_message)
{
    settings.sender_limit_per_hour = 1;
    auto at = noon;
    for (const auto& part : pdus(std::string(255 * 153, 'x')))
        take(part, at += 1s);
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE complete = 1") == 1);
    BOOST_TEST(number("SELECT count(*) FROM muted") == 0);
}

BOOST_AUTO_TEST_CASE(who_is_heard_again_by_hand_begins_anew)
{
    flood(30);
    Muted{connection}.end(sender);
    for (int i = 0; i < 20; ++i)
        BOOST_TEST(
            (take(pdus("after", noon + 60s + i * 1s).front(), noon + 60s + i * 1s).what == Taken::What::message));
    BOOST_TEST((take(pdus("after", noon + 90s).front(), noon + 90s).what == Taken::What::muted));
    BOOST_TEST(Muted{connection}.end(sender));
    BOOST_TEST((take(pdus("again", noon + 95s).front(), noon + 95s).what == Taken::What::message));
}

BOOST_AUTO_TEST_CASE(what_was_noted_when_somebody_was_heard_again_goes_once_it_is_of_no_use)
{
    const auto before = number("SELECT count(*) FROM setting");
    flood(30);
    Muted{connection}.end(sender);
    Muted{connection}.end_silent(noon + 30min);
    BOOST_TEST((take(pdus("after", noon + 31min).front(), noon + 31min).what == Taken::What::message));
    Muted{connection}.end_silent(noon + 2h);
    BOOST_TEST(number("SELECT count(*) FROM setting") == before);
}

BOOST_AUTO_TEST_CASE(segments_that_never_become_whole_are_bounded_for_one_sender)
{
    settings.sender_limit_per_hour = 0;
    for (int i = 0; i < 2'000; ++i) { // references come round; a new message begins with each
        const auto at = noon + i * 1s;
        take(pdus(std::string(400, 'x'), at, sender, static_cast<protocol::Octet>(i % 256))[i % 2], at);
    }
    BOOST_TEST(number("SELECT count(*) FROM part WHERE inbox_id IS NULL") <= 510);
    BOOST_TEST(number("SELECT count(*) FROM part") == 2'000); // nothing is lost: it became rows early
    BOOST_TEST(number("SELECT count(*) FROM inbox WHERE complete = 0") > 0);
}

BOOST_AUTO_TEST_CASE(segments_that_never_become_whole_are_bounded_in_all)
{
    for (int i = 0; i < 20'100; ++i)
        take(pdus(std::string(200, 'x'), noon, fmt::format("+21891{:07}", i)).front(), noon + i * 1ms);
    int rows = 0, at_once = 0;
    while ((at_once = inbox.give_up_incomplete(noon + 1min, false)) > 0) {
        BOOST_TEST(at_once <= 50);
        rows += at_once;
    }
    BOOST_TEST(rows == 100);
    auto row = connection.query("SELECT sender FROM inbox ORDER BY id LIMIT 1");
    BOOST_TEST(row.step());
    BOOST_TEST(row.text(0) == "+218910000000"); // who waits for longest
}

BOOST_AUTO_TEST_CASE(looking_for_what_waits_too_long_does_not_walk_through_what_waits)
{
    auto plan = connection.query(
        "EXPLAIN QUERY PLAN SELECT sender FROM part p INDEXED BY part_waiting_since WHERE inbox_id IS NULL AND sender "
        "IS NOT NULL "
        "AND received_at <= 1 "
        "AND NOT EXISTS (SELECT 1 FROM part INDEXED BY part_waiting WHERE inbox_id IS NULL AND sender = p.sender AND "
        "reference = p.reference AND "
        "total = p.total AND line_id = p.line_id AND received_at > 2) ORDER BY received_at LIMIT 1");
    std::string all;
    while (plan.step())
        all += plan.text(3) + '\n';
    BOOST_TEST(all.find("part_waiting_since (received_at<?)") != std::string::npos, all);
    BOOST_TEST(all.find("part_waiting (sender=? AND reference=? AND total=?)") != std::string::npos, all);
    BOOST_TEST(all.find("SCAN") == std::string::npos, all);
}

BOOST_AUTO_TEST_CASE(a_bomb_of_255_segments_is_one_message)
{
    settings.sender_limit_per_hour = 300;
    const std::string text(255 * 153, 'x');
    const auto parts = pdus(text);
    BOOST_REQUIRE(parts.size() == 255U);
    for (std::size_t i = 0; i < parts.size(); ++i)
        take(parts[parts.size() - 1 - i], noon + i * 1s);
    BOOST_TEST(number("SELECT length(text) FROM inbox WHERE complete = 1") == 255 * 153);
}

BOOST_AUTO_TEST_CASE(what_somebody_sends_ends_their_number_s_mark)
{
    note_failure(connection, sender, "cms_1", noon);
    take(pdus("Salam", noon).front());
    BOOST_TEST(number("SELECT count(*) FROM unreachable") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
