#include "protocol/pdu/validity_period.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::weeks;

BOOST_AUTO_TEST_SUITE(validity_period)

BOOST_AUTO_TEST_CASE(the_four_scales_meet_as_in_the_spec)
{
    const auto duration = [](Octet octet) { return ValidityPeriod::from_octet(octet).duration(); };
    BOOST_TEST((duration(0) == 5min));
    BOOST_TEST((duration(143) == 12h));
    BOOST_TEST((duration(144) == 12h + 30min));
    BOOST_TEST((duration(167) == 24h));
    BOOST_TEST((duration(168) == days{2}));
    BOOST_TEST((duration(196) == days{30}));
    BOOST_TEST((duration(197) == weeks{5}));
    BOOST_TEST((duration(255) == weeks{63}));
}

BOOST_AUTO_TEST_CASE(the_period_chosen_is_the_shortest_that_lasts_long_enough)
{
    for (unsigned octet = 0; octet < 256; ++octet) {
        const auto period = ValidityPeriod::from_octet(static_cast<Octet>(octet));
        BOOST_TEST(ValidityPeriod::at_least(period.duration()).octet() == octet);
        if (octet > 0) BOOST_TEST(ValidityPeriod::at_least(period.duration() - 1min).octet() == octet);
    }
}

BOOST_AUTO_TEST_CASE(out_of_reach_means_the_nearest_end)
{
    BOOST_TEST(ValidityPeriod::at_least(0min).octet() == 0);
    BOOST_TEST(ValidityPeriod::at_least(-1h).octet() == 0);
    BOOST_TEST(ValidityPeriod::at_least(weeks{64}).octet() == 255);
}

BOOST_AUTO_TEST_SUITE_END()
