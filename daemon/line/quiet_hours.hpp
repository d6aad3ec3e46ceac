#pragma once
#include "daemon/store/time.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace nida::daemon
{
/// From and to as minutes after midnight, local time; the end may lie on the next day.
using QuietHours = std::optional<std::pair<std::chrono::minutes, std::chrono::minutes>>;

/// When the quiet hours that hold at `now` end, in the machine's time zone; none where they do not hold.
std::optional<Time> quiet_until(const QuietHours& hours, Time now);
} // namespace nida::daemon
