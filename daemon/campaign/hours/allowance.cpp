#include "daemon/campaign/hours/allowance.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
using std::chrono::days;
using std::chrono::local_days;

/// A window on one day, and what put it there; `entry` and `calendar` are null where no calendar did.
struct Window {
    Hindrance::Kind kind;
    Time from, until;
    const Calendar* calendar;
    const CalendarEntry* entry;
};

/// Goes through the windows that begin on that day.
template <class Visit>
void for_each_window(local_days day, const Zone& zone, const Forbidden& forbidden, const Visit& visit)
{
    const auto on_that_day = [&](Hindrance::Kind kind, const DayWindow& time, const Calendar* calendar = nullptr,
                                 const CalendarEntry* entry = nullptr) {
        const auto last_day = time.to > time.from ? day : day + days{1};
        visit(Window{kind, zone.instant(day + time.from), zone.instant(last_day + time.to), calendar, entry});
    };
    if (forbidden.quiet_hours) on_that_day(Hindrance::Kind::quiet_hours, *forbidden.quiet_hours);
    if (forbidden.weekdays.has(std::chrono::weekday{day})) on_that_day(Hindrance::Kind::weekday, DayWindow{});
    for (const auto& calendar : forbidden.calendars)
        for (const auto& entry : calendar->times)
            if (entry.on(day)) on_that_day(Hindrance::Kind::calendar, entry.time, calendar.get(), &entry);
}

Hindrance hindrance_of(const Window& window)
{
    Hindrance hindrance{window.kind, window.from, window.until, {}, {}};
    if (window.calendar) {
        hindrance.calendar = window.calendar->name;
        hindrance.why = window.entry->why;
    }
    return hindrance;
}
} // namespace

Allowance allowance(Time now, const Zone& zone, const Forbidden& forbidden)
{
    // No window is longer than a day: what holds now began yesterday at the earliest.
    const auto today = std::chrono::floor<days>(zone.local(now));
    const auto unknown_from = today + days{2};
    std::optional<Window> longest;
    auto next_begin = zone.instant(unknown_from);
    for (auto day = today - days{1}; day < unknown_from; day += days{1})
        for_each_window(day, zone, forbidden, [&](const Window& window) {
            if (window.from > now)
                next_begin = std::min(next_begin, window.from);
            else if (window.until > now && (!longest || window.until > longest->until))
                longest = window;
        });
    if (longest) return {false, longest->until, hindrance_of(*longest)};
    return {true, next_begin, {}};
}

NextAllowed next_allowed(Time now, const Zone& zone, const Forbidden& forbidden)
{
    NextAllowed next;
    for (auto at = now; at - now <= longest_wait;) {
        auto answer = allowance(at, zone, forbidden);
        if (answer.allowed) {
            next.at = at;
            break;
        }
        if (!next.hindrance) next.hindrance = std::move(answer.hindrance);
        at = answer.until;
    }
    return next;
}

const Allowance& Allowances::known_at(std::string_view zone, Time now)
{
    auto known = known_.find(zone);
    if (known == known_.end())
        known = known_.emplace(zone, Known{find_zone(zone).value_or(Zone::machine()), Time::max(), {}}).first;
    auto& [where, from, answer] = known->second;
    if (now < from || now >= answer.until) { // earlier, where the clock was set
        answer = allowance(now, where, forbidden_);
        from = now;
    }
    return answer;
}

Allowance Allowances::at(std::string_view zone, Time now)
{
    const std::scoped_lock lock{mutex_};
    return known_at(zone, now);
}

std::optional<Time> Allowances::forbidden_until(std::string_view zone, Time now)
{
    const std::scoped_lock lock{mutex_};
    const auto& answer = known_at(zone, now);
    return answer.allowed ? std::nullopt : std::optional{answer.until};
}
} // namespace nida::daemon
