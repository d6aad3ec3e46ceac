#include "daemon/campaign/hours/calendar.hpp"

#include <date/islamic.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
using std::chrono::local_days;

bool any_has(const std::vector<DateRange>& ranges, local_days day, std::chrono::days around = {})
{
    return std::ranges::any_of(
        ranges, [&](const DateRange& range) { return range.first - around <= day && day <= range.last + around; });
}

bool any_has(const std::vector<YearlyRange>& ranges, MonthDay day)
{
    return std::ranges::any_of(ranges, [&](const YearlyRange& range) { return range.has(day); });
}

bool on_islamic(const CalendarEntry& entry, local_days day)
{
    constexpr std::chrono::days further_than_the_moon_is_off{7};
    if (entry.islamic.empty()) return false;
    if (any_has(entry.announced, day, further_than_the_moon_is_off)) return any_has(entry.announced, day);
    return any_has(entry.islamic, islamic_day(day));
}
} // namespace

MonthDay islamic_day(local_days day)
{
    const islamic::year_month_day date{date::sys_days{day.time_since_epoch()}};
    return {static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

std::string_view text_in(const Language& language, const WhyTexts& why)
{
    if (why.empty()) return {};
    auto text = why.find(language);
    if (text == why.end()) text = why.find(Language::en);
    return text == why.end() ? why.begin()->second : text->second;
}

bool CalendarEntry::on(local_days day) const
{
    const std::chrono::year_month_day date{day};
    const MonthDay in_the_year{static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
    return weekdays.has(std::chrono::weekday{day}) || any_has(dates, day) || any_has(yearly, in_the_year) ||
           on_islamic(*this, day);
}

std::shared_ptr<const Calendar> calendar_named(const Calendars& calendars, std::string_view name)
{
    const auto found = std::ranges::find_if(calendars, [&](const auto& one) { return one->name == name; });
    return found == calendars.end() ? nullptr : *found;
}
} // namespace nida::daemon
