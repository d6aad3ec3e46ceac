#include "daemon/line/gathering.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture {
    Gathering gathering;
    Gathering::Clock::time_point now{1h};

    /// Lets the lines 1 to `count` know how long a segment takes.
    void teach(LineId count, std::chrono::milliseconds time)
    {
        for (LineId line = 1; line <= count; ++line) {
            gathering.begun(line, now);
            gathering.ended(line, now + time);
        }
        now += time + 1s;
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(gathering, Fixture)

BOOST_AUTO_TEST_CASE(a_line_alone_never_waits)
{
    teach(1, 2400ms);
    gathering.begun(1, now);
    BOOST_TEST((gathering.ended(1, now + 2400ms) <= now + 2400ms));
}

BOOST_AUTO_TEST_CASE(a_result_waits_a_seventh_of_a_segment_for_those_that_are_about_to_come)
{
    teach(3, 2400ms);
    for (LineId line = 1; line <= 3; ++line)
        gathering.begun(line, now);
    const auto until = gathering.ended(1, now + 2300ms);
    BOOST_TEST((until > now + 2630ms && until < now + 2650ms));
    BOOST_TEST((gathering.ended(2, now + 2400ms) == until), "the second joins the first one's wait");
    BOOST_TEST((gathering.ended(3, now + 2450ms) <= now + 2450ms), "nobody else is out, so it goes at once");
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_a_line_whose_result_is_far_or_never_comes)
{
    teach(3, 2400ms);
    gathering.begun(1, now);
    gathering.begun(2, now + 1200ms);
    BOOST_TEST((gathering.ended(1, now + 2400ms) <= now + 2400ms), "the other is half a segment behind");

    now += 10s;
    gathering.begun(1, now);
    gathering.begun(2, now - 5s);
    BOOST_TEST((gathering.ended(1, now + 2400ms) <= now + 2400ms), "the other is long overdue");

    now += 10s;
    gathering.begun(1, now);
    gathering.begun(3, now);
    gathering.lost(3);
    gathering.lost(2);
    BOOST_TEST((gathering.ended(1, now + 2400ms) <= now + 2400ms));
}

BOOST_AUTO_TEST_CASE(what_is_in_no_hurry_waits_for_the_next_result_of_any_line)
{
    BOOST_TEST((gathering.next_result(now) == now), "nothing is under way");
    gathering.begun(1, now);
    BOOST_TEST((gathering.next_result(now) == now), "nobody knows how long a segment takes");
    gathering.lost(1);

    teach(2, 2100ms);
    gathering.begun(1, now);
    gathering.begun(2, now + 1s);
    BOOST_TEST((gathering.next_result(now + 1s) == now + 2100ms + 600ms),
               "the first, and the time for which it may wait");
    BOOST_TEST((gathering.next_result(now + 2800ms) == now + 1s + 2100ms + 600ms), "the first is overdue");
    BOOST_TEST((gathering.next_result(now + 8s) == now + 8s), "both are");
}

BOOST_AUTO_TEST_CASE(what_is_in_no_hurry_waits_for_five_seconds_at_most)
{
    teach(1, 40s);
    gathering.begun(1, now);
    BOOST_TEST((gathering.next_result(now) == now + 5s));
}

BOOST_AUTO_TEST_SUITE_END()
