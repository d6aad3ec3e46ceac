#include "daemon/outbox/quotas.hpp"

#include "daemon/people/erasure.hpp"
#include "daemon/store/unsure_times.hpp"
#include "tests/daemon/outbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
struct Fixture : OutboxFixture {
    Fixture()
    {
        ::setenv("TZ", "Africa/Tripoli", 1); // UTC+2, without summer time
        ::tzset();
    }
    MessageId add(int person, Priority priority = Priority::campaign, std::size_t characters = 5, Time now = noon)
    {
        NewMessage message;
        message.recipient = "+2189200000" + std::to_string(10 + person);
        message.text = std::string(characters, 'x');
        message.priority = priority;
        message.validity = 90 * 24h;
        return outbox.add(message, now, true)->id;
    }
    void send(const LineBudget& from, Time now)
    {
        const auto segment = std::get<Claim>(outbox.claim(from, now));
        outbox.record(segment, SegmentSent{1}, now);
    }
    bool sends(const LineBudget& from, Time now)
    {
        const auto claimed = outbox.claim(from, now);
        if (const auto* segment = std::get_if<Claim>(&claimed)) outbox.record(*segment, SegmentSent{1}, now);
        return std::holds_alternative<Claim>(claimed);
    }
    Wait wait(const LineBudget& from, Time now) { return std::get<Wait>(outbox.claim(from, now)); }
};
constexpr std::size_t two_segments = 200, three_segments = 400;
} // namespace

BOOST_FIXTURE_TEST_SUITE(quotas, Fixture)

BOOST_AUTO_TEST_CASE(no_hour_has_more_segments_than_the_sim_may_send)
{
    budget.quotas.segments_per_hour = 3;
    for (int i = 0; i < 5; ++i)
        add(i);
    for (int i = 0; i < 3; ++i)
        send(budget, noon + i * 10min);
    const auto over = wait(budget, noon + 30min);
    BOOST_TEST((over.limit == Limit::segments_hour));
    BOOST_TEST((over.until == noon + 1h));
    BOOST_TEST(in_words(over.limit, budget.quotas, {}) == "its 3 segments an hour are used up");
    BOOST_TEST(sends(budget, noon + 1h));
    BOOST_TEST((wait(budget, noon + 1h).until == noon + 70min));
    BOOST_TEST(sends(other_budget, noon + 30min), "the other lines take over");
}

BOOST_AUTO_TEST_CASE(a_message_begins_only_where_all_of_its_segments_fit_and_then_may_finish)
{
    budget.quotas.segments_per_day = 4;
    add(0, Priority::campaign, three_segments);
    send(budget, noon);
    add(1, Priority::alert, two_segments); // one token is free, and two that the first message will need
    const auto over = wait(budget, noon + 1min);
    BOOST_TEST((over.limit == Limit::segments_day));
    BOOST_TEST(sends(other_budget, noon + 1min)); // which gets the alert
    outbox.release(line);
    send(other_budget, noon + 1min);
    add(2, Priority::alert); // one fits
    send(budget, noon + 2min);
    send(budget, noon + 3min);
    send(budget, noon + 4min);
    add(3);
    BOOST_TEST((wait(budget, noon + 5min).until == noon + 24h));
    BOOST_TEST(number("SELECT count(*) FROM segment WHERE line_id = 1 AND state = 2") == 4);
}

BOOST_AUTO_TEST_CASE(a_message_longer_than_the_quota_goes_where_nothing_else_went)
{
    budget.quotas.segments_per_hour = 2;
    add(0);
    send(budget, noon);
    add(1, Priority::campaign, three_segments);
    add(2);
    BOOST_TEST((wait(budget, noon + 1min).until == noon + 1h));
    for (int segment = 0; segment < 3; ++segment)
        send(budget, noon + 1h);
    BOOST_TEST((wait(budget, noon + 61min).until == noon + 2h));
    send(budget, noon + 2h);
}

BOOST_AUTO_TEST_CASE(what_is_in_doubt_counts_and_what_was_refused_does_not)
{
    budget.quotas.segments_per_hour = 1;
    add(0);
    add(1);
    const auto refused = claim(budget);
    outbox.record(refused, SegmentRefused{{1, protocol::cms_category()}, {}}, noon);
    const auto doubtful = claim(budget);
    outbox.record(doubtful, SegmentUnknown{"nothing"}, noon);
    add(2);
    BOOST_TEST((wait(budget, noon + 1min).limit == Limit::segments_hour));
}

BOOST_AUTO_TEST_CASE(a_quota_of_recipients_counts_each_number_once)
{
    budget.quotas.recipients_per_hour = 2;
    add(0, Priority::campaign, two_segments);
    add(1);
    send(budget, noon);
    send(budget, noon + 1min);
    send(budget, noon + 10min);
    add(0, Priority::reply);
    BOOST_TEST(sends(budget, noon + 20min)); // nobody new
    add(2);
    const auto over = wait(budget, noon + 20min);
    BOOST_TEST((over.limit == Limit::recipients_hour));
    BOOST_TEST((over.until == noon + 70min)); // when the one of ten past is an hour ago
    BOOST_TEST(sends(budget, noon + 70min));
}

