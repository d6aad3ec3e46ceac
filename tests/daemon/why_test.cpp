#include "daemon/outbox/why.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/people/people.hpp"
#include "tests/daemon/started_campaign.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <ctime>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
struct Fixture : TemporaryStore {
    Fixture()
    {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
        circumstances.now = noon;
        circumstances.lines = {status(line, "one")};
    }
    ~Fixture()
    {
        ::unsetenv("TZ");
        ::tzset();
    }

    static LineStatus status(LineId id, const std::string& name)
    {
        LineStatus status;
        status.id = id;
        status.name = name;
        status.state = LineState::ready;
        return status;
    }
    MessageId add(Priority priority = Priority::campaign, bool direct = false, std::optional<LineId> on = {})
    {
        NewMessage message;
        message.recipient = "+218911111111";
        message.text = "hello";
        message.priority = priority;
        message.direct = direct;
        message.line = on;
        return outbox.add(message, noon, true)->id;
    }
    Claim claim() { return std::get<Claim>(outbox.claim({line, {}, {}}, noon)); }
    std::string reason(MessageId id) { return why(connection, id, circumstances).value().why; }
    /// "reason: messages; ..." of the whole queue.
    std::string all_waiting()
    {
        std::string text;
        for (const auto& [what, messages] : waiting(count_outbox(connection, circumstances.now), circumstances))
            text += what + ": " + std::to_string(messages) + "; ";
        return text;
    }

