#include "daemon/cli/local_time.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <ctime>

using namespace nida::daemon::cli;

namespace
{

struct Tripoli {
    Tripoli() { set("EET-2"); }
    ~Tripoli() { set("UTC0"); }
    static void set(const char* zone)
    {
        ::setenv("TZ", zone, 1);
        ::tzset();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(local_time, Tripoli)

BOOST_AUTO_TEST_CASE(a_time_is_shown_as_the_clock_on_the_wall_shows_it)
{
    BOOST_TEST(nida::daemon::cli::local_time("2026-02-28T22:30:05.123456Z") == "2026-03-01 00:30");
}

BOOST_AUTO_TEST_CASE(what_is_no_time_stays_as_it_is)
{
    BOOST_TEST(nida::daemon::cli::local_time("") == "");
    BOOST_TEST(nida::daemon::cli::local_time("soon") == "soon");
}

BOOST_AUTO_TEST_CASE(durations_are_rounded_up_to_what_matters)
{
    BOOST_TEST(duration_text(40) == "40 s");
    BOOST_TEST(duration_text(61) == "2 min");
    BOOST_TEST(duration_text(3900) == "1 h 05 min");
}

BOOST_AUTO_TEST_SUITE_END()
