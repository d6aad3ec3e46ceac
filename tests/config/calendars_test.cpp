#include "config/calendars.hpp"

#include "daemon/campaign/hours/local_time_text.hpp"
#include "tests/config/temporary_file.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::config;
using namespace std::chrono_literals;
using nida::daemon::Calendar;
using nida::daemon::calendar_named;
using nida::daemon::DayWindow;
using nida::daemon::Language;
using nida::daemon::parse_day;

namespace
{

/// One calendar in which all is right but `lines`, which begin in line 4.
std::string with(const std::string& lines) { return "name = 'own'\nwhy = { en = 'Ours' }\n[[times]]\n" + lines + "\n"; }

Calendar read(const std::string& text)
{
    const auto files = parse_calendar_file(text, "own.toml", {});
    if (!files) BOOST_FAIL(files.error().front().text());
    return files->front().calendar;
}

void wrong(const std::string& text, const std::string& where, std::initializer_list<std::string_view> parts)
{
    const auto files = parse_calendar_file(text, "own.toml", {});
    BOOST_REQUIRE_MESSAGE(!files, text);
    BOOST_TEST(files.error().size() == 1u, text);
    const auto error = files.error().front().text();
    BOOST_TEST(error.starts_with(where + ": "), error << " should begin with " << where);
    for (const auto part : parts)
        BOOST_TEST(error.find(part) != std::string::npos, error << " should say " << part);
}

bool on(const Calendar& calendar, std::string_view day)
{
    for (const auto& entry : calendar.times)
        if (entry.on(parse_day(day).value())) return true;
    return false;
}

} // namespace

BOOST_AUTO_TEST_SUITE(calendars)

BOOST_AUTO_TEST_CASE(the_built_in_ones_are_right_and_say_why_in_three_languages)
{
    std::string names;
    for (const auto& calendar : builtin_calendars()) {
        names += calendar->name + ' ';
        for (const auto& entry : calendar->times)
            for (const auto& language : {Language::ar, Language::fr, Language::en})
                BOOST_TEST(entry.why.contains(language), calendar->name);
    }
    BOOST_TEST(names == "exam-days friday-prayer public-holidays ramadan-iftar ");

    const auto& friday = calendar_named(builtin_calendars(), "friday-prayer")->times.front();
    BOOST_TEST(friday.on(parse_day("2026-12-04").value()));
    BOOST_TEST(!friday.on(parse_day("2026-12-05").value()));
    BOOST_CHECK((friday.time == DayWindow{12h, 14h}));
    const auto& iftar = *calendar_named(builtin_calendars(), "ramadan-iftar");
    BOOST_TEST(on(iftar, "2027-02-20"));
    BOOST_TEST(!on(iftar, "2027-01-20"));
    const auto& holidays = *calendar_named(builtin_calendars(), "public-holidays");
    BOOST_TEST(on(holidays, "2027-05-01"));
    BOOST_TEST(on(holidays, "2027-03-10"));
    BOOST_TEST(text_in(Language::fr, holidays.times[1].why) == "Aïd el-Fitr");
    BOOST_TEST(!on(*calendar_named(builtin_calendars(), "exam-days"), "2027-06-10"));
}

BOOST_AUTO_TEST_CASE(times_are_on_weekdays_dates_and_days_of_every_year)
{
    const auto calendar = read(with("weekdays = ['friday', 'sunday']\ntime = '22:00-06:00'\n"
                                    "[[times]]\ndates = ['2026-06-10', '2026-06-15..2026-06-20', 2026-06-30]\n"
                                    "[[times]]\nyearly = ['12-24..01-02', '02-29', '07']\n"
                                    "why = { fr = 'Fêtes' }"));
    BOOST_TEST(calendar.name == "own");
    BOOST_REQUIRE(calendar.times.size() == 3u);
    BOOST_CHECK((calendar.times[0].time == DayWindow{22h, 6h}));
    BOOST_CHECK((calendar.times[1].time == DayWindow{}));
    BOOST_TEST(text_in(Language::fr, calendar.times[1].why) == "Ours");
    BOOST_TEST(text_in(Language::fr, calendar.times[2].why) == "Fêtes");
    for (const auto* day : {"2026-12-04", "2026-12-06", "2026-06-10", "2026-06-18", "2026-06-30", "2027-01-02",
                            "2028-02-29", "2026-07-31"})
        BOOST_TEST(on(calendar, day), day);
    for (const auto* day : {"2026-12-05", "2026-06-11", "2027-02-27", "2026-08-01"})
        BOOST_TEST(!on(calendar, day), day);
}

