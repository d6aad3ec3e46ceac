#include "daemon/campaign/hours/recurrence.hpp"

#include "tests/hours/local.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <set>

using namespace nida::daemon;
using namespace std::chrono;

namespace
{
/// The first so many times, as text.
std::string times(std::string_view rule, std::string_view start, int count)
{
    const auto parsed = parse_recurrence(rule).value();
    std::string all;
    auto after = local(start) - seconds{1};
    for (int i = 0; i < count; ++i) {
        const auto next = next_after(parsed, local(start), after);
        if (!next) return all + "end";
        all += shown(*next).substr(5, 5) + ' ';
        after = *next;
    }
    return all;
}

/// All days that a rule names from its start on, period by period as RFC 5545 puts it: each gives a set of days, which are limited and counted.
std::set<local_days> naive_days(const Recurrence& rule, local_days start, local_days end)
{
    const auto matches_weekday = [&](local_days day) {
        for (const auto& wanted : rule.by_day) {
            if (weekday{day} != wanted.day) continue;
            if (wanted.ordinal == 0) return true;
            const year_month_day date{day};
            const auto meant =
                wanted.ordinal > 0
                    ? local_days{date.year() / date.month() / wanted.day[static_cast<unsigned>(wanted.ordinal)]}
                    : local_days{date.year() / date.month() / wanted.day[last]} - weeks{-wanted.ordinal - 1};
            if (meant == day) return true;
        }
        return false;
    };
    const auto month_days = [&](year_month month, const std::vector<int>& wanted) {
        std::set<local_days> days_of;
        for (const int number : wanted) {
            const auto day =
                number > 0 ? local_days{month / 1} + days{number - 1} : local_days{month / last} + days{number + 1};
            if (year_month{year_month_day{day}.year(), year_month_day{day}.month()} == month) days_of.insert(day);
        }
        return days_of;
    };
    std::set<local_days> found;
    int periods = 0;
    const year_month first_month{year_month_day{start}.year(), year_month_day{start}.month()};
    for (;; periods += rule.interval) {
        std::set<local_days> period;
        if (rule.frequency == Recurrence::Frequency::daily) {
            const auto day = start + days{periods};
            if (day > end) break;
            const year_month_day date{day};
            if (!rule.month_days.empty() && !month_days({date.year(), date.month()}, rule.month_days).contains(day))
                continue;
            if (!rule.by_day.empty() && !matches_weekday(day)) continue;
            period.insert(day);
        } else if (rule.frequency == Recurrence::Frequency::weekly) {
            const auto monday = start - days{weekday{start}.iso_encoding() - 1} + weeks{periods};
            if (monday > end) break;
            for (int i = 0; i < 7; ++i)
                if (const auto day = monday + days{i};
                    rule.by_day.empty() ? weekday{day} == weekday{start} : matches_weekday(day))
                    period.insert(day);
        } else {
            const auto month = first_month + months{periods};
            if (local_days{month / 1} > end) break;
            if (!rule.month_days.empty())
                period = month_days(month, rule.month_days);
            else if (rule.by_day.empty())
                period = month_days(month, {static_cast<int>(unsigned{year_month_day{start}.day()})});
            else
                for (auto day = local_days{month / 1}; day <= local_days{month / last}; day += days{1})
                    period.insert(day);
            if (!rule.by_day.empty()) std::erase_if(period, [&](local_days day) { return !matches_weekday(day); });
        }
        for (const auto day : period)
            if (day >= start && day <= end && (!rule.count || found.size() < static_cast<std::size_t>(*rule.count)))
                found.insert(day);
    }
    return found;
}

Recurrence random_rule(std::minstd_rand& random)
{
    const auto below = [&](int end) { return std::uniform_int_distribution{0, end - 1}(random); };
    Recurrence rule;
    rule.frequency = static_cast<Recurrence::Frequency>(below(3));
    if (below(2)) rule.interval = 1 + below(5);
    if (below(2))
        rule.count = 1 + below(30);
    else if (below(2))
        rule.until = local("2026-02-01 10:00") + days{below(500)};
    const bool monthly = rule.frequency == Recurrence::Frequency::monthly;
    for (int n = below(3); n > 0; --n)
        rule.by_day.push_back(
            {monthly && below(2) ? (below(2) ? 1 : -1) * (1 + below(5)) : 0, weekday{static_cast<unsigned>(below(7))}});
    if (rule.frequency != Recurrence::Frequency::weekly)
        for (int n = below(3); n > 0; --n)
            rule.month_days.push_back((below(2) ? 1 : -1) * (1 + below(31)));
    return parse_recurrence(to_string(rule)).value(); // sorted
}

void wrong(std::string_view text, std::size_t column, std::string_view part)
{
    const auto read = parse_recurrence(text);
    BOOST_REQUIRE_MESSAGE(!read, text);
    BOOST_TEST(read.error().column == column, text << ": " << read.error().column << ": " << read.error().text);
    BOOST_TEST(read.error().text.find(part) != std::string::npos, text << ": " << read.error().text);
}
} // namespace

