#include "daemon/outbox/lanes.hpp"

#include "daemon/campaign/campaigns.hpp"
#include "daemon/store/unsure_times.hpp"
#include "tests/daemon/outbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
struct Fixture : OutboxFixture {
    Lanes lanes{connection};
    int numbers = 0;

    CampaignId add_campaign(Priority priority = Priority::campaign)
    {
        connection.run("INSERT INTO campaign(created_at, audience, text, priority, segments, recipients, state) VALUES "
                       "(?1, 'all', 'hello', ?2, 1, 0, 3)",
                       noon, priority);
        return connection.last_id();
    }
    MessageId add_to(LaneId lane, unsigned segments = 1)
    {
        connection.run("INSERT INTO message(campaign_id, recipient, text, priority, segments, valid_until, queued_at, "
                       "lane_id) SELECT campaign_id, ?2, ?3, priority, ?4, ?5, ?6, id FROM lane WHERE id = ?1",
                       lane, "+21891" + std::to_string(1'000'000 + numbers++),
                       std::string(segments == 1 ? 1 : 300, 'x'), segments, noon + 24h, noon);
        return connection.last_id();
    }
    MessageId add_to_campaign(CampaignId campaign, const std::string& zone = {}, std::optional<LineId> route = {},
                              unsigned segments = 1)
    {
        return add_to(lanes.find_or_make(campaign, Priority::campaign, zone, route), segments);
    }
    void pause(CampaignId campaign, int state = 4)
    {
        connection.run("UPDATE campaign SET state = ?2 WHERE id = ?1", campaign, state);
    }
    std::optional<MessageId> next(const LineBudget& from, Time now = noon)
    {
        const auto claimed = outbox.claim(from, now);
        const auto* segment = std::get_if<Claim>(&claimed);
        if (!segment) return {};
        outbox.record(*segment, SegmentSent{1}, now);
        return segment->message;
    }
    std::optional<Time> wait(const LineBudget& from, Time now = noon)
    {
        return std::get<Wait>(outbox.claim(from, now)).until;
    }
    boost::system::error_code congestion{42, protocol::cms_category()};
};

std::optional<MessageId> some(MessageId id) { return id; }
} // namespace

BOOST_FIXTURE_TEST_SUITE(lanes, Fixture)

BOOST_AUTO_TEST_CASE(a_lane_is_made_once_for_the_same_four)
{
    const auto campaign = add_campaign();
    const auto first = lanes.find_or_make(campaign, Priority::campaign, "Asia/Gaza", line);
    BOOST_TEST(lanes.find_or_make(campaign, Priority::campaign, "Asia/Gaza", line) == first);
    BOOST_TEST(lanes.find_or_make(campaign, Priority::campaign, "Asia/Gaza", {}) != first);
    const auto single = lanes.find_or_make({}, Priority::reply, {}, {});
    BOOST_TEST(lanes.find_or_make({}, Priority::reply, {}, {}) == single);
    BOOST_TEST(lanes.find_or_make({}, Priority::alert, {}, {}) != single);
}

BOOST_AUTO_TEST_CASE(a_paused_campaign_keeps_all_it_has_and_lets_the_others_pass)
{
    const auto paused = add_campaign(), other_one = add_campaign();
    const auto first = add_to_campaign(paused);
    const auto second = add_to_campaign(other_one);
    pause(paused);
    BOOST_TEST((next(budget) == some(second)));
    BOOST_TEST(!next(budget));
    pause(paused, 3);
    BOOST_TEST((next(budget) == some(first)));
}

BOOST_AUTO_TEST_CASE(of_a_paused_campaign_a_message_that_has_begun_is_finished)
{
    const auto campaign = add_campaign();
    const auto half = add_to_campaign(campaign, {}, {}, 2);
    add_to_campaign(campaign);
    BOOST_TEST((next(budget) == some(half)));
    pause(campaign);
    BOOST_TEST((next(budget) == some(half)));
    BOOST_TEST(!next(budget));
}

BOOST_AUTO_TEST_CASE(a_route_is_left_to_its_line_as_long_as_that_can_send)
{
    const auto campaign = add_campaign();
    const auto for_other = add_to_campaign(campaign, {}, other);
    const auto for_any = add_to_campaign(campaign);
    budget.others = {{other}};
    BOOST_TEST((next(budget) == some(for_any)));
    BOOST_TEST(!next(budget));
    budget.others = {};
    BOOST_TEST((next(budget) == some(for_other)));
}