BOOST_AUTO_TEST_CASE(announced_days_go_before_those_that_are_computed)
{
    const auto calendar = read(with("islamic = ['9']\nannounced = ['2027-02-10..2027-03-10']"));
    BOOST_TEST(!on(calendar, "2027-02-09"));
    BOOST_TEST(on(calendar, "2027-02-10"));
    BOOST_TEST(on(calendar, "2028-02-10")); // the next year's are computed
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_shown_where_it_stands)
{
    wrong("why = { en = 'x' }\n[[times]]\nweekdays = ['friday']", "own.toml", {"no name"});
    wrong("name = 'a b'\nwhy = { en = 'x' }\n[[times]]\nweekdays = ['friday']", "own.toml:1:8", {"1 to 32 letters"});
    wrong("name = 'a'\n[[times]]\nweekdays = ['friday']", "own.toml", {"does not say why"});
    wrong("name = 'a'\nwhy = 'x'\n[[times]]\nweekdays = ['friday']", "own.toml:2:7", {"in each language"});
    wrong("name = 'a'\nwhy = { english = 'x' }\n[[times]]\nweekdays = ['friday']", "own.toml:2:9",
          {"no language's code"});
    wrong("name = 'a'\nwhy = { en = 'x' }", "own.toml", {"no times"});
    wrong("name = 'a'\nwhy = { en = 'x' }\n[times]\nweekdays = ['friday']", "own.toml:3:1", {"in double brackets"});
    wrong("name = 'a'\nwhy = { en = 'x' }\nweekdays = ['friday']\n[[times]]\ndates = []", "own.toml:3:1",
          {"belongs under [[times]]"});
    wrong(with("weekday = ['friday']"), "own.toml:4:1", {"did you mean weekdays?"});
    wrong(with("time = '12:00-14:00'"), "own.toml:3:1", {"on no day", "weekdays, dates, yearly or islamic"});
    wrong(with("weekdays = ['vendredi']"), "own.toml:4:13", {"\"vendredi\"", "\"friday\""});
    wrong(with("dates = ['2027-02-29']"), "own.toml:4:10", {"\"2027-02-29\"", "2026-06-10..2026-06-12"});
    wrong(with("dates = ['2026-06-12..2026-06-10']"), "own.toml:4:10", {"is not accepted"});
    wrong(with("yearly = ['12-32']"), "own.toml:4:11", {"month and day"});
    wrong(with("yearly = ['13-01']"), "own.toml:4:11", {"month and day"});
    wrong(with("islamic = ['9-31']"), "own.toml:4:12", {"\"9\" (Ramadan)"});
    wrong(with("dates = []\nannounced = ['2027-02-10']"), "own.toml:5:13", {"write islamic, too"});
    wrong(with("weekdays = ['friday']\ntime = '12:00'"), "own.toml:5:8", {"\"HH:MM-HH:MM\""});
}

BOOST_AUTO_TEST_CASE(an_own_calendar_joins_the_built_in_ones_or_replaces_the_one_of_its_name)
{
    const TemporaryDirectory folder;
    folder.file("a.toml",
                "name = 'friday-prayer'\nwhy = { en = 'x' }\n[[times]]\nweekdays = ['friday']\ntime = '12:30-13:30'\n");
    folder.file("b.toml", with("dates = ['2026-06-10']"));
    const auto all = load_calendars(folder.path()).value();
    BOOST_TEST(all.size() == 5u);
    BOOST_CHECK((calendar_named(all, "friday-prayer")->times.front().time == DayWindow{12h + 30min, 13h + 30min}));
    BOOST_TEST(calendar_named(all, "own") != nullptr);
    BOOST_TEST(calendar_named(all, "exam-days") != nullptr);
    folder.file("c.toml", with("dates = ['2026-06-11']"));
    const auto twice = load_calendars(folder.path()).error();
    BOOST_REQUIRE(twice.size() == 1u);
    BOOST_TEST(twice.front().text().find("b.toml already") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
