#include "daemon/campaign/hours/schedule.hpp"

#include "tests/hours/local.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
std::string next(const Schedule& schedule, std::string_view after, std::string_view recipient)
{
    const auto at = next_after(schedule, utc(after), zone(recipient));
    return at ? shown(*at) : "none";
}

void wrong(std::string_view text, std::size_t column, std::string_view part)
{
    const auto read = parse_written_time(text);
    BOOST_REQUIRE_MESSAGE(!read, text);
    BOOST_TEST(read.error().column == column, text << ": " << read.error().column);
    BOOST_TEST(read.error().text.find(part) != std::string::npos, text << ": " << read.error().text);
}
} // namespace

BOOST_AUTO_TEST_SUITE(schedule)

BOOST_AUTO_TEST_CASE(times_are_read_as_people_and_programs_write_them)
{
    const auto kept = [](std::string_view text) { return to_string(parse_written_time(text).value()); };
    BOOST_TEST(kept("2026-12-01 18:00") == "2026-12-01 18:00");
    BOOST_TEST(kept("2026-12-01T18:00:00") == "2026-12-01 18:00");
    BOOST_TEST(kept("2026-12-01 18:00:30") == "2026-12-01 18:00:30");
    BOOST_TEST(kept("2026-12-01T17:00:00Z") == "2026-12-01T17:00:00Z");
    BOOST_TEST(kept("2026-12-01 18:00+01:00") == "2026-12-01T17:00:00Z");
    BOOST_TEST(kept("2026-12-01t18:00-05:30") == "2026-12-01T23:30:00Z");
    BOOST_TEST(kept("2028-02-29 00:00") == "2028-02-29 00:00");
}

BOOST_AUTO_TEST_CASE(a_time_that_is_none_is_an_error_where_it_stops_being_one)
{
    wrong("", 1, "no day");
    wrong("tomorrow", 1, "no day");
    wrong("2027-02-29 18:00", 1, "none that exists");
    wrong("0026-12-01 18:00", 1, "none that exists");
    wrong("2026-12-01", 11, "no hour");
    wrong("2026-12-01 24:00", 12, "00:00 to 23:59");
    wrong("2026-12-01 18", 14, "00:00 to 23:59");
    wrong("2026-12-01 18:60", 15, "00:00 to 23:59");
    wrong("2026-12-01 18:00 Tunis", 17, "offset from UTC");
    wrong("2026-12-01 18:00+1", 17, "offset from UTC");
    wrong("2026-12-01 18:00Zulu", 18, "ends before this");
}

BOOST_AUTO_TEST_CASE(a_local_time_is_each_recipients_own_or_a_places)
{
    const auto own = parse_schedule("2026-12-01 18:00", "recipient", "").value();
    BOOST_TEST(next(own, "2026-11-01T00:00:00Z", "Africa/Tunis") == "2026-12-01T17:00:00Z");
    BOOST_TEST(next(own, "2026-11-01T00:00:00Z", "America/Toronto") == "2026-12-01T23:00:00Z");
    BOOST_TEST(next(own, "2026-12-01T17:00:00Z", "Africa/Tunis") == "none");
    const auto tripoli = parse_schedule("2026-12-01 18:00", "Africa/Tripoli", "").value();
    BOOST_TEST(next(tripoli, "2026-11-01T00:00:00Z", "America/Toronto") == "2026-12-01T16:00:00Z");
    const auto instant = parse_schedule("2026-12-01T18:00:00Z", "recipient", "").value();
    BOOST_TEST(next(instant, "2026-11-01T00:00:00Z", "America/Toronto") == "2026-12-01T18:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_schedule_recurs_by_the_clocks_of_its_zone)
{
    const auto weekly = parse_schedule("2026-10-16 18:00", "Europe/Paris", "FREQ=WEEKLY;COUNT=3").value();
    BOOST_TEST(next(weekly, "2026-10-01T00:00:00Z", "Asia/Tokyo") == "2026-10-16T16:00:00Z");
    BOOST_TEST(next(weekly, "2026-10-23T16:00:00Z", "Asia/Tokyo") == "2026-10-30T17:00:00Z");
    BOOST_TEST(next(weekly, "2026-10-30T17:00:00Z", "Asia/Tokyo") == "none");
    const auto from_instant = parse_schedule("2026-10-16T16:00:00Z", "Europe/Paris", "FREQ=WEEKLY").value();
    BOOST_TEST(next(from_instant, "2026-10-23T16:00:00Z", "Asia/Tokyo") == "2026-10-30T17:00:00Z");
}

BOOST_AUTO_TEST_CASE(an_error_says_which_of_the_texts_it_is_in)
{
    const auto zone_error = parse_schedule("2026-12-01 18:00", "tunis", "").error();
    BOOST_CHECK(zone_error.field == ScheduleField::zone);
    BOOST_TEST(zone_error.error.text.find("did you mean Africa/Tunis?") != std::string::npos);
    BOOST_CHECK(parse_schedule("soon", "", "").error().field == ScheduleField::at);
    const auto rule_error = parse_schedule("2026-12-01 18:00", "", "FREQ=HOURLY").error();
    BOOST_CHECK(rule_error.field == ScheduleField::repeat);
    BOOST_TEST(rule_error.error.column == 6u);
    BOOST_TEST(parse_schedule("2026-12-01 18:00", "", "").value().zone.value().name() == "");
}

BOOST_AUTO_TEST_SUITE_END()
