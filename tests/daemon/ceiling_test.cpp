#include "daemon/outbox/ceiling.hpp"

#include "tests/daemon/outbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : OutboxFixture {
    Fixture() { budget.ceiling = other_budget.ceiling = 3; }
    MessageId add(Priority priority = Priority::campaign, std::size_t characters = 5, bool direct = false)
    {
        NewMessage message;
        message.recipient = "+2189200000" + std::to_string(10 + people++);
        message.text = std::string(characters, 'x');
        message.priority = priority;
        message.direct = direct;
        message.validity = 7 * 24h;
        return outbox.add(message, noon, true)->id;
    }
    bool sends(const LineBudget& from, Time now = noon)
    {
        const auto claimed = outbox.claim(from, now);
        if (const auto* segment = std::get_if<Claim>(&claimed)) outbox.record(*segment, SegmentSent{1}, now);
        return std::holds_alternative<Claim>(claimed);
    }
    Wait wait(const LineBudget& from, Time now = noon) { return std::get<Wait>(outbox.claim(from, now)); }
    int people = 0;
};
constexpr std::size_t two_segments = 200;
} // namespace

BOOST_FIXTURE_TEST_SUITE(ceiling, Fixture)

BOOST_AUTO_TEST_CASE(all_lines_together_send_no_more_in_a_day_and_go_on_when_the_oldest_is_a_day_old)
{
    for (int i = 0; i < 5; ++i)
        add();
    BOOST_TEST(sends(budget));
    BOOST_TEST(sends(other_budget, noon + 1h));
    BOOST_TEST(sends(budget, noon + 2h));
    for (const auto& from : {budget, other_budget}) {
        const auto over = wait(from, noon + 3h);
        BOOST_TEST((over.limit == Limit::of_box));
        BOOST_TEST((over.until == noon + 24h));
    }
    BOOST_TEST(!is_quota(Limit::of_box), "no other line could take over");
    BOOST_TEST(sends(other_budget, noon + 24h));
    BOOST_TEST((wait(budget, noon + 24h).until == noon + 25h));
}

BOOST_AUTO_TEST_CASE(alerts_and_answers_go_on_to_twice_as_much_and_do_not_wait_behind_others)
{
    for (int i = 0; i < 3; ++i)
        add();
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(sends(budget));
    const auto single = add(Priority::reply);
    const auto answer = add(Priority::reply, 5, true);
    const auto alert = add(Priority::alert);
    BOOST_TEST(sends(budget));
    BOOST_TEST((state(alert) == State::sent));
    BOOST_TEST(sends(budget));
    BOOST_TEST((state(answer) == State::sent));
    BOOST_TEST((wait(budget).limit == Limit::of_box));
    BOOST_TEST((state(single) == State::queued));
    add(Priority::alert);
    add(Priority::alert);
    BOOST_TEST(sends(budget));
    BOOST_TEST((wait(budget).limit == Limit::of_box), "twice as much is the end for alerts, too");
}

BOOST_AUTO_TEST_CASE(a_message_begins_only_where_all_of_it_fits_and_then_may_finish)
{
    add(Priority::campaign, two_segments);
    add(Priority::campaign, two_segments);
    BOOST_TEST(sends(budget));
    BOOST_TEST((wait(other_budget).limit == Limit::of_box),
               "one token is free that the first message needs, and one more");
    BOOST_TEST(sends(budget));
    BOOST_TEST((wait(budget).limit == Limit::of_box));
    BOOST_TEST(Ceiling{connection}.used(noon) == 2);
}

BOOST_AUTO_TEST_CASE(a_message_longer_than_the_ceiling_goes_where_nothing_else_went)
{
    const auto longest = add(Priority::campaign, 1000);
    BOOST_TEST(sends(budget));
    for (int i = 1; i < 7; ++i)
        BOOST_TEST(sends(budget));
    BOOST_TEST((state(longest) == State::sent));
    add();
    BOOST_TEST((wait(budget).limit == Limit::of_box));
}

BOOST_AUTO_TEST_CASE(whoever_lifts_it_lets_all_go_until_that_time_and_stands_in_the_audit)
{
    for (int i = 0; i < 6; ++i)
        add();
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(sends(budget));
    Ceiling of_box{connection};
    of_box.lift(noon + 6h, done_by("user root (uid 0)", noon));
    BOOST_TEST(sends(budget, noon + 1h));
    BOOST_TEST((of_box.lifted_until(noon + 1h) == noon + 6h));
    BOOST_TEST(!of_box.lifted_until(noon + 6h).has_value());
    BOOST_TEST((wait(budget, noon + 6h).limit == Limit::of_box));
    of_box.hold(done_by("user root (uid 0)", noon + 2h));
    BOOST_TEST((wait(budget, noon + 2h).limit == Limit::of_box));
    BOOST_TEST(number("SELECT count(*) FROM audit WHERE kind IN ('ceiling_lift', 'ceiling_hold')") == 2);
}

BOOST_AUTO_TEST_CASE(a_lift_that_a_wrong_clock_wrote_lifts_nothing)
{
    Ceiling of_box{connection};
    of_box.lift(noon + 24h * 365, done_by("user root (uid 0)", noon + 24h * 364));
    BOOST_TEST(!of_box.lifted_until(noon).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