    Outbox outbox{connection};
    LineId line = add_line("one");
    Circumstances circumstances;
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(why, Fixture)

BOOST_AUTO_TEST_CASE(the_first_in_the_queue_is_next_and_the_others_stand_behind)
{
    const auto first = add(), second = add();
    add(Priority::alert);
    BOOST_TEST(reason(first) == "1 message of the same or a higher priority goes first");
    BOOST_TEST(reason(second) == "2 messages of the same or a higher priority go first");
    BOOST_TEST(reason(3) == "it is the next to go");
    BOOST_TEST(all_waiting() == "in turn: 3; ");
    BOOST_TEST(!nida::daemon::why(connection, 99, circumstances));
}

BOOST_AUTO_TEST_CASE(quiet_hours_hold_all_but_alerts_and_direct_answers)
{
    circumstances.quiet_hours = std::pair{11h + 0min, 13h + 30min};
    const auto held = add(), alert = add(Priority::alert), direct = add(Priority::reply, true);
    BOOST_TEST(reason(held) == "quiet hours until 13:30:00");
    BOOST_TEST(reason(alert) == "it is the next to go");
    BOOST_TEST(reason(direct) == "1 message of the same or a higher priority goes first");
    BOOST_TEST(all_waiting() == "quiet hours until 13:30:00: 1; in turn: 2; ");

    circumstances.now = noon + 2h;
    BOOST_TEST(reason(held) != "quiet hours until 13:30:00");
    circumstances.clock_trusted = false;
    BOOST_TEST(reason(held) == "quiet hours are set and the clock is not confirmed yet");
}

BOOST_AUTO_TEST_CASE(what_a_campaign_avoids_by_itself_is_named)
{
    People{connection}.join("+218911111111", Language::en, "JOIN", "one", texted(noon));
    CalendarEntry sundays;
    sundays.weekdays.add(std::chrono::Sunday);
    const Calendars calendars{std::make_shared<const Calendar>(Calendar{"sundays", {sundays}})};
    circumstances.hours = std::make_shared<SendingHours>(Forbidden{}, calendars);
    const auto start = [&](std::vector<std::string> avoid) {
        auto definition = text_for("");
        definition.avoid = std::move(avoid);
        start_campaign(connection, definition, noon, true, {{}, "en", calendars});
        return number("SELECT max(id) FROM message");
    };
    const auto free = start({}), held = start({"sundays"}), single = add();
    const auto why_held = reason(held);
    BOOST_TEST(why_held.starts_with("calendar sundays"), why_held);
    BOOST_TEST(why_held.ends_with(" until 22:00:00"), why_held); // midnight in Tripoli
    circumstances.clock_trusted = false;
    BOOST_TEST(reason(held) == "its campaign avoids calendars and the clock is not confirmed yet");
    BOOST_TEST(reason(free) == "it is the next to go");
    BOOST_TEST(reason(single) == "2 messages of the same or a higher priority go first");
}

BOOST_AUTO_TEST_CASE(lines_that_are_not_in_service_say_why)
{
    const auto id = add(), bound = add(Priority::campaign, false, line);
    circumstances.lines[0].state = LineState::parked;
    circumstances.lines[0].trouble = "the SIM wants its PIN: set pin_file";
    BOOST_TEST(reason(id) == "line one is not in service: the SIM wants its PIN: set pin_file");
    BOOST_TEST(reason(bound) ==
               "it belongs to one line, and line one is not in service: the SIM wants its PIN: set pin_file");

    circumstances.lines.push_back(status(2, "two"));
    BOOST_TEST(reason(id) == "it is the next to go");
    BOOST_TEST(reason(bound).starts_with("it belongs to one line"));
    BOOST_TEST(all_waiting() == "line one is not in service: the SIM wants its PIN: set pin_file: 1; in turn: 1; ");

    circumstances.lines.clear();
    BOOST_TEST(reason(id) == "there is no line: plug a modem in");
    BOOST_TEST(reason(bound) == "it belongs to line one, which is not there: plug its modem in");
}

BOOST_AUTO_TEST_CASE(a_used_up_rate_says_when_it_goes_on)
{
    const auto id = add();
    circumstances.lines[0].waiting_until = noon + 40s;
    circumstances.lines[0].waiting_for = "its rate is used up";
    BOOST_TEST(reason(id) == "line one pauses until 12:00:40: its rate is used up");
    circumstances.lines.push_back(status(2, "two"));
    BOOST_TEST(reason(id) == "it is the next to go");
    circumstances.lines[1].waiting_until = noon + 30s;
    BOOST_TEST(reason(id) == "every line pauses; the next goes on at 12:00:30. one: its rate is used up");
    BOOST_TEST(all_waiting() == "every line pauses; the next goes on at 12:00:30. one: its rate is used up: 1; ");
}

BOOST_AUTO_TEST_CASE(a_refused_message_says_when_it_is_tried_again_and_after_what)
{
    const auto id = add();
    outbox.record(claim(), SegmentRefused{{42, protocol::cms_category()}, "+CMS ERROR: 42"}, noon);
    BOOST_TEST(reason(id).starts_with("it is tried again at 12:00:30, after "));
    BOOST_TEST(reason(id).ends_with("(cms_42)"));
    BOOST_TEST(all_waiting() == "tried again later, after a refusal: 1; ");
}

BOOST_AUTO_TEST_CASE(a_doubt_says_how_it_ends)
{
    const auto campaign = add();
    outbox.record(claim(), SegmentUnknown{"no answer for 120 s"}, noon);
    BOOST_TEST(reason(campaign) ==
               "nobody knows since 12:00:00 whether it left (no answer for 120 s); it waits for evidence until "
               "2026-03-02 12:00:00, then counts as failed");
    const auto alert = add(Priority::alert);
    outbox.record(claim(), SegmentUnknown{"no answer for 120 s"}, noon);
    BOOST_TEST(reason(alert).ends_with("it is sent once more a minute after its line is back or another is free"));
    BOOST_TEST(all_waiting() == "in doubt: nobody knows whether they left: 2; ");
}

BOOST_AUTO_TEST_CASE(what_will_not_go_or_has_gone_is_told_as_such)
{
    const auto left = add();
    connection.run("INSERT INTO leaving(number, at) VALUES ('+218911111111', ?1)", noon);
    BOOST_TEST(reason(left) == "the recipient has left: it will not be sent");
    connection.run("DELETE FROM leaving");

    const auto claimed = claim();
    BOOST_TEST(reason(left) == "line one is handing it to the network since 12:00:00");
    outbox.record(claimed, SegmentSent{1}, noon + 1s);
    BOOST_TEST(reason(left) == "the network took it at 12:00:01; no report of its delivery yet");

    const auto late = add();
    circumstances.now = noon + 25h;
    BOOST_TEST(reason(late) == "its validity ended at 12:00:00: it will not be sent any more");
    outbox.expire(circumstances.now, true);
    BOOST_TEST(reason(late) ==
               "suppressed at 13:00:00: its validity ended before a line could send it (out_of_validity)");
}

BOOST_AUTO_TEST_CASE(the_tally_counts_by_priority_and_line)
{
    add(Priority::alert);
    add(Priority::reply);
    add(Priority::campaign, false, line);
    add();
    outbox.record(claim(), SegmentSent{1}, noon);
    outbox.record(claim(), SegmentUnknown{"silence"}, noon);

    const auto tally = count_outbox(connection, noon + 30s);
    BOOST_TEST(tally.queued() == 2);
    BOOST_TEST(tally.queued(Priority::alert) == 0);
    BOOST_TEST(tally.queued(Priority::campaign) == 2);
    BOOST_TEST(tally.lines.at(line).queued() == 1);
    BOOST_TEST(tally.lines.at(line).sent_last_minute == 2);
    BOOST_TEST(tally.in_doubt == 1);
    const auto later = count_outbox(connection, noon + 2min);
    BOOST_TEST(later.lines.at(line).sent_last_minute == 0);
    BOOST_TEST(later.lines.at(line).sent_last_day == 2);
}

BOOST_FIXTURE_TEST_CASE(little_credit_is_kept_for_alerts, Fixture)
{
    circumstances.lines.front().only_alerts = "the balance is 0.50 LYD";
    const auto campaign = add();
    const auto alert = add(Priority::alert);
    BOOST_TEST(reason(campaign) == "line one: the balance is 0.50 LYD");
    BOOST_TEST(reason(alert) == "it is the next to go");
    BOOST_TEST(all_waiting() == "line one: the balance is 0.50 LYD: 1; in turn: 1; ");
    LineBudget budget{line};
    budget.alerts_only = true;
    BOOST_TEST(std::get<Claim>(outbox.claim(budget, noon)).message == alert);
    BOOST_TEST(std::holds_alternative<Wait>(outbox.claim(budget, noon)));
}

BOOST_FIXTURE_TEST_CASE(another_line_with_credit_sends_what_one_without_does_not, Fixture)
{
    circumstances.lines.front().only_alerts = "the balance is 0.50 LYD";
    circumstances.lines.push_back(status(line + 1, "two"));
    BOOST_TEST(reason(add()) == "it is the next to go");
}

BOOST_AUTO_TEST_SUITE_END()