BOOST_AUTO_TEST_CASE(an_alert_waits_for_no_line_and_whoever_has_none_of_its_own_takes_it)
{
    const auto for_other = add_to(lanes.find_or_make({}, Priority::alert, {}, other));
    const auto reply_for_other = add_to(lanes.find_or_make({}, Priority::reply, {}, other));
    const auto ours = add_to(lanes.find_or_make({}, Priority::alert, {}, line));
    budget.others = {{other}};
    BOOST_TEST((next(budget) == some(ours)));
    BOOST_TEST((next(budget) == some(for_other)));
    BOOST_TEST(!next(budget));
    BOOST_TEST((next(other_budget) == some(reply_for_other)));
}

BOOST_AUTO_TEST_CASE(what_is_no_alert_does_not_wait_for_a_line_that_keeps_its_credit_for_alerts)
{
    const auto reply = add_to(lanes.find_or_make({}, Priority::reply, {}, other));
    budget.others = {{other, true}};
    BOOST_TEST((next(budget) == some(reply)));
}

BOOST_AUTO_TEST_CASE(the_older_goes_first_whatever_lane_it_stands_in_and_a_retry_before_both)
{
    const auto campaign = add_campaign();
    const auto first = add_to_campaign(campaign, {}, line), second = add_to_campaign(campaign),
               third = add_to_campaign(campaign, {}, line), fourth = add_to_campaign(add_campaign());
    const auto refused = claim(budget);
    BOOST_TEST(refused.message == first);
    outbox.record(refused, SegmentRefused{congestion, {}}, noon);
    BOOST_TEST((next(budget) == some(second)));
    BOOST_TEST((next(budget, noon + 1h) == some(first)));
    BOOST_TEST((next(budget, noon + 1h) == some(third)));
    BOOST_TEST((next(budget, noon + 1h) == some(fourth)));
}

BOOST_AUTO_TEST_CASE(a_throttle_lets_so_many_segments_a_minute_begin_and_no_more)
{
    const auto campaign = add_campaign();
    connection.run("UPDATE campaign SET per_minute = 6");
    for (int i = 0; i < 10; ++i)
        add_to_campaign(campaign, {}, i % 2 == 0 ? line : other, i == 1 ? 2 : 1);
    const auto single = add_to(lanes.find_or_make({}, Priority::campaign, {}, {}));
    BOOST_TEST(next(budget).has_value());
    BOOST_TEST((next(other_budget) == some(single)), "a throttle is the campaign's alone");
    BOOST_TEST((wait(budget) == std::optional{noon + 10s}));
    BOOST_TEST(next(other_budget, noon + 10s).has_value()); // two segments: 20 s
    BOOST_TEST(next(other_budget, noon + 10s).has_value()); // the second of them is not kept back
    BOOST_TEST((wait(budget, noon + 10s) == std::optional{noon + 30s}));
    BOOST_TEST(next(budget, noon + 100s).has_value());
    BOOST_TEST((wait(other_budget, noon + 100s) == std::optional{noon + 110s})); // nothing is made up for
}

BOOST_AUTO_TEST_CASE(lanes_wait_for_the_morning_of_their_zone)
{
    budget.quiet_until = [](const std::string& zone, const auto&, const auto&) -> std::optional<Time> {
        if (zone == "Asia/Baghdad") return noon + 8h;
        if (zone == "Asia/Gaza") return noon + 9h;
        return {};
    };
    const auto campaign = add_campaign();
    const auto gaza = add_to_campaign(campaign, "Asia/Gaza"), baghdad = add_to_campaign(campaign, "Asia/Baghdad"),
               here = add_to_campaign(campaign);
    const auto alert = add_to(lanes.find_or_make({}, Priority::alert, "Asia/Gaza", {}));
    const auto answer = add_to(lanes.find_or_make({}, Priority::reply, any_hour, {}));
    for (const auto id : {alert, answer, here})
        BOOST_TEST((next(budget) == some(id)));
    BOOST_TEST((wait(budget) == std::optional{noon + 8h}));
    budget.quiet_until = {};
    BOOST_TEST((next(budget) == some(gaza)));
    BOOST_TEST((next(budget) == some(baghdad)));
}

