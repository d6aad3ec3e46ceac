#include "daemon/line/transmissions.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::daemon;

namespace
{
struct Fixture {
    Transmissions all;
    std::string granted; // in which order
    Turn a{all, [this] { granted += 'a'; }}, b{all, [this] { granted += 'b'; }}, c{all, [this] { granted += 'c'; }};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(transmissions, Fixture)

BOOST_AUTO_TEST_CASE(without_a_limit_nobody_waits)
{
    BOOST_TEST((a.take(false) && b.take(false) && c.take(true)));
    BOOST_TEST(!a.is_wanted());
}

BOOST_AUTO_TEST_CASE(who_came_first_is_served_first)
{
    all.limit(1);
    BOOST_TEST(a.take(false));
    BOOST_TEST(a.take(false)); // it has it already
    BOOST_TEST(!b.take(false));
    BOOST_TEST(!c.take(false));
    BOOST_TEST(!b.take(false)); // asking twice is no second place
    BOOST_TEST(a.is_wanted());
    a.give_back();
    BOOST_TEST(granted == "b");
    BOOST_TEST(b.take(false));
    BOOST_TEST(!a.take(false));
    b.give_back();
    c.give_back();
    BOOST_TEST(granted == "bca");
    BOOST_TEST(!a.is_wanted());
}

BOOST_AUTO_TEST_CASE(an_alert_goes_before_those_that_wait)
{
    all.limit(1);
    a.take(false);
    b.take(false);
    c.take(true);
    a.give_back();
    BOOST_TEST(granted == "c");
    a.take(false);
    a.take(true); // an alert came while it waited
    c.give_back();
    BOOST_TEST(granted == "ca");
}

BOOST_AUTO_TEST_CASE(a_line_that_is_lost_leaves_its_turn_and_its_place_to_the_others)
{
    all.limit(1);
    {
        Turn lost{all, [] {}};
        BOOST_TEST(lost.take(false));
        BOOST_TEST(!a.take(false));
    }
    BOOST_TEST(granted == "a");
    {
        Turn impatient{all, [] {}};
        impatient.take(true);
    }
    BOOST_TEST(!b.take(false));
    a.give_back();
    BOOST_TEST(granted == "ab");
}

BOOST_AUTO_TEST_CASE(a_greater_limit_lets_more_in_at_once)
{
    all.limit(1);
    a.take(false);
    b.take(false);
    c.take(false);
    all.limit(2);
    BOOST_TEST(granted == "b");
    all.limit(0);
    BOOST_TEST(granted == "bc");
}

BOOST_AUTO_TEST_SUITE_END()
