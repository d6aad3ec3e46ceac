#pragma once
#include "daemon/store/connection.hpp"

#include <chrono>

namespace nida::daemon
{
/// When a rule is asked, and what days are where the box stands.
///
/// What happened at an instant (joining, adding, replying) happened "in the last 2 days" from 48 hours before `now` on; in months,
/// from that day of the month on (the last of a shorter one), at the hour that it is now. A day of the rule lasts from `begin_of` itself
/// to `begin_of` the next. Fields of days have no hour: "in the last 2 days" is today and the two days before, "in the next" likewise.
struct RuleClock {
    Time now;
    std::chrono::local_days today;
    Time (*begin_of)(std::chrono::local_days day);
};
/// By the time zone of the system.
RuleClock system_rule_clock(Time now);
/// By UTC, wherever the box stands; for tests.
RuleClock utc_rule_clock(Time now);

/// So many months earlier or later, on the last day of a month that is too short.
std::chrono::local_days months_from(std::chrono::local_days day, std::chrono::months months);
} // namespace nida::daemon
