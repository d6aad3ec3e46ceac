#include "daemon/campaign/hours/recurrence.hpp"

#include <algorithm>
#include <cstdlib>

namespace nida::daemon
{
namespace
{
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

constexpr days furthest{14'610}; // forty years

int month_index(local_days day)
{
    const year_month_day date{day};
    return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

local_days monday_of(local_days day) { return day - (weekday{day} - std::chrono::Monday); }

int days_of_month(const year_month_day& date)
{
    return static_cast<int>(static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day()));
}

bool is(const RecurringWeekday& wanted, local_days day)
{
    if (weekday{day} != wanted.day) return false;
    if (wanted.ordinal == 0) return true;
    const year_month_day date{day};
    const int in_month = static_cast<int>(static_cast<unsigned>(date.day()));
    return wanted.ordinal > 0 ? (in_month + 6) / 7 == wanted.ordinal
                              : (days_of_month(date) - in_month + 7) / 7 == -wanted.ordinal;
}

bool is_month_day(int wanted, const year_month_day& date)
{
    const int in_month = static_cast<int>(static_cast<unsigned>(date.day()));
    return wanted == in_month || wanted == in_month - days_of_month(date) - 1;
}

/// Whether that day lies in a period that INTERVAL does not pass over.
bool in_period(const Recurrence& rule, local_days start, local_days day)
{
    switch (rule.frequency) {
    case Recurrence::Frequency::daily: return (day - start).count() % rule.interval == 0;
    case Recurrence::Frequency::weekly: return (monday_of(day) - monday_of(start)).count() / 7 % rule.interval == 0;
    case Recurrence::Frequency::monthly: return (month_index(day) - month_index(start)) % rule.interval == 0;
    }
    std::abort(); // there is no other frequency
}

/// Whether that day is like the start, for a rule that says nothing of days.
bool is_like(const Recurrence& rule, local_days start, local_days day)
{
    switch (rule.frequency) {
    case Recurrence::Frequency::daily: return true;
    case Recurrence::Frequency::weekly: return weekday{day} == weekday{start};
    case Recurrence::Frequency::monthly: return year_month_day{day}.day() == year_month_day{start}.day();
    }
    std::abort();
}

/// Whether the rule names that day, COUNT and UNTIL aside.
bool names(const Recurrence& rule, local_days start, local_days day)
{
    if (!in_period(rule, start, day)) return false;
    if (rule.by_day.empty() && rule.month_days.empty()) return is_like(rule, start, day);
    const auto is_wanted = [&](const RecurringWeekday& wanted) { return is(wanted, day); };
    const auto is_wanted_number = [&](int wanted) { return is_month_day(wanted, year_month_day{day}); };
    return (rule.by_day.empty() || std::ranges::any_of(rule.by_day, is_wanted)) &&
           (rule.month_days.empty() || std::ranges::any_of(rule.month_days, is_wanted_number));
}
} // namespace

std::optional<LocalTime> next_after(const Recurrence& rule, LocalTime start, LocalTime after)
{
    const auto first_day = std::chrono::floor<days>(start);
    const auto hour = start - first_day;
    // What has a count is counted from its beginning.
    auto day = rule.count ? first_day : std::max(first_day, std::chrono::floor<days>(after));
    const auto last_day = std::max(first_day, std::chrono::floor<days>(after)) + furthest;
    for (int times = 0; day <= last_day && times < rule.count.value_or(1); day += days{1}) {
        if (!names(rule, first_day, day)) continue;
        const auto time = day + hour;
        if (rule.until && time > *rule.until) return {};
        if (time > after) return time;
        if (rule.count) ++times;
    }
    return {};
}

std::optional<Time> next_after(const Recurrence& rule, LocalTime start, Time after, const Zone& zone)
{
    // A time that is skipped lies before what the clocks show when it comes.
    auto local = zone.local(after) - days{1};
    while (const auto next = next_after(rule, start, local)) {
        if (const auto instant = zone.instant(*next); instant > after) return instant;
        local = *next;
    }
    return {};
}
} // namespace nida::daemon
