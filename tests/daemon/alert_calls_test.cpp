#include "daemon/campaign/alert_calls.hpp"

#include "tests/daemon/alert_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : AlertFixture {
    AlertCalls calls{connection};
    CampaignId ring_after(std::chrono::minutes after)
    {
        Ladder ladder;
        ladder.ring = Ladder::Ring{after, 15s};
        const auto id = start(ladder);
        send();
        return id;
    }
    std::optional<AlertCall> claim(LineId by) { return calls.claim(by, now, Time{}); }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(alert_calls, Fixture)

BOOST_AUTO_TEST_CASE(those_without_a_sign_are_called_once_each)
{
    const auto id = ring_after(20min);
    now = noon + 1min;
    report(amal);
    now = noon + 19min;
    BOOST_TEST(sweep().to_call == 0);
    now = noon + 21min;
    BOOST_TEST(sweep().to_call == 2);
    BOOST_TEST(calls.any());
    const auto first = claim(line).value();
    BOOST_TEST(first.number == badr);
    BOOST_TEST(first.time.count() == 15);
    const auto second = claim(other).value(); // another line, at the same time
    BOOST_TEST(second.number == salma);
    BOOST_TEST(!claim(other).has_value());
    BOOST_TEST(alerts.is_open(id));
    calls.record(first.id, true, now);
    calls.record(second.id, true, now);
    now = noon + 30min;
    const auto done = sweep();
    BOOST_TEST(done.to_call == 0);
    BOOST_TEST(done.over);
    BOOST_TEST(campaigns.row(id)->at("ladder").at("rung").as_int64() == 2);
}

BOOST_AUTO_TEST_CASE(who_has_answered_got_it_or_left_by_then_is_not_called)
{
    ring_after(5min);
    now = noon + 6min;
    BOOST_TEST(sweep().to_call == 3);
    report(amal);
    text(badr, "OK");
    text(salma, "STOP");
    BOOST_TEST(!claim(line).has_value());
    BOOST_TEST(!calls.any());
    BOOST_TEST(number("SELECT count(*) FROM alert_call WHERE state = 4") == 3);
}

BOOST_AUTO_TEST_CASE(a_call_that_was_under_way_when_the_power_went_is_not_made_again)
{
    ring_after(5min);
    now = noon + 6min;
    sweep();
    const auto first = claim(line).value();
    Connection again{directory / "nida.db", Connection::Mode::write};
    AlertCalls after{again};
    BOOST_TEST(after.claim(line, now, Time{})->id != first.id);
    BOOST_TEST(number("SELECT count(*) FROM alert_call WHERE state = 2") == 1);
}

BOOST_AUTO_TEST_CASE(what_one_modem_refuses_to_dial_another_line_may)
{
    ring_after(5min);
    now = noon + 6min;
    sweep();
    const auto refused = claim(line).value();
    calls.record(refused.id, false, now);
    BOOST_TEST(claim(other)->number != refused.number);
    BOOST_TEST(claim(other)->number != refused.number);
    BOOST_TEST(claim(other)->number == refused.number);
    BOOST_TEST(!claim(other).has_value());
}

BOOST_AUTO_TEST_CASE(a_number_that_is_refused_twice_is_given_up_and_keeps_nobody_waiting)
{
    const auto id = ring_after(5min);
    BOOST_TEST(campaigns.row(id)->at("ladder").at("given_up").as_int64() == 0);
    now = noon + 6min;
    sweep();
    int made = 0;
    for (int i = 0; i < 10; ++i) {
        const auto call = claim(line);
        if (!call) break;
        calls.record(call->id, call->number != amal, now);
        ++made;
    }
    BOOST_TEST(made == 4); // two others once, the wrong one twice
    BOOST_TEST(!calls.any());
    BOOST_TEST(number("SELECT count(*) FROM alert_call WHERE state = 2") == 2);
    BOOST_TEST(number("SELECT count(*) FROM alert_call WHERE state = 3") == 1);
    const auto ladder = campaigns.row(id)->at("ladder");
    BOOST_TEST(ladder.at("given_up").as_int64() == 1);
    BOOST_TEST(ladder.at("rung").as_int64() == 2);
    BOOST_TEST(ladder.at("to_ring").as_int64() == 0);
    now = noon + 30min;
    BOOST_TEST(sweep().to_call == 0);
    BOOST_TEST(!calls.any());
}

BOOST_AUTO_TEST_CASE(a_line_knows_of_the_call_that_it_was_in_when_it_ended)
{
    ring_after(5min);
    now = noon + 6min;
    sweep();
    BOOST_TEST(!calls.under_way(line));
    claim(line);
    BOOST_TEST(calls.under_way(line));
    BOOST_TEST(!calls.under_way(other));
    calls.write_off(line, now);
    BOOST_TEST(!calls.under_way(line));
    BOOST_TEST(number("SELECT count(*) FROM alert_call WHERE state = 2") == 1);
}

BOOST_AUTO_TEST_CASE(a_line_calls_sixty_times_an_hour_at_most)
{
    const auto id = ring_after(5min);
    connection.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70) INSERT INTO "
                   "alert_call(campaign_id, number, queued_at) SELECT ?1, printf('+2189400%05d', i), ?2 FROM n",
                   id, now);
    int made = 0;
    while (const auto call = claim(line)) {
        calls.record(call->id, true, now);
        ++made;
    }
    BOOST_TEST(made == 60);
    BOOST_TEST(claim(other).has_value());
    now += 61min;
    BOOST_TEST(claim(line).has_value());
}

BOOST_AUTO_TEST_CASE(nobody_is_called_for_a_paused_a_cancelled_or_an_old_alert)
{
    const auto id = ring_after(5min);
    now = noon + 6min;
    sweep();
    campaigns.pause(id, done_by("test", now));
    BOOST_TEST(!claim(line).has_value());
    campaigns.resume(id, done_by("test", now));
    now = noon + 25h;
    BOOST_TEST(!claim(line).has_value());
    now = noon + 7min;
    BOOST_TEST(claim(line).has_value());
    campaigns.cancel(id, done_by("test", now));
    BOOST_TEST(!calls.any());
}

BOOST_AUTO_TEST_SUITE_END()
