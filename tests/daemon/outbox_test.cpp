#include "daemon/store/unsure_times.hpp"
#include "tests/daemon/outbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
boost::system::error_code cms(int code) { return {code, protocol::cms_category()}; }

struct Fixture : OutboxFixture {
    MessageId add(const std::string& to, Priority priority = Priority::campaign, const std::string& text = "hello",
                  Time now = noon)
    {
        NewMessage message;
        message.recipient = to;
        message.text = text;
        message.priority = priority;
        return outbox.add(message, now, true)->id;
    }
    using OutboxFixture::claim;
    Claim claim(Time now = noon) { return claim(budget, now); }
    bool nothing_to_send(const LineBudget& from, Time now = noon)
    {
        return std::holds_alternative<Wait>(outbox.claim(from, now));
    }
    std::string error(MessageId id)
    {
        auto row = connection.query("SELECT error_code FROM message WHERE id = ?1", id);
        return row.step() ? row.text(0) : "";
    }
};
const std::string long_text(200, 'x'); // two segments
} // namespace

BOOST_FIXTURE_TEST_SUITE(outbox, Fixture)

BOOST_AUTO_TEST_CASE(a_claimed_segment_is_submitting_and_is_not_claimed_again)
{
    const auto id = add("+218911111111");
    const auto claimed = claim();
    BOOST_TEST(claimed.message == id);
    BOOST_TEST(claimed.number == 1u);
    BOOST_TEST(claimed.of == 1u);
    BOOST_TEST((state(id) == State::submitting));
    BOOST_TEST(nothing_to_send(budget));
    BOOST_TEST(nothing_to_send(other_budget));
}

BOOST_AUTO_TEST_CASE(alerts_go_before_replies_and_replies_before_campaigns)
{
    const auto campaign = add("+218911111111", Priority::campaign);
    const auto reply = add("+218911111112", Priority::reply);
    const auto alert = add("+218911111113", Priority::alert);
    const auto first = claim();
    BOOST_TEST(first.message == alert);
    BOOST_TEST(claim(other_budget).message == reply);
    outbox.record(first, SegmentSent{1}, noon);
    BOOST_TEST(claim().message == campaign);
}

BOOST_AUTO_TEST_CASE(an_alert_passes_the_next_segment_of_a_campaigns_long_message)
{
    const auto campaign = add("+218911111111", Priority::campaign, long_text);
    const auto first = claim();
    const auto alert = add("+218911111112", Priority::alert);
    outbox.record(first, SegmentSent{7}, noon);
    const auto between = claim();
    BOOST_TEST(between.message == alert);
    outbox.record(between, SegmentSent{8}, noon);
    const auto second = claim();
    BOOST_TEST(second.message == campaign);
    BOOST_TEST(second.number == 2u);
}

BOOST_AUTO_TEST_CASE(the_segments_of_a_message_stay_on_the_line_that_began_it)
{
    const auto id = add("+218911111111", Priority::campaign, long_text);
    outbox.record(claim(), SegmentSent{7}, noon);
    BOOST_TEST((state(id) == State::queued));
    BOOST_TEST(nothing_to_send(other_budget));
    BOOST_TEST(claim().number == 2u);
}

BOOST_AUTO_TEST_CASE(a_message_is_sent_once_all_its_segments_are_and_delivered_once_all_reports_say_so)
{
    const auto id = add("+218911111111", Priority::campaign, long_text);
    outbox.record(claim(), SegmentSent{7}, noon);
    outbox.record(claim(), SegmentSent{8}, noon);
    BOOST_TEST((state(id) == State::sent));
    outbox.report(line, 7, "+218911111111", 0, noon, {}, noon, true);
    BOOST_TEST((state(id) == State::sent));
    outbox.report(line, 8, "+218911111111", 0, noon, {}, noon, true);
    BOOST_TEST((state(id) == State::delivered));
}

