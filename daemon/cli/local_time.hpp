#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon::cli
{

/// A time of the API ("2026-03-01T09:00:00.000000Z") as people here read it: local, to the minute. Any other text comes
/// back as it is.
std::string local_time(std::string_view rfc3339);

/// The same in seconds since 1970; nothing where it is no time of the API.
std::optional<long long> seconds_since_1970(std::string_view rfc3339);

/// "1 h 05 min", "3 min", "40 s": for estimates.
std::string duration_text(long long seconds);

} // namespace nida::daemon::cli
