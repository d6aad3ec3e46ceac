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

BOOST_AUTO_TEST_CASE(the_time_that_remains_is_told_by_what_was_done_since_then_once_that_says_something)
{
    using namespace std::chrono_literals;
    const auto running = [](std::int64_t sent, std::int64_t queued) {
        return Tally{boost::json::object{{"recipients", 1000},
                                         {"state", "running"},
                                         {"counts", boost::json::object{{"sent", sent}, {"queued", queued}}}}};
    };
    const Pace::Clock::time_point start{};
    const Pace pace{running(100, 900), start, 1000s};
    BOOST_TEST(pace.remaining(running(100, 900), start)->count() == 9000); // 100 in 1000 s
    BOOST_TEST(pace.remaining(running(200, 800), start + 100s)->count() == 800);
    BOOST_TEST(!pace.remaining(running(1000, 0), start + 100s));
    const Pace unknown{running(0, 1000), start, std::nullopt};
    BOOST_TEST(!unknown.remaining(running(3, 997), start + 10s));
    auto paused = running(100, 900);
    paused.state = "paused";
    BOOST_TEST(!pace.remaining(paused, start));
}

BOOST_AUTO_TEST_CASE(a_campaign_is_over_once_nothing_changes_by_itself)
{
    const auto in = [](const char* state, const char* counts, bool filling = false) {
        return Tally{boost::json::object{
            {"state", state}, {"recipients", 3}, {"filling", filling}, {"counts", boost::json::parse(counts)}}};
    };
    BOOST_TEST(!in("scheduled", "{}").is_over());
    BOOST_TEST(!in("waiting", "{}").is_over());
    BOOST_TEST(!in("paused", "{}").is_over());
    BOOST_TEST(!in("running", "{}", true).is_over());
    BOOST_TEST(!in("cancelled", R"({"queued": 1})").is_over());
    BOOST_TEST(in("draft", "{}").is_over());
    BOOST_TEST(in("running", R"({"in_doubt": 1})").is_over());
    BOOST_TEST(in("done", R"({"sent": 3})").is_over());
}

BOOST_AUTO_TEST_CASE(progress_says_why_some_failed)
{
    const auto text =
        progress_text(Words{Language::en}, tally(R"({"sent": 2, "delivered": 3, "expired": 1, "queued": 4})"),
                      std::chrono::seconds{125});
    for (const auto* shown :
         {"6/10", "sent 5, of these delivered 3", "failed 1", "remaining 4", "(expired 1)", "3 min"})
        BOOST_TEST(text.find(shown) != std::string::npos, shown << " in " << text);
}

BOOST_AUTO_TEST_SUITE_END()