BOOST_AUTO_TEST_CASE(a_report_is_matched_on_line_reference_and_recipient)
{
    const auto id = add("+218911111111");
    outbox.record(claim(), SegmentSent{7}, noon);
    BOOST_TEST(!outbox.report(other, 7, "+218911111111", 0, noon, {}, noon, true).message);
    BOOST_TEST(!outbox.report(line, 8, "+218911111111", 0, noon, {}, noon, true).message);
    BOOST_TEST(!outbox.report(line, 7, "+218922222222", 0, noon, {}, noon, true).message);
    BOOST_TEST((state(id) == State::sent));
    BOOST_TEST(outbox.report(line, 7, "+218911111111", 0, noon, {}, noon, true).message.value_or(0) == id);
    BOOST_TEST((state(id) == State::delivered));
}

BOOST_AUTO_TEST_CASE(a_report_that_overtakes_its_result_is_kept_for_it)
{
    const auto id = add("+218911111111");
    const auto claimed = claim();
    BOOST_TEST(!outbox.report(line, 7, "+218911111111", 0, noon, {}, noon + 1s, true).message);
    outbox.record(claimed, SegmentSent{7}, noon + 2s);
    BOOST_TEST((state(id) == State::delivered));
}

BOOST_AUTO_TEST_CASE(failure_reports_say_undelivered_or_expired)
{
    const auto undelivered = add("+218911111111");
    const auto expired = add("+218911111112");
    outbox.record(claim(), SegmentSent{7}, noon);
    outbox.record(claim(), SegmentSent{8}, noon);
    outbox.report(line, 7, "+218911111111", 0x41, noon, {}, noon, true);
    outbox.report(line, 8, "+218911111112", 0x46, noon, {}, noon, true);
    BOOST_TEST((state(undelivered) == State::undelivered));
    BOOST_TEST((state(expired) == State::expired));
}

BOOST_AUTO_TEST_CASE(a_transient_refusal_waits_and_any_line_may_try_again)
{
    const auto id = add("+218911111111");
    const auto verdict = outbox.record(claim(), SegmentRefused{cms(41), "+CMS ERROR: 41"}, noon);
    BOOST_TEST((verdict.state == State::queued));
    BOOST_TEST((state(id) == State::queued));
    BOOST_TEST(error(id) == "cms_41");
    const auto wait = std::get<Wait>(outbox.claim(other_budget, noon));
    BOOST_REQUIRE(wait.until.has_value());
    BOOST_TEST((*wait.until > noon));
    const auto again = claim(other_budget, *wait.until); // begun anew, on another line
    BOOST_TEST(again.attempt == 2u);
    outbox.record(again, SegmentRefused{cms(41), {}}, *wait.until);
    const auto longer = std::get<Wait>(outbox.claim(other_budget, *wait.until));
    BOOST_REQUIRE(longer.until.has_value());
    BOOST_TEST((*longer.until - *wait.until > *wait.until - noon));
}

BOOST_AUTO_TEST_CASE(a_retry_that_is_due_does_not_stand_behind_a_whole_campaign)
{
    const auto refused = add("+218911111111");
    outbox.record(claim(), SegmentRefused{cms(41), {}}, noon);
    for (int i = 0; i < 10; ++i)
        add("+21892000000" + std::to_string(i));
    BOOST_TEST(claim(noon + 1h).message == refused);
}

BOOST_AUTO_TEST_CASE(a_permanent_refusal_fails_the_message)
{
    const auto id = add("+218911111111");
    outbox.record(claim(), SegmentRefused{cms(1), "+CMS ERROR: 1"}, noon);
    BOOST_TEST((state(id) == State::failed));
    BOOST_TEST(nothing_to_send(budget, noon + 24h));
}

BOOST_AUTO_TEST_CASE(who_left_gets_nothing_but_the_direct_answer_to_their_own_text)
{
    connection.run("INSERT INTO leaving(number, at) VALUES ('+218911111111', 1)");
    const auto alert = add("+218911111111", Priority::alert);
    BOOST_TEST(nothing_to_send(budget));
    BOOST_TEST((state(alert) == State::suppressed));
    BOOST_TEST(error(alert) == "left");

    NewMessage goodbye;
    goodbye.recipient = "+218911111111";
    goodbye.text = "bye";
    goodbye.priority = Priority::reply;
    goodbye.direct = true;
    const auto direct = outbox.add(goodbye, noon, true)->id;
    BOOST_TEST(claim().message == direct);
}

