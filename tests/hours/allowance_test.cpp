#include "daemon/campaign/hours/allowance.hpp"

#include "tests/hours/local.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace nida::daemon;
using namespace std::chrono_literals;
using Kind = Hindrance::Kind;

namespace
{
std::shared_ptr<const Calendar> calendar(std::string name, std::vector<CalendarEntry> times)
{
    return std::make_shared<const Calendar>(Calendar{std::move(name), std::move(times)});
}

CalendarEntry fridays(std::chrono::minutes from, std::chrono::minutes to)
{
    CalendarEntry entry;
    entry.weekdays.add(std::chrono::Friday);
    entry.time = {from, to};
    entry.why = {{Language::en, "Friday prayer"}};
    return entry;
}

Forbidden quiet(std::chrono::minutes from, std::chrono::minutes to)
{
    Forbidden forbidden;
    forbidden.quiet_hours = DayWindow{from, to};
    return forbidden;
}

std::string next(std::string_view now, const Zone& zone, const Forbidden& forbidden)
{
    const auto at = next_allowed(utc(now), zone, forbidden).at;
    return at ? shown(*at) : "never";
}

/// Whether a text may go, by what the clocks show alone: right wherever they do not change that day.
bool naively_allowed(LocalTime now, const Forbidden& forbidden)
{
    const auto today = std::chrono::floor<std::chrono::days>(now);
    const auto minute = std::chrono::floor<std::chrono::minutes>(now - today);
    const auto in = [&](const DayWindow& window, auto on) {
        if (window.from < window.to) return on(today) && window.from <= minute && minute < window.to;
        return (on(today) && minute >= window.from) || (on(today - std::chrono::days{1}) && minute < window.to);
    };
    if (forbidden.quiet_hours && in(*forbidden.quiet_hours, [](auto) { return true; })) return false;
    if (forbidden.weekdays.has(std::chrono::weekday{today})) return false;
    for (const auto& one : forbidden.calendars)
        for (const auto& entry : one->times)
            if (in(entry.time, [&](auto day) { return entry.on(day); })) return false;
    return true;
}

Forbidden random_forbidden(std::minstd_rand& random)
{
    const auto below = [&](int end) { return std::uniform_int_distribution{0, end - 1}(random); };
    const auto window = [&]() -> DayWindow {
        const std::chrono::minutes from{below(1440)}, length{1 + below(below(3) ? 300 : 1439)};
        return {from, (from + length) % 1440min};
    };
    Forbidden forbidden;
    if (below(3)) forbidden.quiet_hours = window();
    if (!below(3)) forbidden.weekdays.add(std::chrono::weekday{static_cast<unsigned>(below(7))});
    std::vector<CalendarEntry> times;
    for (int count = below(4); count > 0; --count) {
        CalendarEntry entry;
        if (below(2)) entry.weekdays.add(std::chrono::weekday{static_cast<unsigned>(below(7))});
        const auto first =
            std::chrono::floor<std::chrono::days>(local("2026-05-01 00:00")) + std::chrono::days{below(40)};
        if (below(2)) entry.dates.push_back({first, first + std::chrono::days{below(5)}});
        if (!below(3)) entry.yearly.push_back({{5, 10}, {5, 12}});
        if (!below(3)) entry.islamic.push_back({{12, 1}, {12, 3}});
        if (below(3)) entry.time = window();
        times.push_back(std::move(entry));
    }
    forbidden.calendars.push_back(calendar("some", std::move(times)));
    return forbidden;
}
} // namespace

BOOST_AUTO_TEST_SUITE(allowance)

BOOST_AUTO_TEST_CASE(with_nothing_forbidden_a_text_goes_at_once)
{
    const auto now = utc("2026-12-01T03:00:00Z");
    const auto answer = nida::daemon::allowance(now, zone("Africa/Tunis"), {});
    BOOST_TEST(answer.allowed);
    BOOST_TEST((answer.until > now));
    BOOST_TEST(!answer.hindrance);
    BOOST_TEST(next("2026-12-01T03:00:00Z", zone("Africa/Tunis"), {}) == "2026-12-01T03:00:00Z");
}

BOOST_AUTO_TEST_CASE(quiet_hours_are_those_of_the_recipients_zone)
{
    const auto night = quiet(21h, 8h);
    const auto now = utc("2026-12-01T20:30:00Z");
    BOOST_TEST(nida::daemon::allowance(now, zone("Europe/London"), night).allowed);
    const auto tunis = nida::daemon::allowance(now, zone("Africa/Tunis"), night);
    BOOST_TEST(!tunis.allowed);
    BOOST_TEST(shown(tunis.until) == "2026-12-02T07:00:00Z");
    BOOST_CHECK(tunis.hindrance->kind == Kind::quiet_hours);
    BOOST_TEST(shown(tunis.hindrance->from) == "2026-12-01T20:00:00Z");
    BOOST_TEST(next("2026-12-01T20:30:00Z", zone("America/Los_Angeles"), night) == "2026-12-01T20:30:00Z");
}