BOOST_AUTO_TEST_SUITE(recurrence)

BOOST_AUTO_TEST_CASE(days_weeks_and_months_recur)
{
    BOOST_TEST(times("FREQ=DAILY;COUNT=3", "2026-12-30 18:00", 5) == "12-30 12-31 01-01 end");
    BOOST_TEST(times("FREQ=DAILY;INTERVAL=10", "2026-12-01 18:00", 4) == "12-01 12-11 12-21 12-31 ");
    BOOST_TEST(times("FREQ=WEEKLY", "2026-12-04 18:00", 3) == "12-04 12-11 12-18 ");
    BOOST_TEST(times("FREQ=WEEKLY;BYDAY=MO,FR", "2026-12-02 18:00", 4) == "12-04 12-07 12-11 12-14 ");
    BOOST_TEST(times("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", "2026-12-02 18:00", 4) == "12-06 12-14 12-20 12-28 ");
    BOOST_TEST(times("FREQ=MONTHLY", "2026-12-15 18:00", 3) == "12-15 01-15 02-15 ");
    BOOST_TEST(times("FREQ=MONTHLY;BYDAY=-1FR", "2026-12-01 18:00", 3) == "12-25 01-29 02-26 ");
    BOOST_TEST(times("FREQ=MONTHLY;BYDAY=2MO,1TU", "2026-12-01 18:00", 4) == "12-01 12-14 01-05 01-11 ");
    BOOST_TEST(times("FREQ=MONTHLY;BYMONTHDAY=1,-1", "2026-12-02 18:00", 4) == "12-31 01-01 01-31 02-01 ");
    BOOST_TEST(times("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-12-01 18:00", 2) == "08-13 10-13 ");
}

BOOST_AUTO_TEST_CASE(a_month_without_that_day_is_passed_over)
{
    BOOST_TEST(times("FREQ=MONTHLY", "2026-12-31 18:00", 4) == "12-31 01-31 03-31 05-31 ");
    BOOST_TEST(times("FREQ=MONTHLY;BYDAY=5FR", "2026-12-01 18:00", 2) == "01-29 04-30 ");
}

BOOST_AUTO_TEST_CASE(the_start_is_a_time_where_the_rule_names_its_day)
{
    BOOST_TEST(times("FREQ=WEEKLY;BYDAY=FR;COUNT=2", "2026-12-04 18:00", 3) == "12-04 12-11 end");
    BOOST_TEST(times("FREQ=WEEKLY;BYDAY=FR;COUNT=2", "2026-12-03 18:00", 3) == "12-04 12-11 end");
}

BOOST_AUTO_TEST_CASE(until_is_the_last_time_at_the_latest)
{
    BOOST_TEST(times("FREQ=DAILY;UNTIL=20261202", "2026-12-01 18:00", 5) == "12-01 12-02 end");
    BOOST_TEST(times("FREQ=DAILY;UNTIL=20261202T180000", "2026-12-01 18:00", 5) == "12-01 12-02 end");
    BOOST_TEST(times("FREQ=DAILY;UNTIL=20261202T175959", "2026-12-01 18:00", 5) == "12-01 end");
    BOOST_TEST(times("FREQ=DAILY;UNTIL=20261130", "2026-12-01 18:00", 5) == "end");
}

BOOST_AUTO_TEST_CASE(a_rule_that_names_no_day_ends)
{
    BOOST_TEST(times("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", "2026-02-01 18:00", 1) == "end");
    BOOST_TEST(times("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=29", "2026-02-01 18:00", 2) == "02-29 02-29 ");
}

