#pragma once
#include "daemon/campaign/hours/zone.hpp"

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// Why a text says no time, for the person who wrote it.
struct ScheduleError {
    std::size_t column; ///< of the first character at fault, counted from 1
    std::string text;   ///< what was found, and what is accepted there
};
[[noreturn]] void throw_exception_from_error(const ScheduleError&, const boost::source_location&);
template <class T> using Scheduled = boost::system::result<T, ScheduleError>;

/// "FR", or "2FR" and "-1FR": the second and the last Friday of a month.
struct RecurringWeekday {
    int ordinal = 0; ///< -5 to 5; 0: every one
    std::chrono::weekday day;
    friend bool operator==(const RecurringWeekday&, const RecurringWeekday&) = default;
};

/// On which days something happens again: a part of the recurrence rules of iCalendar (RFC 5545 §3.3.10).
///
/// FREQ is DAILY, WEEKLY (whose weeks begin on Monday) or MONTHLY; INTERVAL, COUNT or UNTIL, BYDAY and BYMONTHDAY do what the RFC says. A rule has a
/// start beside it (DTSTART), which is its first time where the rule names its day, and no time where it does not. The hour is always that of the start.
struct Recurrence {
    enum class Frequency { daily, weekly, monthly };
    Frequency frequency = Frequency::daily;
    int interval = 1;                     ///< 1 to 400
    std::optional<int> count;             ///< 1 to 10,000 times in all
    std::optional<LocalTime> until;       ///< the last time at the latest; not with `count`
    std::vector<int> month_days;          ///< BYMONTHDAY: 1 to 31, or -1 (the last) to -31; sorted
    std::vector<RecurringWeekday> by_day; ///< ordinals with `monthly` alone; sorted by ordinal, then from Monday on
    friend bool operator==(const Recurrence&, const Recurrence&) = default;
};

/// Reads "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=10", with or without "RRULE:" before it, in capitals or not. Never throws for any octets.
///
/// UNTIL is a day (with the whole of it) or a local time, without the Z of UTC: the rule holds by the recipients' clocks.
Scheduled<Recurrence> parse_recurrence(std::string_view text);

/// The one spelling of a rule: the same rule comes back from parse_recurrence().
std::string to_string(const Recurrence& rule);

/// The first time after `after`; none where the rule has ended, or names no day in the next forty years.
std::optional<LocalTime> next_after(const Recurrence& rule, LocalTime start, LocalTime after);

/// The same by the clocks of a zone: 18:00 stays 18:00 when they change. See Zone::instant() for times that do not exist or exist twice.
std::optional<Time> next_after(const Recurrence& rule, LocalTime start, Time after, const Zone& zone);
} // namespace nida::daemon