BOOST_AUTO_TEST_CASE(quiet_hours_let_alerts_and_direct_answers_through)
{
    LineBudget quiet = budget;
    quiet.direct_only = true;
    add("+218911111111", Priority::campaign);
    add("+218911111112", Priority::reply);
    BOOST_TEST(nothing_to_send(quiet));
    const auto alert = add("+218911111113", Priority::alert);
    BOOST_TEST(claim(quiet).message == alert);
    BOOST_TEST(nothing_to_send(quiet));
}

BOOST_AUTO_TEST_CASE(out_of_validity_is_suppressed_and_half_sent_is_failed)
{
    const auto unsent = add("+218911111111");
    const auto half = add("+218911111112", Priority::alert, long_text);
    outbox.record(claim(), SegmentSent{7}, noon);
    BOOST_TEST(outbox.expire(noon + 25h, true) == 2);
    BOOST_TEST((state(unsent) == State::suppressed));
    BOOST_TEST(error(unsent) == "out_of_validity");
    BOOST_TEST((state(half) == State::failed));
}

BOOST_AUTO_TEST_CASE(no_minute_has_more_segments_than_the_line_may_send)
{
    budget.per_minute = 3;
    for (int i = 0; i < 5; ++i)
        add("+21892000000" + std::to_string(i));
    for (int i = 0; i < 3; ++i)
        outbox.record(claim(noon + i * 1s), SegmentSent{static_cast<unsigned>(i)}, noon + i * 1s);
    const auto wait = std::get<Wait>(outbox.claim(budget, noon + 3s));
    BOOST_TEST((wait.limit == Limit::per_minute));
    BOOST_TEST((wait.until == noon + 60s));
    BOOST_TEST(!nothing_to_send(budget, noon + 60s + 1us));
}

BOOST_AUTO_TEST_CASE(another_sim_in_the_line_begins_with_all_of_its_minute)
{
    budget.per_minute = 1;
    for (int i = 0; i < 3; ++i)
        add("+21892000000" + std::to_string(i));
    outbox.record(claim(noon), SegmentSent{1}, noon);
    BOOST_TEST(nothing_to_send(budget, noon + 2s));
    connection.run("UPDATE line SET sim_since = ?1", noon + 1s);
    outbox.record(claim(noon + 2s), SegmentSent{2}, noon + 2s);
    BOOST_TEST(nothing_to_send(budget, noon + 3s));
}

BOOST_AUTO_TEST_CASE(the_same_key_is_a_duplicate_and_with_other_content_an_error)
{
    NewMessage message;
    message.recipient = "+218911111111";
    message.text = "hello";
    message.key = "k1";
    const auto first = *outbox.add(message, noon, true);
    const auto again = *outbox.add(message, noon + 1h, true);
    BOOST_TEST(!first.duplicate);
    BOOST_TEST(again.duplicate);
    BOOST_TEST(first.id == again.id);
    message.text = "other";
    BOOST_TEST((outbox.add(message, noon, true).error() == Outbox::AddError::key_reused));
    message.text = "hello";
    message.validity = 1h;
    BOOST_TEST((outbox.add(message, noon, true).error() == Outbox::AddError::key_reused));
}

BOOST_AUTO_TEST_CASE(a_failing_line_leaves_what_has_not_begun_to_the_others_but_not_what_it_was_asked_for)
{
    NewMessage message;
    message.recipient = "+218911111111";
    message.text = "hello";
    message.preferred_line = line;
    const auto preferred = outbox.add(message, noon, true)->id;
    message.preferred_line.reset();
    message.line = line;
    const auto pinned = outbox.add(message, noon, true)->id;
    BOOST_TEST(nothing_to_send(other_budget));
    BOOST_TEST(outbox.release(line) == 1);
    BOOST_TEST(claim(other_budget).message == preferred);
    BOOST_TEST(nothing_to_send(other_budget));
    BOOST_TEST(claim().message == pinned);
}

