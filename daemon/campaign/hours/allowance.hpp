#pragma once
#include "daemon/campaign/hours/calendar.hpp"
#include "daemon/campaign/hours/zone.hpp"
#include "daemon/store/time.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nida::daemon
{
/// When nobody may be texted, by the clocks where they are.
struct Forbidden {
    std::optional<DayWindow> quiet_hours;
    Weekdays weekdays;
    Calendars calendars;
    bool any() const { return quiet_hours || !weekdays.empty() || !calendars.empty(); }
};

/// One time at which nobody may be texted, and why.
struct Hindrance {
    enum class Kind { quiet_hours, weekday, calendar };
    Kind kind;
    Time from, until;     ///< as it is in the recipients' zone, `until` not included
    std::string calendar; ///< its name; else empty
    WhyTexts why;         ///< what the calendar says; else empty
};

/// Whether a text may go, and until when that answer holds: at `until` ask again.
struct Allowance {
    bool allowed = true;
    Time until;
    std::optional<Hindrance> hindrance; ///< where it may not: of those that hold, the one that lasts longest
};

/// Whether somebody in `zone` may be texted now.
///
/// A window lasts from the instant at which the clocks first show its beginning to the one at which they first show its end. Where clocks go
/// forward over either, it is the first instant after the gap; where they go back, what has ended does not begin again.
Allowance allowance(Time now, const Zone& zone, const Forbidden& forbidden);

/// The first instant from `now` on at which somebody in `zone` may be texted.
struct NextAllowed {
    std::optional<Time> at;             ///< none: not within `longest_wait`
    std::optional<Hindrance> hindrance; ///< what holds now; none where nothing does
};
inline constexpr std::chrono::days longest_wait{60};
NextAllowed next_allowed(Time now, const Zone& zone, const Forbidden& forbidden);

/// The answers of one set of rules by zone, each computed once and kept for as long as it holds. For whoever asks hundreds of times a second, on
/// any thread.
class Allowances
{
public:
    explicit Allowances(Forbidden forbidden) : forbidden_{std::move(forbidden)} {}

    /// @param zone  an IANA name; one that the system's tzdata lacks is taken for the machine's own zone, as an empty one is
    Allowance at(std::string_view zone, Time now);
    /// Until when nobody in that zone may be texted; none where they may.
    std::optional<Time> forbidden_until(std::string_view zone, Time now);
    const Forbidden& forbidden() const { return forbidden_; }
private:
    struct Known {
        Zone zone;
        Time from;
        Allowance answer;
    };
    const Allowance& known_at(std::string_view zone, Time now);

    const Forbidden forbidden_;
    std::mutex mutex_; ///< over `known_`
    std::map<std::string, Known, std::less<>> known_;
};
} // namespace nida::daemon