BOOST_AUTO_TEST_CASE(what_is_bound_to_a_line_waits_for_the_morning_by_itself_and_keeps_its_order)
{
    const auto morning = noon + 8h;
    std::vector<MessageId> pinned;
    for (int i = 0; i < 500; ++i)
        pinned.push_back(add_to(lanes.find_or_make({}, Priority::reply, "Asia/Gaza", {})));
    connection.run("UPDATE message SET line_id = ?1, pinned = 1", line);
    // The second one is tried again, before the first: it was refused earlier.
    connection.run("UPDATE message SET not_before = ?2 WHERE id = ?1", pinned[0], noon - 1s);
    connection.run("UPDATE message SET not_before = ?2 WHERE id = ?1", pinned[1], noon - 2s);
    const auto here = add_to(lanes.find_or_make({}, Priority::reply, {}, {}));
    budget.quiet_until = [&](const std::string& zone, const auto&, const auto&) {
        return zone.empty() ? std::optional<Time>{} : std::optional{morning};
    };
    int transactions = 0;
    std::optional<MessageId> found;
    while (!found && ++transactions < 10)
        found = next(budget);
    BOOST_TEST((found == some(here)));
    BOOST_TEST(transactions == 3); // 500 are put off in slices
    BOOST_TEST((wait(budget) == std::optional{morning}));
    budget.quiet_until = {};
    std::vector<MessageId> order;
    while (const auto id = next(budget, morning + 1s))
        order.push_back(*id);
    BOOST_REQUIRE(order.size() == pinned.size());
    BOOST_TEST((std::ranges::find(order, pinned[1]) < std::ranges::find(order, pinned[0])));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_down_gives_back_what_it_had_to_the_lane_it_came_from)
{
    const auto campaign = add_campaign();
    const auto id = add_to_campaign(campaign, {}, {}, 2);
    BOOST_TEST((next(budget) == some(id)));
    BOOST_TEST(outbox.settle_doubts({{line, false, noon}, {other, true, noon}}, noon + 1h, true).moved == 1);
    pause(campaign);
    BOOST_TEST(!next(other_budget, noon + 1h));
    pause(campaign, 3);
    BOOST_TEST((next(other_budget, noon + 1h) == some(id)));
}

BOOST_AUTO_TEST_CASE(a_campaign_is_done_once_nothing_of_it_waits_or_is_on_its_way_or_in_doubt)
{
    const auto campaign = add_campaign();
    const auto id = add_to_campaign(campaign, {}, {}, 2);
    BOOST_TEST(outbox.finish_campaigns(noon) == 0); // queued
    auto segment = claim(budget);
    BOOST_TEST(outbox.finish_campaigns(noon) == 0); // on its way
    outbox.record(segment, SegmentSent{1}, noon);
    BOOST_TEST(outbox.finish_campaigns(noon) == 0); // its second segment is to follow, on this line
    segment = claim(budget);
    outbox.record(segment, SegmentUnknown{"nothing"}, noon);
    BOOST_TEST(outbox.finish_campaigns(noon) == 0); // in doubt
    outbox.resolve(id, Outbox::Resolution::sent, noon);
    BOOST_TEST(outbox.finish_campaigns(noon) == 1);
    BOOST_TEST(number("SELECT state FROM campaign") == 5);
    BOOST_TEST(outbox.finish_campaigns(noon) == 0);
    add_campaign();
    pause(number("SELECT max(id) FROM campaign"));
    BOOST_TEST(outbox.finish_campaigns(noon) == 0); // what is paused is not done
}

BOOST_AUTO_TEST_CASE(a_throttle_moves_with_a_clock_that_was_wrong)
{
    const Time early{24h};
    const auto campaign = add_campaign();
    connection.run("UPDATE campaign SET throttled_until = ?1", early + 10s);
    shift_unsure_times(connection, noon - early, early);
    add_to_campaign(campaign);
    BOOST_TEST((wait(budget) == std::optional{noon + 10s}));
}

BOOST_AUTO_TEST_SUITE_END()
