#pragma once
#include "daemon/flow/language.hpp"

#include <chrono>
#include <compare>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// A part of each day, as minutes after its midnight: with `from`, without `to`. Where `to` is not later than `from` it ends the next day.
struct DayWindow {
    std::chrono::minutes from{0};
    std::chrono::minutes to{24 * 60};
    friend bool operator==(const DayWindow&, const DayWindow&) = default;
};

/// Some of the seven.
class Weekdays
{
public:
    void add(std::chrono::weekday day) { bits_ |= 1u << day.c_encoding(); }
    bool has(std::chrono::weekday day) const { return bits_ >> day.c_encoding() & 1; }
    bool empty() const { return bits_ == 0; }
    friend bool operator==(const Weekdays&, const Weekdays&) = default;
private:
    unsigned bits_ = 0;
};

/// Days of the common calendar, with the last.
struct DateRange {
    std::chrono::local_days first, last;
    friend bool operator==(const DateRange&, const DateRange&) = default;
};

/// A day of every year, of the common calendar or the Islamic one. Not every year need have it.
struct MonthDay {
    unsigned month = 1, day = 1;
    friend auto operator<=>(const MonthDay&, const MonthDay&) = default;
};

/// Days of every year, with the last; over the turn of the year where `last` is the earlier one.
struct YearlyRange {
    MonthDay first, last;
    bool has(MonthDay day) const { return first <= last ? first <= day && day <= last : day >= first || day <= last; }
    friend bool operator==(const YearlyRange&, const YearlyRange&) = default;
};

/// What a day is in the Islamic calendar as it is computed, which may be a day or two from the one that is announced when somebody
/// saw the moon.
MonthDay islamic_day(std::chrono::local_days day);

/// Why nobody is texted then, for whoever plans a campaign, in the languages that somebody wrote down.
using WhyTexts = std::map<Language, std::string>;

/// The text in that language, else in English, else in any; empty where there is none.
std::string_view text_in(const Language& language, const WhyTexts& why);

/// Times at which nobody is texted: a window on each of some days.
struct CalendarEntry {
    Weekdays weekdays;
    std::vector<DateRange> dates;
    std::vector<YearlyRange> yearly;
    std::vector<YearlyRange> islamic;
    std::vector<DateRange> announced; ///< within a week of these, they hold in place of `islamic`
    DayWindow time;                   ///< begins on those days
    WhyTexts why;

    /// Whether any of these names that day.
    bool on(std::chrono::local_days day) const;
};

/// A list of such times, by the name by which campaigns and the config call it.
struct Calendar {
    std::string name;
    std::vector<CalendarEntry> times;
};
using Calendars = std::vector<std::shared_ptr<const Calendar>>;

/// The calendar of that name; null where there is none.
std::shared_ptr<const Calendar> calendar_named(const Calendars& calendars, std::string_view name);
} // namespace nida::daemon