BOOST_AUTO_TEST_CASE(six_in_the_evening_stays_so_when_clocks_change)
{
    const auto rule = parse_recurrence("FREQ=DAILY").value();
    const auto next = [&](std::string_view after) {
        return shown(next_after(rule, local("2026-10-01 18:00"), utc(after), zone("Europe/Paris")).value());
    };
    BOOST_TEST(next("2026-10-24T12:00:00Z") == "2026-10-24T16:00:00Z");
    BOOST_TEST(next("2026-10-24T16:00:00Z") == "2026-10-25T17:00:00Z");
    BOOST_TEST(next("2027-03-27T17:00:00Z") == "2027-03-28T16:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_time_in_the_gap_comes_after_it_and_one_that_exists_twice_comes_once)
{
    const auto rule = parse_recurrence("FREQ=DAILY").value();
    const auto next = [&](std::string_view after) {
        return shown(next_after(rule, local("2026-10-01 02:30"), utc(after), zone("Europe/Paris")).value());
    };
    BOOST_TEST(next("2027-03-27T12:00:00Z") == "2027-03-28T01:00:00Z");
    BOOST_TEST(next("2027-03-28T01:00:00Z") == "2027-03-29T00:30:00Z");
    BOOST_TEST(next("2026-10-24T12:00:00Z") == "2026-10-25T00:30:00Z");
    BOOST_TEST(next("2026-10-25T00:30:00Z") == "2026-10-26T01:30:00Z");
}

BOOST_AUTO_TEST_CASE(every_rule_names_the_days_that_it_names_period_by_period)
{
    std::minstd_rand random{5545};
    for (int round = 0; round < 1500; ++round) {
        const auto rule = random_rule(random);
        const auto start = local("2026-01-01 10:00") + days{std::uniform_int_distribution{0, 200}(random)};
        const auto first = floor<days>(start), end = first + days{700};
        std::set<local_days> wanted = naive_days(rule, first, end);
        if (rule.until) std::erase_if(wanted, [&](local_days day) { return day + hours{10} > *rule.until; });
        std::set<local_days> found;
        auto after = start - seconds{1};
        while (const auto next = next_after(rule, start, after)) {
            if (floor<days>(*next) > end) break;
            BOOST_TEST_REQUIRE((*next > after));
            found.insert(floor<days>(*next));
            after = *next;
        }
        BOOST_TEST_REQUIRE((found == wanted), to_string(rule) << " from " << shown(start));
        // From anywhere in between it goes on the same.
        const auto middle = first + days{std::uniform_int_distribution{0, 600}(random)} + hours{12};
        const auto next = next_after(rule, start, middle);
        const auto later = wanted.upper_bound(floor<days>(middle));
        if (later != wanted.end()) BOOST_TEST_REQUIRE((next && *next == *later + hours{10}), to_string(rule));
    }
}

BOOST_AUTO_TEST_CASE(a_rule_is_written_back_in_one_spelling)
{
    for (const auto& [written, kept] :
         {std::pair<std::string_view, std::string_view>{"rrule:byday=fr,mo,fr;freq=weekly", "FREQ=WEEKLY;BYDAY=MO,FR"},
          {"FREQ=DAILY;INTERVAL=1;", "FREQ=DAILY"},
          {"FREQ=MONTHLY;BYDAY=+2MO,-1FR,SU", "FREQ=MONTHLY;BYDAY=-1FR,SU,2MO"},
          {"COUNT=007;FREQ=DAILY", "FREQ=DAILY;COUNT=7"},
          {"FREQ=MONTHLY;BYMONTHDAY=31,-1,1", "FREQ=MONTHLY;BYMONTHDAY=-1,1,31"},
          {"FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231"},
          {"FREQ=DAILY;UNTIL=20261231t180000", "FREQ=DAILY;UNTIL=20261231T180000"}}) {
        BOOST_TEST(to_string(parse_recurrence(written).value()) == kept);
        BOOST_CHECK(parse_recurrence(kept).value() == parse_recurrence(written).value());
    }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_shown_where_it_stands)
{
    wrong("", 1, "no FREQ");
    wrong("every friday", 6, "a blank");
    wrong("FREQ=YEARLY", 6, "DAILY, WEEKLY or MONTHLY");
    wrong("FREQ=", 6, "nothing stands here");
    wrong("FREQ=DAILY;BYHOUR=18", 12, "BYHOUR is not known here");
    wrong("FREQ=DAILY;WKST=SU", 12, "WKST is not known here");
    wrong("FREQ=DAILY;COLOR=RED", 12, "one of FREQ");
    wrong("FREQ=DAILY;COUNT", 12, "and its value");
    wrong("FREQ=DAILY;COUNT=0", 18, "from 1 to 10000");
    wrong("FREQ=DAILY;COUNT=99999999999999999999", 18, "from 1 to 10000");
    wrong("FREQ=DAILY;INTERVAL=401", 21, "from 1 to 400");
    wrong("FREQ=DAILY;FREQ=DAILY", 12, "second time");
    wrong("FREQ=DAILY;COUNT=2;UNTIL=20261231", 20, "COUNT or by UNTIL");
    wrong("FREQ=DAILY;UNTIL=20261231T180000Z", 33, "without Z");
    wrong("FREQ=DAILY;UNTIL=20260230", 18, "a day or a local time");
    wrong("FREQ=WEEKLY;BYDAY=MO,XX", 22, "\"XX\" stands here");
    wrong("FREQ=WEEKLY;BYDAY=MO,", 22, "nothing stands here");
    wrong("FREQ=WEEKLY;BYDAY=1MO", 13, "FREQ=MONTHLY alone");
    wrong("FREQ=MONTHLY;BYDAY=6MO", 20, "1 to 5");
    wrong("FREQ=MONTHLY;BYDAY=0MO", 20, "1 to 5");
    wrong("FREQ=MONTHLY;BYMONTHDAY=32", 25, "from 1 to 31");
    wrong("FREQ=WEEKLY;BYMONTHDAY=1", 13, "says nothing with FREQ=WEEKLY");
    wrong("FREQ=DAILY;\xd9\x81", 12, "a sign that no rule has");
    wrong(std::string(500, 'A'), 401, "no rule is longer");
}

BOOST_AUTO_TEST_SUITE_END()
