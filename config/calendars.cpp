#include "config/calendars.hpp"

#include "config/ascii_toml.hpp"
#include "config/lists.hpp"
#include "config/toml_files.hpp"
#include "config/values.hpp"
#include "daemon/campaign/hours/local_time_text.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace nida::config
{
namespace
{

constexpr std::array<std::string_view, 3> top_keys{"name", "why", "times"};
constexpr std::array<std::string_view, 7> times_keys{"weekdays",  "dates", "yearly", "islamic",
                                                     "announced", "time",  "why"};
constexpr std::array<std::pair<std::string_view, Keys>, 2> homes{
    {{"the top of the file", top_keys}, {"[[times]]", times_keys}}};
constexpr std::array<std::string_view, 7> weekday_names{"sunday",   "monday", "tuesday", "wednesday",
                                                        "thursday", "friday", "saturday"};
constexpr std::array<unsigned, 12> common_months{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr std::array<unsigned, 12> islamic_months{30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30};
constexpr std::size_t longest_why = 120;

constexpr std::string_view why_accepted =
    "it in each language, for example why = { ar = \"...\", fr = \"...\", en = \"Exams\" }";

/// "A..B" as two ends, "A" as one that is both.
std::pair<std::string_view, std::string_view> ends_of(std::string_view text)
{
    const auto dots = text.find("..");
    if (dots == text.npos) return {text, text};
    return {text.substr(0, dots), text.substr(dots + 2)};
}

std::optional<unsigned> number(std::string_view text, unsigned most)
{
    unsigned value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || text.size() > 2 || error != std::errc{} || stopped != end || value < 1 || value > most)
        return std::nullopt;
    return value;
}

std::optional<daemon::MonthDay> parse_month_day(std::string_view text, std::span<const unsigned, 12> days_of_month,
                                                bool last)
{
    const auto dash = std::min(text.find('-'), text.size());
    const auto month = number(text.substr(0, dash), 12);
    if (!month) return std::nullopt;
    const auto days = days_of_month[*month - 1];
    if (dash == text.size()) return daemon::MonthDay{*month, last ? days : 1};
    const auto day = number(text.substr(dash + 1), days);
    if (!day) return std::nullopt;
    return daemon::MonthDay{*month, *day};
}

/// A range of dates as text, or a day as TOML has it, without quotes.
std::optional<daemon::DateRange> dates_of(const toml::node& node)
{
    if (const auto* date = node.as_date()) {
        const std::chrono::year_month_day day{std::chrono::year{date->get().year},
                                              std::chrono::month{date->get().month}, std::chrono::day{date->get().day}};
        return daemon::DateRange{std::chrono::local_days{day}, std::chrono::local_days{day}};
    }
    const auto text = text_of(node);
    return text ? parse_dates(*text) : std::nullopt;
}

daemon::WhyTexts read_why(const Section& section, Report& report)
{
    daemon::WhyTexts why;
    const auto* node = section.find("why");
    if (!node) return why;
    const auto* table = node->as_table();
    if (!table || table->empty()) {
        section.wrong("why", section.name("why") + " is " + std::string{type_name(*node)} + "; write " +
                                 std::string{why_accepted});
        return why;
    }
    for (const auto& [key, value] : *table) {
        const auto language = daemon::parse_language(key.str());
        const auto text = text_of(value);
        const auto control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
        if (!language)
            report.add(begin_of(key.source()),
                       "why: " + shown(key.str()) + " is no language's code; write " + std::string{why_accepted});
        else if (!text || text->empty() || text->size() > longest_why ||
                 std::any_of(text->begin(), text->end(), control))
            report.add(begin_of(value.source()), "why: " + shown_node(value) +
                                                     " is not accepted; write one line of text in quotes, up to " +
                                                     std::to_string(longest_why) + " octets");
        else
            why.emplace(*language, *text);
    }
    return why;
}

daemon::CalendarEntry read_entry(const Section& section, const daemon::WhyTexts& why, Report& report)
{
    daemon::CalendarEntry entry;
    read_weekdays(section, "weekdays", report, entry.weekdays);
    const std::string dates = "days such as \"2026-06-10\", or \"2026-06-10..2026-06-12\" with the last of several";
    read_list(section, "dates", report, dates_of, dates, entry.dates);
    const auto yearly = [](std::span<const unsigned, 12> months) {
        return [months](const toml::node& node) -> std::optional<daemon::YearlyRange> {
            const auto text = text_of(node);
            return text ? parse_yearly(*text, months) : std::nullopt;
        };
    };
    read_list(section, "yearly", report, yearly(common_months),
              "month and day in quotes, for example \"12-25\", or \"12-24..01-02\" with the last of several",
              entry.yearly);
    read_list(section, "islamic", report, yearly(islamic_months),
              "a month of the Islamic year in quotes, or month and day: for example \"9\" (Ramadan) or \"10-1..10-3\"",
              entry.islamic);
    read_list(section, "announced", report, dates_of, dates, entry.announced);
    if (section.find("announced") && !section.mentions("islamic"))
        section.wrong("announced",
                      "[[times]] announced says which days those of islamic are; write islamic, too, or call it dates");
    if (!section.mentions("weekdays") && !section.mentions("dates") && !section.mentions("yearly") &&
        !section.mentions("islamic"))
        section.wrong_as_a_whole("these [[times]] are on no day; write weekdays, dates, yearly or islamic, for example "
                                 "weekdays = [\"friday\"]");

    std::optional<QuietHours> time;
    section.text("time", parse_quiet_hours,
                 "\"HH:MM-HH:MM\" with two different times from 00:00 to 23:59, for example \"12:00-14:00\"; leave the "
                 "key out for the whole day",
                 time);
    if (time) entry.time = {time->from, time->to};
    entry.why = read_why(section, report);
    if (entry.why.empty()) entry.why = why;
    return entry;
}

void read_times(const Section& top, const daemon::WhyTexts& why, Report& report, daemon::Calendar& out)
{
    const auto* node = top.find("times");
    const auto* array = node ? node->as_array() : nullptr;
    if (!array || array->empty()) {
        const std::string accepted =
            "each in a section of its own: [[times]], in double brackets, and weekdays = [\"friday\"] below";
        if (node)
            top.wrong_type("times", *node, accepted);
        else if (!top.mentions("times"))
            report.add_for_file("this calendar has no times; write them, " + accepted);
        return;
    }
    for (const auto& element : *array)
        if (const auto* table = element.as_table())
            out.times.push_back(read_entry({"[[times]]", *table, times_keys, report, homes}, why, report));
        else
            report.add(begin_of(element.source()),
                       "times are sections of their own: [[times]], and their keys below; found " +
                           std::string{type_name(element)});
}

/// @param own  what goes before the built-in ones
daemon::Calendars with_builtin(std::vector<CalendarFile> own)
{
    daemon::Calendars all;
    for (auto& file : own)
        all.push_back(std::make_shared<const daemon::Calendar>(std::move(file.calendar)));
    for (const auto& calendar : builtin_calendars())
        if (!daemon::calendar_named(all, calendar->name)) all.push_back(calendar);
    return all;
}

} // namespace

std::optional<daemon::YearlyRange> parse_yearly(std::string_view text, std::span<const unsigned, 12> days_of_month)
{
    const auto [from, to] = ends_of(text);
    const auto first = parse_month_day(from, days_of_month, false);
    const auto last = parse_month_day(to, days_of_month, true);
    if (!first || !last) return std::nullopt;
    return daemon::YearlyRange{*first, *last};
}

std::optional<daemon::DateRange> parse_dates(std::string_view text)
{
    const auto [from, to] = ends_of(text);
    const auto first = daemon::parse_day(from), last = daemon::parse_day(to);
    if (!first || !last || *last < *first) return std::nullopt;
    return daemon::DateRange{*first, *last};
}

void read_weekdays(const Section& section, std::string_view key, Report& report, daemon::Weekdays& out)
{
    const auto day_of = [](const toml::node& node) -> std::optional<std::chrono::weekday> {
        const auto text = text_of(node);
        const auto name = text ? std::ranges::find(weekday_names, *text) : weekday_names.end();
        if (name == weekday_names.end()) return std::nullopt;
        return std::chrono::weekday{static_cast<unsigned>(name - weekday_names.begin())};
    };
    std::vector<std::chrono::weekday> days;
    read_list(section, key, report, day_of, "some of " + join(weekday_names, "\""), days);
    for (const auto day : days)
        out.add(day);
}

boost::system::result<std::vector<CalendarFile>, ConfigErrors>
parse_calendar_file(std::string_view text, const std::string& file, std::span<const CalendarFile> known)
{
    Report report{file};
    const auto root = parse_toml(ascii_toml(text), "name = \"exam-days\"", report);
    CalendarFile out{file, {}};
    if (root) {
        const Section top{"", *root, top_keys, report, homes};
        if (!top.mentions("name"))
            report.add_for_file("this calendar has no name; write for example name = \"exam-days\"");
        top.text("name", parse_line_name, "1 to 32 letters a-z and A-Z, digits, _ and -, for example \"exam-days\"",
                 out.calendar.name);
        const auto same =
            std::ranges::find(known, out.calendar.name, [](const CalendarFile& other) { return other.calendar.name; });
        if (!out.calendar.name.empty() && same != known.end())
            top.wrong("name", "name = " + shown(out.calendar.name) + " is that of " + same->file +
                                  " already; give it another one");
        if (!top.mentions("why"))
            report.add_for_file("this calendar does not say why; write " + std::string{why_accepted});
        const auto why = read_why(top, report);
        read_times(top, why, report, out.calendar);
    }
    if (!report.empty()) return std::move(report).by_position();
    return std::vector{std::move(out)};
}

boost::system::result<daemon::Calendars, ConfigErrors> load_calendars(const std::filesystem::path& file_or_folder)
{
    auto own = load_each<CalendarFile>(file_or_folder, {"the calendars", "[campaigns] calendars"}, parse_calendar_file);
    if (!own) return own.error();
    return with_builtin(std::move(*own));
}

const daemon::Calendars& builtin_calendars()
{
    static const auto calendars = [] {
        daemon::Calendars all;
        for (const auto& [name, text] : builtin_calendar_files()) {
            const auto read = parse_calendar_file(text, std::string{name}, {});
            BOOST_ASSERT_MSG(read.has_value(),
                             "a built-in calendar has an error; tests/config/calendars_test shows it");
            all.push_back(std::make_shared<const daemon::Calendar>(read->front().calendar));
        }
        return all;
    }();
    return calendars;
}

} // namespace nida::config
