#include "daemon/line/undeletable.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(undeletable)

BOOST_AUTO_TEST_CASE(a_failure_is_told_less_and_less_often)
{
    Undeletable stubborn;
    const Undeletable::Clock::time_point start{};
    int told = 0;
    for (auto passed = 0min; passed < 24h; passed += 5min)
        told += stubborn.note("SM", 3, start + passed) ? 1 : 0;
    BOOST_TEST(told == 8); // at once, then after 10, 30, 70 ... minutes
    BOOST_TEST(stubborn.any_in("SM"));
    BOOST_TEST(!stubborn.any_in("ME"));
}

BOOST_AUTO_TEST_CASE(what_could_be_deleted_after_all_is_news_when_it_fails_again)
{
    Undeletable stubborn;
    const Undeletable::Clock::time_point start{};
    BOOST_TEST(stubborn.note("SM", 3, start));
    BOOST_TEST(stubborn.note("SM", 4, start));
    BOOST_TEST(!stubborn.note("SM", 3, start + 1min));
    stubborn.gone("SM", 3);
    BOOST_TEST(stubborn.note("SM", 3, start + 2min));
}

BOOST_AUTO_TEST_SUITE_END()
