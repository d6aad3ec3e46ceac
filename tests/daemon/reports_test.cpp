#include "tests/daemon/outbox_fixture.hpp"
#include "tests/daemon/test_languages.hpp"

#include "daemon/inbox/inbox.hpp"
#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
const std::string recipient = "+218911111111";
constexpr unsigned delivered = 0, still_trying = 0x20, not_obtainable = 0x43, expired = 0x46;

struct Fixture : OutboxFixture {
    std::uint8_t next_pdu = 0;

    MessageId add(const std::string& text = "hello", const std::string& to = recipient)
    {
        NewMessage message;
        message.recipient = to;
        message.text = text;
        message.validity = 30 * 24h;
        return outbox.add(message, noon, true)->id;
    }
    MessageId sent(unsigned reference, Time now = noon)
    {
        const auto id = add();
        outbox.record(claim(budget, now), SegmentSent{reference}, now);
        return id;
    }
    /// Each with octets of its own, as reports of one segment have them.
    ReportMatch report(unsigned reference, unsigned tp_status, std::optional<Time> smsc_at = noon,
                       Time now = noon + 1min, bool trust_clock = true)
    {
        return outbox.report(line, reference, recipient, tp_status, smsc_at, {++next_pdu}, now, trust_clock);
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(reports, Fixture)

BOOST_AUTO_TEST_CASE(every_report_is_kept_with_its_octets_and_its_segment)
{
    const auto id = sent(7);
    report(7, still_trying);
    report(7, delivered);
    report(9, delivered); // nobody's
    auto rows = connection.query("SELECT message_id, number, tp_status, pdu FROM report ORDER BY id");
    BOOST_REQUIRE(rows.step());
    BOOST_TEST(rows.integer(0) == id);
    BOOST_TEST(rows.integer(1) == 1);
    BOOST_TEST(rows.integer(2) == still_trying);
    BOOST_TEST(rows.octets(3) == std::vector<std::uint8_t>{1});
    BOOST_REQUIRE(rows.step());
    BOOST_TEST(rows.integer(0) == id);
    BOOST_REQUIRE(rows.step());
    BOOST_TEST(rows.is_null(0));
    BOOST_TEST(rows.is_null(1));
}

BOOST_AUTO_TEST_CASE(the_same_report_again_is_ignored_whatever_it_said)
{
    sent(7);
    outbox.report(line, 7, recipient, delivered, noon, {1, 2}, noon + 1min, true);
    outbox.report(line, 9, recipient, delivered, noon, {3, 4}, noon + 1min, true);
    for (const auto& [reference, pdu] : {std::pair{7U, std::vector<std::uint8_t>{1, 2}}, {9U, {3, 4}}}) {
        const auto again = outbox.report(line, reference, recipient, delivered, noon, pdu, noon + 2min, true);
        BOOST_TEST(again.repeated);
        BOOST_TEST(!again.stray);
    }
    BOOST_TEST(number("SELECT count(*) FROM report") == 2);
}

BOOST_AUTO_TEST_CASE(a_late_still_trying_does_not_take_a_delivery_back)
{
    const auto id = sent(7);
    report(7, delivered);
    BOOST_TEST(report(7, still_trying).repeated);
    BOOST_TEST((state(id) == State::delivered));
    BOOST_TEST(report(7, expired).repeated);
    BOOST_TEST((state(id) == State::delivered));
    BOOST_TEST(number("SELECT tp_status FROM segment") == 0);
    BOOST_TEST(number("SELECT count(*) FROM report WHERE message_id IS NOT NULL") == 3);
}

BOOST_AUTO_TEST_CASE(a_delivery_that_is_told_after_the_network_gave_up_is_believed)
{
    for (const auto first : {expired, not_obtainable}) {
        const auto id = sent(7);
        report(7, first);
        BOOST_TEST((state(id) == (first == expired ? State::expired : State::undelivered)));
        BOOST_TEST(!report(7, delivered).repeated);
        BOOST_TEST((state(id) == State::delivered));
        auto row = connection.query("SELECT error_code FROM message WHERE id = ?1", id);
        BOOST_TEST(row.step());
        BOOST_TEST(row.is_null(0));
        connection.run("UPDATE segment SET reference = NULL");
    }
}

BOOST_AUTO_TEST_CASE(an_undelivered_one_stays_undelivered_when_it_is_said_to_be_expired)
{
    const auto id = sent(7);
    report(7, not_obtainable);
    report(7, expired);
    BOOST_TEST((state(id) == State::undelivered));
}

BOOST_AUTO_TEST_CASE(a_reference_that_came_round_means_the_segment_that_left_before_its_stamp)
{
    const auto first = sent(7, noon);
    const auto second = sent(7, noon + 2h);
    report(7, delivered, noon + 1s, noon + 3h);
    BOOST_TEST((state(first) == State::delivered));
    BOOST_TEST((state(second) == State::sent));
    report(7, delivered, noon + 2h, noon + 3h);
    BOOST_TEST((state(second) == State::delivered));
}

BOOST_AUTO_TEST_CASE(a_second_report_of_the_newer_segment_settles_no_older_one)
{
    const auto first = sent(7, noon);
    const auto second = sent(7, noon + 2h);
    report(7, delivered, noon + 2h, noon + 3h);
    BOOST_TEST(report(7, delivered, noon + 2h, noon + 4h).repeated);
    BOOST_TEST((state(first) == State::sent));
    BOOST_TEST((state(second) == State::delivered));
}

BOOST_AUTO_TEST_CASE(where_the_clocks_cannot_be_compared_the_newest_segment_without_a_report_is_meant)
{
    const auto first = sent(7, noon);
    const auto second = sent(7, noon + 2h);
    report(7, delivered, noon + 1s, noon + 3h, false);
    BOOST_TEST((state(second) == State::delivered));
    report(7, delivered, noon - 24h, noon + 3h); // a service centre that lives in the day before
    BOOST_TEST((state(first) == State::delivered));
}

BOOST_AUTO_TEST_CASE(each_segment_has_its_report_and_the_message_is_delivered_with_the_last)
{
    const auto id = add(std::string(400, 'x'));
    for (const unsigned reference : {254U, 255U, 0U}) // round the end
        outbox.record(claim(budget), SegmentSent{reference}, noon);
    report(0, delivered);
    report(254, delivered);
    BOOST_TEST((state(id) == State::sent));
    report(254, still_trying);
    BOOST_TEST((state(id) == State::sent));
    report(255, delivered);
    BOOST_TEST((state(id) == State::delivered));
    BOOST_TEST(number("SELECT count(DISTINCT number) FROM report") == 3);
}

BOOST_AUTO_TEST_CASE(an_early_report_is_told_from_a_later_one_and_belongs_to_its_segment_then)
{
    const auto id = add();
    const auto claimed = claim(budget);
    BOOST_TEST(report(7, delivered).stray);
    BOOST_TEST(number("SELECT count(*) FROM report WHERE message_id IS NULL") == 1);
    outbox.record(claimed, SegmentSent{7}, noon + 2min);
    BOOST_TEST((state(id) == State::delivered));
    BOOST_TEST(number("SELECT count(*) FROM report WHERE message_id IS NULL") == 0);
}

BOOST_AUTO_TEST_CASE(a_report_by_way_of_another_service_centre_counts_the_same)
{
    const auto id = add("hello", "+989121234567");
    outbox.record(claim(budget), SegmentSent{0x40}, noon);
    const DialogueSettings settings{"LY", test_languages(), Language::en, 5, {}};
    const auto take = [&](const std::string& smsc, const char* tp_status) {
        const std::string pdu =
            smsc + "06" + "40" + "0C91891912325476" + "62301021000000" + "62301021100000" + tp_status;
        return Inbox{connection, settings}.take({line, "one", "SM", ++next_pdu, pdu, {}}, noon + 1min, true);
    };
    BOOST_TEST((take("07911326040000F0", "20").what == Taken::What::status_report));
    BOOST_TEST((state(id) == State::sent));
    take("07919821436587F9", "00");
    BOOST_TEST((state(id) == State::delivered));
    BOOST_TEST(number("SELECT count(*) FROM report WHERE message_id IS NOT NULL") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
