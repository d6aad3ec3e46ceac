#include "tests/daemon/outbox_fixture.hpp"

#include "daemon/outbox/unreachable.hpp"
#include "daemon/people/people.hpp"
#include "tests/daemon/started_campaign.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
const std::string recipient = "+218911111111";

struct Fixture : OutboxFixture {
    Fixture()
    {
        budget.give_up_after = 3;
        People people{connection};
        people.add({recipient, "", {}, {"nurses"}}, "add", done_by("a test", noon));
    }
    MessageId broadcast(Priority priority = Priority::campaign)
    {
        start_campaign(connection, text_for("nurses", "hello", priority), noon);
        return newest();
    }
    MessageId add(bool direct = false)
    {
        NewMessage message;
        message.recipient = recipient;
        message.text = "hello";
        message.direct = direct;
        return outbox.add(message, noon, true)->id;
    }
    MessageId newest() { return number("SELECT max(id) FROM message"); }
    void refuse(int cms)
    {
        add();
        outbox.record(claim(budget), SegmentRefused{{cms, protocol::cms_category()}, ""}, noon);
    }
    /// What became of a broadcast to the one recipient.
    State outcome(Priority priority = Priority::campaign)
    {
        const auto id = broadcast(priority);
        const auto claimed = outbox.claim(budget, noon);
        if (const auto* segment = std::get_if<Claim>(&claimed)) outbox.record(*segment, SegmentSent{1}, noon);
        return state(id);
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(unreachable, Fixture)

BOOST_AUTO_TEST_CASE(campaigns_pass_over_a_number_after_three_failures_for_good)
{
    refuse(1);
    refuse(28);
    BOOST_TEST((outcome() == State::sent));
    refuse(30);
    BOOST_TEST((outcome() == State::suppressed));
    auto row = connection.query("SELECT error_code, error_text FROM message WHERE id = ?1", newest());
    BOOST_TEST(row.step());
    BOOST_TEST(row.text(0) == "unreachable");
    BOOST_TEST(row.text(1) == "the last 3 messages to this number failed for good");
}

BOOST_AUTO_TEST_CASE(alerts_answers_and_messages_of_a_person_still_go)
{
    for (int i = 0; i < 3; ++i)
        refuse(1);
    BOOST_TEST((outcome(Priority::alert) == State::sent));
    for (const bool direct : {false, true}) {
        const auto id = add(direct);
        BOOST_TEST(claim(budget).message == id);
        connection.run("UPDATE segment SET state = 2");
        connection.run("UPDATE message SET state = 2, sent_at = 1");
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_that_may_pass_or_lies_with_us_is_no_mark)
{
    for (const int cms : {38, 42, 96, 111, 500})
        refuse(cms);
    BOOST_TEST(number("SELECT count(*) FROM unreachable") == 0);
}

BOOST_AUTO_TEST_CASE(a_message_that_the_network_reports_as_undeliverable_for_good_is_one_failure)
{
    NewMessage message;
    message.recipient = recipient;
    message.text = std::string(400, 'x');
    outbox.add(message, noon, true);
    for (unsigned reference = 1; reference <= 3; ++reference)
        outbox.record(claim(budget), SegmentSent{reference}, noon);
    for (std::uint8_t reference = 1; reference <= 3; ++reference)
        outbox.report(line, reference, recipient, 0x43, noon, {reference}, noon, true);
    BOOST_TEST(number("SELECT failures FROM unreachable") == 1);
    // A phone that was off until the message expired may be on tomorrow.
    add();
    outbox.record(claim(budget), SegmentSent{4}, noon);
    outbox.report(line, 4, recipient, 0x46, noon, {4}, noon, true);
    BOOST_TEST(number("SELECT failures FROM unreachable") == 1);
}

BOOST_AUTO_TEST_CASE(a_delivery_ends_the_mark)
{
    for (int i = 0; i < 3; ++i)
        refuse(1);
    add();
    outbox.record(claim(budget), SegmentSent{9}, noon);
    outbox.report(line, 9, recipient, 0, noon, {9}, noon, true);
    BOOST_TEST((outcome() == State::sent));
}

BOOST_AUTO_TEST_CASE(a_person_can_end_the_mark_and_zero_gives_nobody_up)
{
    for (int i = 0; i < 3; ++i)
        refuse(1);
    budget.give_up_after = 0;
    BOOST_TEST((outcome() == State::sent));
    budget.give_up_after = 3;
    BOOST_TEST((outcome() == State::suppressed));
    BOOST_TEST(note_reached(connection, recipient));
    BOOST_TEST(!note_reached(connection, recipient));
    BOOST_TEST((outcome() == State::sent));
}

BOOST_AUTO_TEST_SUITE_END()