BOOST_AUTO_TEST_CASE(a_peek_sees_what_the_next_claim_takes_and_changes_nothing)
{
    add("+218911111111", Priority::campaign, long_text);
    const auto in_flight = claim();
    const auto next = outbox.peek(budget, in_flight, noon);
    BOOST_REQUIRE(next.has_value());
    BOOST_TEST(next->user_data.length == 54); // 200 - 153 septets and a header of 7
    const auto alert = add("+218911111112", Priority::alert, "short");
    BOOST_TEST(outbox.peek(budget, in_flight, noon)->recipient == "+218911111112");
    outbox.record(in_flight, SegmentSent{1}, noon);
    BOOST_TEST(claim().message == alert);
}

BOOST_AUTO_TEST_CASE(only_what_has_not_begun_can_be_cancelled)
{
    const auto queued = add("+218911111111");
    BOOST_TEST(outbox.cancel(queued, noon));
    BOOST_TEST((state(queued) == State::cancelled));
    BOOST_TEST(!outbox.cancel(queued, noon));
    const auto begun = add("+218911111112");
    claim();
    BOOST_TEST(!outbox.cancel(begun, noon));
}

BOOST_AUTO_TEST_CASE(times_of_an_unsure_clock_move_with_it)
{
    NewMessage message;
    message.recipient = "+218911111111";
    message.text = "hello";
    message.validity = 1h;
    const Time early{24h};
    const auto id = outbox.add(message, early, false)->id;
    shift_unsure_times(connection, noon - early, early);
    BOOST_TEST(claim(noon + 30min).message == id);
}

BOOST_AUTO_TEST_CASE(what_is_refused_gives_its_token_back)
{
    const auto first = add("+218911111111");
    const auto second = add("+218911111112");
    LineBudget limited;
    limited.line = line;
    limited.per_minute = 1;
    const auto segment = std::get<Claim>(outbox.claim(limited, noon));
    BOOST_TEST(segment.message == first);
    outbox.record(segment, SegmentRefused{cms(10), "+CMS ERROR: 10"}, noon);
    BOOST_TEST(std::get<Claim>(outbox.claim(limited, noon + 1s)).message == second);
}

BOOST_AUTO_TEST_CASE(in_the_pause_between_two_segments_only_alerts_leave)
{
    add("+218911111111");
    LineBudget pausing;
    pausing.line = line;
    pausing.alerts_only = true;
    BOOST_TEST(std::holds_alternative<Wait>(outbox.claim(pausing, noon)));
    BOOST_TEST(!outbox.alert_waits(line));
    const auto alert = add("+218911111112", Priority::alert);
    BOOST_TEST(outbox.alert_waits(line));
    BOOST_TEST(std::get<Claim>(outbox.claim(pausing, noon)).message == alert);
}

BOOST_AUTO_TEST_CASE(a_damaged_row_fails_alone_and_says_so)
{
    auto& database = connection.database();
    database.exec("PRAGMA ignore_check_constraints = ON"); // as a flipped bit ignores them
    for (const char* const damage : {
             "UPDATE message SET recipient = '+2189130000q1' WHERE id = ?1",
             "UPDATE message SET recipient = '' WHERE id = ?1",
             "UPDATE message SET text = NULL WHERE id = ?1",
             "UPDATE message SET text = hex(zeroblob(40000)) WHERE id = ?1",
             "UPDATE message SET segments = 1099511627776, text = NULL WHERE id = ?1",
         }) {
        const auto bad = add("+218911111111");
        const auto good = add("+218911111112");
        connection.run(damage, bad);
        database.exec("PRAGMA ignore_check_constraints = OFF");
        const auto next = claim();
        BOOST_TEST(next.message == good, damage);
        outbox.record(next, SegmentSent{1}, noon);
        auto row = connection.query("SELECT state, error_code FROM message WHERE id = ?1", bad);
        BOOST_REQUIRE(row.step());
        BOOST_TEST((row.as<State>(0) == State::failed));
        BOOST_TEST(row.text(1) == "damaged");
        database.exec("PRAGMA ignore_check_constraints = ON");
    }
    BOOST_TEST(to_string(static_cast<Priority>(9)) == "unknown");
    BOOST_TEST(to_string(static_cast<State>(-1)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