BOOST_AUTO_TEST_CASE(an_answer_holds_until_the_next_window_begins)
{
    const auto answer = nida::daemon::allowance(utc("2026-12-01T09:00:00Z"), zone("Africa/Tunis"), quiet(21h, 8h));
    BOOST_TEST(answer.allowed);
    BOOST_TEST(shown(answer.until) == "2026-12-01T20:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_window_holds_its_first_minute_and_not_its_last)
{
    const auto noon = quiet(12h, 14h);
    const auto utc_zone = zone("Etc/UTC");
    BOOST_TEST(nida::daemon::allowance(utc("2026-12-01T11:59:59Z"), utc_zone, noon).allowed);
    BOOST_TEST(!nida::daemon::allowance(utc("2026-12-01T12:00:00Z"), utc_zone, noon).allowed);
    BOOST_TEST(!nida::daemon::allowance(utc("2026-12-01T13:59:59Z"), utc_zone, noon).allowed);
    BOOST_TEST(nida::daemon::allowance(utc("2026-12-01T14:00:00Z"), utc_zone, noon).allowed);
}

BOOST_AUTO_TEST_CASE(windows_that_meet_are_waited_for_one_after_the_other_and_the_first_says_why)
{
    auto forbidden = quiet(21h, 12h);
    forbidden.calendars = {calendar("friday-prayer", {fridays(12h, 14h)})};
    forbidden.weekdays.add(std::chrono::Saturday);
    // 2026-12-04 is a Friday.
    const auto morning = next_allowed(utc("2026-12-04T08:00:00Z"), zone("Etc/UTC"), forbidden);
    BOOST_TEST(shown(morning.at.value()) == "2026-12-04T14:00:00Z");
    BOOST_CHECK(morning.hindrance->kind == Kind::quiet_hours);
    const auto noon = next_allowed(utc("2026-12-04T12:30:00Z"), zone("Etc/UTC"), forbidden);
    BOOST_TEST(noon.hindrance->calendar == "friday-prayer");
    BOOST_TEST(text_in(Language::ar, noon.hindrance->why) == "Friday prayer");
    // The night, Saturday, the next night.
    BOOST_TEST(next("2026-12-04T21:30:00Z", zone("Etc/UTC"), forbidden) == "2026-12-06T12:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_weekday_is_that_of_the_recipients)
{
    Forbidden forbidden;
    forbidden.weekdays.add(std::chrono::Sunday); // 2026-12-06
    BOOST_TEST(next("2026-12-05T15:30:00Z", zone("Asia/Tokyo"), forbidden) == "2026-12-06T15:00:00Z");
    BOOST_TEST(next("2026-12-05T15:30:00Z", zone("Africa/Tunis"), forbidden) == "2026-12-05T15:30:00Z");
}

BOOST_AUTO_TEST_CASE(an_end_that_falls_into_a_gap_is_the_first_instant_after_it)
{
    // Paris, 2027-03-28: 02:00 becomes 03:00 at 01:00 UTC.
    BOOST_TEST(next("2027-03-28T00:00:00Z", zone("Europe/Paris"), quiet(21h, 2h + 30min)) == "2027-03-28T01:00:00Z");
    // Within the gap alone there is nothing.
    BOOST_TEST(next("2027-03-28T01:00:00Z", zone("Europe/Paris"), quiet(2h, 3h)) == "2027-03-28T01:00:00Z");
    BOOST_TEST(next("2027-03-28T01:00:00Z", zone("Europe/Paris"), quiet(2h + 30min, 4h)) == "2027-03-28T02:00:00Z");
}

BOOST_AUTO_TEST_CASE(an_hour_that_exists_twice_ends_a_window_once)
{
    // Paris, 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC.
    const auto night = quiet(21h, 2h + 30min);
    BOOST_TEST(next("2026-10-25T00:00:00Z", zone("Europe/Paris"), night) == "2026-10-25T00:30:00Z");
    BOOST_TEST(next("2026-10-25T01:10:00Z", zone("Europe/Paris"), night) == "2026-10-25T01:10:00Z");
    const auto late = quiet(2h + 30min, 4h); // and begins one once: it lasts over the second 02:10
    BOOST_TEST(next("2026-10-25T01:10:00Z", zone("Europe/Paris"), late) == "2026-10-25T03:00:00Z");
    BOOST_TEST(next("2026-10-25T00:10:00Z", zone("Europe/Paris"), late) == "2026-10-25T00:10:00Z");
}

BOOST_AUTO_TEST_CASE(the_morning_stays_the_morning_when_clocks_change_in_the_night)
{
    const auto night = quiet(21h, 8h);
    BOOST_TEST(next("2027-03-27T22:00:00Z", zone("Europe/Paris"), night) == "2027-03-28T06:00:00Z");
    BOOST_TEST(next("2026-10-24T22:00:00Z", zone("Europe/Paris"), night) == "2026-10-25T07:00:00Z");
}

BOOST_AUTO_TEST_CASE(what_never_ends_is_given_up)
{
    Forbidden always;
    CalendarEntry entry;
    entry.yearly = {{{1, 1}, {12, 31}}};
    always.calendars = {calendar("always", {entry})};
    const auto never = next_allowed(utc("2026-12-01T00:00:00Z"), zone("Africa/Tunis"), always);
    BOOST_TEST(!never.at);
    BOOST_TEST(never.hindrance->calendar == "always");
    CalendarEntry month;
    month.dates = {{std::chrono::floor<std::chrono::days>(local("2026-12-01 00:00")),
                    std::chrono::floor<std::chrono::days>(local("2027-01-15 00:00"))}};
    always.calendars = {calendar("a while", {month})};
    BOOST_TEST(next("2026-12-01T12:00:00Z", zone("Etc/UTC"), always) == "2027-01-16T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(what_is_found_is_allowed_and_no_earlier_minute_is)
{
    std::minstd_rand random{60};
    for (int round = 0; round < 400; ++round) {
        const auto forbidden = random_forbidden(random);
        const auto where = zone(round % 2 ? "Africa/Tripoli" : "Asia/Kathmandu"); // whose clocks stay
        const auto now =
            utc("2026-05-01T00:00:00Z") + std::chrono::minutes{std::uniform_int_distribution{0, 40 * 1440}(random)};
        const auto found = next_allowed(now, where, forbidden);
        BOOST_TEST(found.hindrance.has_value() == !naively_allowed(where.local(now), forbidden));
        for (auto at = now; at < found.at.value_or(now + longest_wait); at += 1min)
            BOOST_TEST_REQUIRE(!naively_allowed(where.local(at), forbidden), round << ": " << shown(at));
        if (found.at) BOOST_TEST_REQUIRE(naively_allowed(where.local(*found.at), forbidden), round);
    }
}

BOOST_AUTO_TEST_CASE(an_answer_holds_for_as_long_as_it_says)
{
    std::minstd_rand random{61};
    for (int round = 0; round < 200; ++round) {
        const auto forbidden = random_forbidden(random);
        // Over the change of clocks in Cairo, at the turn of 23 to 24 April 2026; minute by minute against itself.
        const auto where = zone("Africa/Cairo");
        const auto now =
            utc("2026-04-20T00:00:00Z") + std::chrono::minutes{std::uniform_int_distribution{0, 8 * 1440}(random)};
        const auto answer = nida::daemon::allowance(now, where, forbidden);
        BOOST_TEST_REQUIRE((answer.until > now));
        for (auto at = now; at < answer.until; at += 7min)
            BOOST_TEST_REQUIRE(nida::daemon::allowance(at, where, forbidden).allowed == answer.allowed,
                               round << ": " << shown(at));
    }
}

BOOST_AUTO_TEST_CASE(answers_are_kept_for_each_zone_while_they_hold)
{
    Allowances allowances{quiet(21h, 8h)};
    const auto day = utc("2026-12-01T12:00:00Z"), night = utc("2026-12-01T22:00:00Z");
    const auto tunis = allowances.at("Africa/Tunis", day);
    BOOST_TEST(tunis.allowed);
    BOOST_TEST((allowances.at("Africa/Tunis", day + 1h).until == tunis.until));
    BOOST_TEST(!allowances.forbidden_until("Africa/Tunis", day));
    BOOST_TEST(shown(allowances.forbidden_until("Africa/Tunis", night).value()) == "2026-12-02T07:00:00Z");
    BOOST_TEST(!allowances.at("Asia/Tokyo", day).allowed);
    BOOST_TEST(!allowances.at("Africa/Tunis", night).allowed);
    BOOST_TEST(allowances.at("Africa/Tunis", day).allowed); // the clock was set back
    BOOST_TEST(allowances.at("No/Such_Zone", day).allowed == allowances.at("", day).allowed);
}

BOOST_AUTO_TEST_SUITE_END()
