#include "tests/daemon/outbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
const std::string recipient = "+218911111111";

struct Fixture : OutboxFixture {
    MessageId add(Priority priority, const std::string& text = "hello")
    {
        NewMessage message;
        message.recipient = recipient;
        message.text = text;
        message.priority = priority;
        return outbox.add(message, noon, true)->id;
    }
    /// A message whose one segment is in doubt since noon.
    MessageId doubtful(Priority priority)
    {
        const auto id = add(priority);
        outbox.record(claim(budget), SegmentUnknown{"no result in 120 s"}, noon);
        return id;
    }
    std::vector<Outbox::LineHealth> both_up() { return {{line, true, noon - 1h}, {other, true, noon - 1h}}; }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(doubt, Fixture)

BOOST_AUTO_TEST_CASE(what_was_submitting_when_the_process_ended_is_in_doubt)
{
    const auto id = add(Priority::campaign);
    claim(budget);
    BOOST_TEST(outbox.doubt_all_submitting(noon + 1min) == 1);
    BOOST_TEST((state(id) == State::in_doubt));
    BOOST_TEST(outbox.doubt_all_submitting(noon + 1min) == 0);
}

BOOST_AUTO_TEST_CASE(an_alert_is_sent_once_more_a_minute_after_and_never_again)
{
    const auto id = doubtful(Priority::alert);
    BOOST_TEST(outbox.settle_doubts(both_up(), noon + 59s, true).resent == 0);
    BOOST_TEST(outbox.settle_doubts(both_up(), noon + 60s, true).resent == 1);
    const auto again = claim(budget, noon + 61s);
    BOOST_TEST(again.message == id);
    outbox.record(again, SegmentUnknown{"again"}, noon + 2min);
    BOOST_TEST(outbox.settle_doubts(both_up(), noon + 1h, true).resent == 0);
    BOOST_TEST((state(id) == State::in_doubt));
    BOOST_TEST(outbox.settle_doubts(both_up(), noon + 24h, true).failed == 1);
    BOOST_TEST((state(id) == State::failed));
}

BOOST_AUTO_TEST_CASE(an_alert_waits_a_minute_after_its_line_is_back)
{
    doubtful(Priority::alert);
    const std::vector<Outbox::LineHealth> back{{line, true, noon + 10min}};
    BOOST_TEST(outbox.settle_doubts({{line, false, noon}}, noon + 10min, true).resent == 0);
    BOOST_TEST(outbox.settle_doubts(back, noon + 10min + 59s, true).resent == 0);
    BOOST_TEST(outbox.settle_doubts(back, noon + 11min, true).resent == 1);
}

BOOST_AUTO_TEST_CASE(an_alert_whose_line_is_gone_goes_on_another_that_is_free)
{
    const auto id = doubtful(Priority::alert);
    BOOST_TEST(outbox.settle_doubts({{line, false, noon}, {other, true, noon - 1h}}, noon + 60s, true).moved == 1);
    BOOST_TEST(claim(other_budget, noon + 61s).message == id);
}

BOOST_AUTO_TEST_CASE(campaigns_and_replies_are_not_sent_again_and_fail_when_their_time_is_over)
{
    for (const auto priority : {Priority::reply, Priority::campaign}) {
        const auto id = doubtful(priority);
        BOOST_TEST(outbox.settle_doubts(both_up(), noon + 23h, true).failed == 0);
        BOOST_TEST((state(id) == State::in_doubt));
        BOOST_TEST(outbox.settle_doubts(both_up(), noon + 24h, true).failed == 1);
        auto row = connection.query("SELECT error_code FROM message WHERE id = ?1", id);
        BOOST_REQUIRE(row.step());
        BOOST_TEST(row.text(0) == "outcome_unknown");
    }
}

BOOST_AUTO_TEST_CASE(a_late_result_belongs_to_the_last_payload_of_its_line)
{
    const auto id = doubtful(Priority::campaign);
    BOOST_TEST(!outbox.late_result(other, 9, noon + 1s));
    BOOST_TEST(outbox.late_result(line, 9, noon + 1s).value_or(0) == id);
    BOOST_TEST((state(id) == State::sent));
    BOOST_TEST(!outbox.late_result(line, 10, noon + 2s));
}

BOOST_AUTO_TEST_CASE(a_late_result_after_another_payload_decides_nothing)
{
    const auto id = doubtful(Priority::campaign);
    add(Priority::campaign);
    outbox.record(claim(budget, noon + 1s), SegmentSent{8}, noon + 1s);
    BOOST_TEST(!outbox.late_result(line, 9, noon + 2s));
    BOOST_TEST((state(id) == State::in_doubt));
}

BOOST_AUTO_TEST_CASE(a_status_report_settles_the_one_segment_in_doubt_that_it_fits)
{
    const auto id = doubtful(Priority::campaign);
    const auto match = outbox.report(line, 77, recipient, 0, noon + 5s, {}, noon + 10s, true);
    BOOST_TEST(match.message.value_or(0) == id);
    BOOST_TEST((state(id) == State::delivered));
}

BOOST_AUTO_TEST_CASE(a_status_report_from_before_the_submit_settles_nothing)
{
    const auto id = doubtful(Priority::campaign);
    BOOST_TEST(!outbox.report(line, 77, recipient, 0, noon - 1h, {}, noon + 10s, true).message);
    BOOST_TEST((state(id) == State::in_doubt));
    // A clock that cannot be believed compares with nothing.
    BOOST_TEST(outbox.report(line, 78, recipient, 0, noon - 1h, {}, noon + 10s, false).message.has_value());
}

BOOST_AUTO_TEST_CASE(with_two_in_doubt_to_one_recipient_a_report_settles_neither)
{
    const auto first = doubtful(Priority::campaign);
    const auto second = doubtful(Priority::campaign);
    BOOST_TEST(!outbox.report(line, 77, recipient, 0, noon + 5s, {}, noon + 10s, true).message);
    BOOST_TEST((state(first) == State::in_doubt));
    BOOST_TEST((state(second) == State::in_doubt));
}

BOOST_AUTO_TEST_CASE(evidence_before_the_resend_leaves_prevents_it)
{
    const auto id = doubtful(Priority::alert);
    outbox.settle_doubts(both_up(), noon + 60s, true);
    BOOST_TEST((state(id) == State::queued));
    BOOST_TEST(outbox.report(line, 77, recipient, 0, noon + 5s, {}, noon + 61s, true).message.value_or(0) == id);
    BOOST_TEST((state(id) == State::delivered));
    BOOST_TEST(std::holds_alternative<Wait>(outbox.claim(budget, noon + 2min)));
}

BOOST_AUTO_TEST_CASE(a_report_for_the_first_copy_after_a_resend_shows_the_doubling)
{
    const auto id = doubtful(Priority::alert);
    outbox.settle_doubts(both_up(), noon + 60s, true);
    outbox.record(claim(budget, noon + 61s), SegmentSent{8}, noon + 62s);
    const auto match = outbox.report(line, 7, recipient, 0, noon + 5s, {}, noon + 70s, true);
    BOOST_TEST(match.doubled);
    BOOST_TEST((state(id) == State::sent));
    BOOST_TEST(outbox.report(line, 8, recipient, 0, noon + 62s, {}, noon + 71s, true).message.value_or(0) == id);
    BOOST_TEST((state(id) == State::delivered));
}

BOOST_AUTO_TEST_CASE(the_later_segments_wait_while_one_is_in_doubt_and_go_on_with_the_same_octets)
{
    const auto id = add(Priority::alert, std::string(200, 'x'));
    const auto first = claim(budget);
    outbox.record(first, SegmentUnknown{"no result"}, noon);
    BOOST_TEST((state(id) == State::in_doubt));
    BOOST_TEST(std::holds_alternative<Wait>(outbox.claim(budget, noon + 1s)));
    outbox.settle_doubts(both_up(), noon + 60s, true);
    const auto again = claim(budget, noon + 61s);
    BOOST_TEST(again.number == 1u);
    BOOST_TEST((again.user_data == first.user_data));
}

BOOST_AUTO_TEST_CASE(a_person_decides_what_is_in_doubt)
{
    const auto sent = doubtful(Priority::campaign);
    BOOST_TEST(outbox.resolve(sent, Outbox::Resolution::sent, noon + 1min));
    BOOST_TEST((state(sent) == State::sent));
    BOOST_TEST(!outbox.resolve(sent, Outbox::Resolution::failed, noon + 1min));
    const auto again = doubtful(Priority::campaign);
    BOOST_TEST(outbox.resolve(again, Outbox::Resolution::resend, noon + 1min));
    BOOST_TEST(claim(budget, noon + 2min).message == again);
}

BOOST_AUTO_TEST_CASE(a_report_that_came_before_the_doubt_settles_it_at_once)
{
    const auto id = add(Priority::alert);
    const auto claimed = claim(budget);
    outbox.report(line, 77, recipient, 0, noon + 1s, {}, noon + 5s, true);
    outbox.record(claimed, SegmentUnknown{"no result in 120 s"}, noon + 2min);
    BOOST_TEST((state(id) == State::delivered));
    BOOST_TEST(outbox.settle_doubts(both_up(), noon + 1h, true).resent == 0);
}

BOOST_AUTO_TEST_CASE(a_report_that_came_before_a_kill_settles_the_doubt_of_the_next_start)
{
    const auto id = add(Priority::campaign);
    claim(budget);
    outbox.report(line, 77, recipient, 0, noon + 1s, {}, noon + 5s, true);
    outbox.doubt_all_submitting(noon + 1min);
    BOOST_TEST((state(id) == State::delivered));
}

BOOST_AUTO_TEST_CASE(a_repeated_report_of_another_message_is_no_evidence)
{
    add(Priority::campaign);
    outbox.record(claim(budget), SegmentSent{76}, noon);
    outbox.report(line, 76, recipient, 0, noon + 1s, {}, noon + 1s, true);
    const auto id = doubtful(Priority::campaign);
    outbox.report(line, 76, recipient, 0, noon + 1s, {}, noon + 10s, true);
    BOOST_TEST((state(id) == State::in_doubt));
}

BOOST_AUTO_TEST_CASE(what_a_person_gave_up_stays_given_up)
{
    const auto id = doubtful(Priority::alert);
    outbox.resolve(id, Outbox::Resolution::failed, noon + 1min);
    BOOST_TEST(outbox.late_result(line, 9, noon + 2min).value_or(0) == id);
    BOOST_TEST((state(id) == State::failed));
    outbox.report(line, 9, recipient, 0, noon, {}, noon + 3min, true);
    BOOST_TEST((state(id) == State::failed));
    BOOST_TEST(outbox.settle_doubts(both_up(), noon + 1h, true).resent == 0);
}

BOOST_AUTO_TEST_CASE(a_long_message_leaves_a_line_that_stays_down)
{
    const auto id = add(Priority::campaign, std::string(200, 'x'));
    outbox.record(claim(budget), SegmentSent{7}, noon);
    const std::vector<Outbox::LineHealth> down{{line, false, noon}, {other, true, noon - 1h}};
    BOOST_TEST(outbox.settle_doubts(down, noon + 9min, true).moved == 0);
    BOOST_TEST(std::holds_alternative<Wait>(outbox.claim(other_budget, noon + 9min)));
    BOOST_TEST(outbox.settle_doubts(down, noon + 10min, true).moved == 1);
    const auto anew = claim(other_budget, noon + 10min);
    BOOST_TEST(anew.message == id);
    BOOST_TEST(anew.number == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_does_not_wait_for_a_line_that_is_not_there)
{
    NewMessage answer;
    answer.recipient = recipient;
    answer.text = "welcome";
    answer.preferred_line = line;
    const auto id = outbox.add(answer, noon, true)->id;
    outbox.settle_doubts({{other, true, noon - 1h}}, noon + 1s, true);
    BOOST_TEST(claim(other_budget, noon + 1s).message == id);
}

BOOST_AUTO_TEST_CASE(what_was_submitting_is_found_also_after_the_clock_went_back)
{
    for (int i = 0; i < 3; ++i) {
        add(Priority::campaign);
        outbox.record(claim(budget, noon + 1h), SegmentSent{static_cast<unsigned>(i)}, noon + 1h);
    }
    const auto id = add(Priority::campaign);
    claim(budget, noon);
    BOOST_TEST(outbox.doubt_all_submitting(noon) == 1);
    BOOST_TEST(outbox.late_result(line, 9, noon).value_or(0) == id);
}

BOOST_AUTO_TEST_CASE(a_late_result_of_a_moved_alert_shows_the_doubling_and_touches_no_other)
{
    const auto first = doubtful(Priority::campaign);
    const auto moved = doubtful(Priority::alert);
    outbox.settle_doubts({{line, false, noon}, {other, true, noon - 1h}}, noon + 60s, true);
    outbox.record(claim(other_budget, noon + 61s), SegmentSent{3}, noon + 61s);
    BOOST_TEST(outbox.late_result(line, 77, noon + 2min).value_or(0) == moved);
    BOOST_TEST((state(first) == State::in_doubt));
    BOOST_TEST((state(moved) == State::sent));
}

BOOST_AUTO_TEST_CASE(a_refused_prompt_of_the_resend_keeps_the_evidence_of_the_first_copy)
{
    const auto id = doubtful(Priority::alert);
    outbox.settle_doubts(both_up(), noon + 60s, true);
    const auto again = claim(budget, noon + 61s);
    outbox.record(again, SegmentRefused{{331, nida::protocol::cms_category()}, {}}, noon + 62s);
    BOOST_TEST(outbox.report(line, 77, recipient, 0, noon + 1s, {}, noon + 63s, true).message.value_or(0) == id);
    BOOST_TEST((state(id) == State::delivered));
}

BOOST_AUTO_TEST_CASE(nothing_from_before_is_given_up_while_the_hour_is_not_known)
{
    const auto id = doubtful(Priority::campaign);
    BOOST_TEST(outbox.settle_doubts(both_up(), noon + 48h, false).failed == 0);
    const auto queued = add(Priority::campaign);
    BOOST_TEST(outbox.expire(noon + 48h, false) == 0);
    BOOST_TEST((state(id) == State::in_doubt));
    BOOST_TEST((state(queued) == State::queued));
}

BOOST_AUTO_TEST_CASE(what_may_have_left_cannot_be_cancelled_although_it_is_queued_once_more)
{
    const auto id = doubtful(Priority::campaign);
    BOOST_TEST(outbox.resolve(id, Outbox::Resolution::resend, noon + 1min));
    BOOST_TEST((state(id) == State::queued));
    BOOST_TEST(!outbox.cancel(id, noon + 2min));
    BOOST_TEST((state(id) == State::queued));
}

BOOST_AUTO_TEST_CASE(a_second_doubt_counts_from_its_own_hour_and_the_first_ones_error_is_forgotten)
{
    const auto id = doubtful(Priority::campaign);
    outbox.resolve(id, Outbox::Resolution::resend, noon + 1h);
    const auto of_message = [&](const char* question) {
        auto row = connection.query(question, id);
        return row.step() ? row.text(0) : "no row";
    };
    BOOST_TEST(of_message("SELECT coalesce(error_code, 'none') FROM message WHERE id = ?1") == "none");
    outbox.record(claim(budget, noon + 2h), SegmentUnknown{"again"}, noon + 3h);
    auto row = connection.query("SELECT in_doubt_at FROM message WHERE id = ?1", id);
    BOOST_TEST(row.step());
    BOOST_TEST((row.time(0) == noon + 3h));
}

BOOST_AUTO_TEST_SUITE_END()
