#include "daemon/campaign/hours/calendar.hpp"

#include "tests/hours/local.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
std::chrono::local_days day(std::string_view text) { return parse_day(text).value(); }
} // namespace

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(a_day_is_named_by_its_weekday_its_date_or_its_place_in_the_year)
{
    CalendarEntry entry;
    entry.weekdays.add(std::chrono::Friday);
    entry.dates = {{day("2026-06-10"), day("2026-06-12")}};
    entry.yearly = {{{12, 24}, {1, 2}}, {{5, 1}, {5, 1}}};
    for (const auto* on :
         {"2026-12-04", "2026-06-10", "2026-06-11", "2026-06-12", "2026-12-24", "2027-01-02", "2027-05-01"})
        BOOST_TEST(entry.on(day(on)), on);
    for (const auto* off : {"2026-12-03", "2026-06-09", "2026-06-13", "2026-12-23", "2027-01-03", "2027-06-10"})
        BOOST_TEST(!entry.on(day(off)), off);
}

BOOST_AUTO_TEST_CASE(the_29th_of_february_is_there_in_leap_years_alone)
{
    CalendarEntry entry;
    entry.yearly = {{{2, 29}, {2, 29}}};
    BOOST_TEST(entry.on(day("2028-02-29")));
    BOOST_TEST(!entry.on(day("2027-02-28")));
    BOOST_TEST(!entry.on(day("2027-03-01")));
}

BOOST_AUTO_TEST_CASE(islamic_days_are_within_two_of_those_that_were_announced)
{
    // First days of Ramadan and of Shawwal as Saudi Arabia announced them.
    for (const auto& [announced, month] : {std::pair{"2023-03-23", 9u},
                                           {"2024-03-11", 9u},
                                           {"2025-03-01", 9u},
                                           {"2023-04-21", 10u},
                                           {"2024-04-10", 10u},
                                           {"2025-03-30", 10u}}) {
        int off = 10;
        for (int days = -2; days <= 2; ++days)
            if (islamic_day(day(announced) + std::chrono::days{days}) == MonthDay{month, 1}) off = days;
        BOOST_TEST(off != 10, announced);
    }
}

BOOST_AUTO_TEST_CASE(announced_dates_hold_in_place_of_computed_ones_near_them)
{
    CalendarEntry ramadan;
    ramadan.islamic = {{{9, 1}, {9, 30}}};
    int computed = 0;
    for (auto at = day("2026-01-01"); at < day("2027-01-01"); at += std::chrono::days{1})
        computed += ramadan.on(at);
    BOOST_TEST(computed == 30);
    ramadan.announced = {{day("2026-02-20"), day("2026-03-20")}};
    for (auto at = day("2026-01-01"); at < day("2027-01-01"); at += std::chrono::days{1})
        BOOST_TEST(ramadan.on(at) == (at >= day("2026-02-20") && at <= day("2026-03-20")));
    bool next_year = false;
    for (auto at = day("2027-01-01"); at < day("2028-01-01"); at += std::chrono::days{1})
        next_year = next_year || ramadan.on(at);
    BOOST_TEST(next_year);
}

BOOST_AUTO_TEST_CASE(a_reason_is_told_in_the_language_that_is_there)
{
    const WhyTexts why{{Language::fr, "prière"}, {Language::en, "prayer"}};
    BOOST_TEST(text_in(Language::fr, why) == "prière");
    BOOST_TEST(text_in(Language::ar, why) == "prayer");
    BOOST_TEST(text_in(Language::ar, {{Language::fr, "prière"}}) == "prière");
    BOOST_TEST(text_in(Language::ar, {}) == "");
}

BOOST_AUTO_TEST_CASE(calendars_are_found_by_their_names)
{
    const Calendars calendars{std::make_shared<const Calendar>(Calendar{"exams", {}})};
    BOOST_TEST(calendar_named(calendars, "exams")->name == "exams");
    BOOST_TEST(!calendar_named(calendars, "exam"));
}

BOOST_AUTO_TEST_SUITE_END()