BOOST_AUTO_TEST_CASE(a_month_is_the_operators_from_one_billing_day_to_the_next)
{
    using std::chrono::sys_days;
    const auto midnight = [](int year, unsigned month, unsigned day) { // in Tripoli
        return Time{sys_days{std::chrono::year{year} / month / day}} - 2h;
    };
    const auto is = [&](Time now, int day, Time begin, Time end) {
        const auto [from, to] = billing_month(now, day);
        BOOST_TEST((from == begin));
        BOOST_TEST((to == end));
    };
    is(noon, 1, midnight(2026, 3, 1), midnight(2026, 4, 1));
    is(noon, 15, midnight(2026, 2, 15), midnight(2026, 3, 15));
    is(midnight(2026, 12, 31), 28, midnight(2026, 12, 28), midnight(2027, 1, 28));
    is(midnight(2026, 1, 1) - 1us, 1, midnight(2025, 12, 1), midnight(2026, 1, 1));
    is(midnight(2026, 1, 1), 1, midnight(2026, 1, 1), midnight(2026, 2, 1));

    budget.quotas.segments_per_month = 2;
    budget.quotas.recipients_per_month = 2;
    budget.quotas.billing_day = 5;
    for (int i = 0; i < 4; ++i)
        add(i);
    send(budget, noon);
    send(budget, noon + 1h);
    const auto over = wait(budget, noon + 2h);
    BOOST_TEST((over.limit == Limit::segments_month));
    BOOST_TEST((over.until == midnight(2026, 3, 5)));
    BOOST_TEST(!sends(budget, midnight(2026, 3, 5) - 1us));
    BOOST_TEST(sends(budget, midnight(2026, 3, 5)));
    BOOST_TEST(sends(budget, midnight(2026, 3, 5)));
}

BOOST_AUTO_TEST_CASE(another_sim_begins_with_all_of_its_quotas)
{
    budget.quotas.segments_per_month = 1;
    budget.quotas.recipients_per_day = 1;
    add(0);
    add(1);
    send(budget, noon);
    BOOST_TEST(!sends(budget, noon + 1min));
    connection.run("UPDATE line SET sim_since = ?1", noon + 2min);
    BOOST_TEST(sends(budget, noon + 3min));
}

BOOST_AUTO_TEST_CASE(alerts_stop_at_a_quota_too_unless_they_may_pass)
{
    budget.quotas.segments_per_hour = 1;
    budget.quotas.recipients_per_hour = 1;
    add(0);
    send(budget, noon);
    add(1, Priority::alert);
    BOOST_TEST(!sends(budget, noon + 1min));
    budget.quotas.alerts_pass = true;
    BOOST_TEST(sends(budget, noon + 1min));
    add(2);
    BOOST_TEST((wait(budget, noon + 30min).until == noon + 61min)); // it counts all the same
}

BOOST_AUTO_TEST_CASE(the_lines_of_one_operator_share_its_minute)
{
    const SharedPace shared{"ly-libyana", {line, other}, 3};
    budget.shared = shared;
    other_budget.shared = shared;
    for (int i = 0; i < 5; ++i)
        add(i);
    send(budget, noon);
    send(other_budget, noon + 10s);
    send(other_budget, noon + 20s);
    const auto over = wait(budget, noon + 30s);
    BOOST_TEST((over.limit == Limit::of_operator));
    BOOST_TEST((over.until == noon + 60s));
    BOOST_TEST(!is_quota(over.limit));
    BOOST_TEST(in_words(over.limit, {}, shared) == "the 3 segments a minute of all lines of ly-libyana are used up");
    BOOST_TEST(sends(budget, noon + 60s));
}

BOOST_AUTO_TEST_CASE(recipients_are_kept_from_when_a_quota_is_set_and_found_again_in_what_was_sent)
{
    LineRecipients recipients{connection};
    add(0);
    add(1);
    send(budget, noon);
    send(budget, noon + 1min);
    BOOST_TEST(number("SELECT count(*) FROM line_recipient") == 0);
    recipients.keep(line, true, noon + 2min);
    BOOST_TEST(number("SELECT count(*) FROM line_recipient") == 2);
    budget.quotas.recipients_per_day = 2;
    add(2);
    BOOST_TEST((wait(budget, noon + 3min).until == noon + 24h));
    recipients.keep(line, true, noon + 3min); // with each start
    BOOST_TEST(number("SELECT count(*) FROM line_recipient") == 2);
    BOOST_TEST(recipients.forget_old(noon + 33 * 24h) == 2);
    recipients.keep(line, true, noon + 4min);
    recipients.keep(line, false, noon + 4min);
    BOOST_TEST(number("SELECT count(*) FROM line_recipient") == 0);
}

BOOST_AUTO_TEST_CASE(times_of_recipients_move_with_a_clock_that_was_wrong)
{
    const Time early{24h};
    budget.quotas.recipients_per_hour = 1;
    add(0, Priority::campaign, 5, early);
    send(budget, early);
    shift_unsure_times(connection, noon - early, early);
    add(1);
    BOOST_TEST((wait(budget, noon + 1min).until == noon + 1h));
}

BOOST_AUTO_TEST_SUITE_END()
