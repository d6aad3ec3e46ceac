#include "daemon/audit/daily_line.hpp"

#include "tests/daemon/temporary_store.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Fixture : TemporaryStore {
    Fixture()
    {
        ::setenv("TZ", "Africa/Tripoli", 1); // UTC+2, without summer time
        ::tzset();
        Audit{connection}.note(done_by("user amal (uid 1000)", noon), "export");
    }
    int tell(Time now) { return tell_audit_line(connection, line, now, true); }

    DailyLine line{{"+218911111111", "+218922222222"}, 20h, test_languages(), Language::en};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(daily_line, Fixture)

BOOST_AUTO_TEST_CASE(everybody_on_the_list_gets_the_last_row_and_its_hash_once_a_local_day)
{
    BOOST_TEST(tell(noon + 5h + 59min) == 0); // 19:59
    BOOST_TEST(tell(noon + 6h) == 2);
    BOOST_TEST(tell(noon + 7h) == 0);
    Audit::Walk walk = Audit{connection}.verify({}, 100);
    auto row = connection.query("SELECT text FROM message LIMIT 1");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0) ==
               "Nida, 2026-03-01: the audit ends at row 1, hash " + short_hash(walk.hash) + ". Keep this message.");
    BOOST_TEST(tell(noon + 24h) == 0);
    BOOST_TEST(tell(noon + 32h) == 2, "a box that was off at the time tells it later that day");
}

BOOST_AUTO_TEST_CASE(no_line_is_told_where_nobody_is_to_get_it_or_nothing_was_done)
{
    line.numbers.clear();
    BOOST_TEST(tell(noon + 6h) == 0);
    TemporaryStore empty;
    line.numbers = {"+218911111111"};
    BOOST_TEST(tell_audit_line(empty.connection, line, noon + 6h, true) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
