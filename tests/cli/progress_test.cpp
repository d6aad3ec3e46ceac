#include "daemon/cli/progress.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>
#include <sysexits.h>

using namespace nida::daemon::cli;

namespace
{

Tally tally(const char* counts)
{
    return Tally{boost::json::object{{"recipients", 10}, {"counts", boost::json::parse(counts)}}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(the_exit_code_says_whether_all_went_out)
{
    BOOST_TEST(tally(R"({"sent": 4, "delivered": 6})").exit_code() == EX_OK);
    BOOST_TEST(tally(R"({"sent": 9, "suppressed": 1})").exit_code() == EX_OK);
    BOOST_TEST(tally(R"({"sent": 9, "in_doubt": 1})").exit_code() == EX_TEMPFAIL);
    BOOST_TEST(tally(R"({"failed": 9, "queued": 1})").exit_code() == EX_TEMPFAIL);
    for (const auto* state : {"failed", "undelivered", "expired", "cancelled"})
        BOOST_TEST(tally(("{\"sent\": 9, \"" + std::string{state} + "\": 1}").c_str()).exit_code() == EX_UNAVAILABLE);
}

BOOST_AUTO_TEST_CASE(the_bar_is_full_only_at_the_end)
{
    BOOST_TEST(bar(0, 10, 10) == "[----------]");
    BOOST_TEST(bar(9, 10, 10) == "[#########-]");
    BOOST_TEST(bar(999, 1000, 10) == "[#########-]");
    BOOST_TEST(bar(10, 10, 10) == "[##########]");
    BOOST_TEST(bar(0, 0, 10) == "[##########]");
}

BOOST_AUTO_TEST_CASE(a_terminal_sees_one_line_redrawn)
{
    std::ostringstream err;
    ProgressLine line{err, true, 10};
    line.show("one");
    line.show("one");
    line.finish("two is much longer");
    BOOST_TEST(err.str() == "\rone\033[K\rtwo is m…\033[K\n");
}

BOOST_AUTO_TEST_CASE(a_file_sees_whole_lines_and_always_the_last)
{
    std::ostringstream err;
    ProgressLine line{err, false, 0};
    line.show("one");
    line.show("within the same second");
    line.finish("last");
    BOOST_TEST(err.str() == "one\nlast\n");
}

BOOST_AUTO_TEST_SUITE_END()
