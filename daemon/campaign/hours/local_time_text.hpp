#pragma once
#include "daemon/campaign/hours/recurrence.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace nida::daemon
{
/// A time as somebody wrote it: an instant where they said the offset from UTC, else what the clocks show.
using WrittenTime = std::variant<LocalTime, Time>;

/// Reads "2026-12-01 18:00", with seconds or without, with a blank or a T; with Z or an offset (+01:00) behind it, an instant.
/// Years from 1970 to 2999. Never throws for any octets.
Scheduled<WrittenTime> parse_written_time(std::string_view text);

/// The one spelling of each: "2026-12-01 18:00", with seconds where there are any; an instant in UTC, "2026-12-01T17:00:00Z".
std::string to_string(const WrittenTime& time);

/// "2026-06-10"; none for anything else, and for days that do not exist. Years from 1970 to 2999.
std::optional<std::chrono::local_days> parse_day(std::string_view text);

/// As RFC 5545 writes local times: "20261231T180000", or "20261231" for the last second of the day.
std::optional<LocalTime> compact_local_time(std::string_view text);
std::string compact_text(LocalTime time);
} // namespace nida::daemon
