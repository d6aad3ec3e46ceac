#pragma once
#include "daemon/campaign/hours/local_time_text.hpp"
#include "daemon/campaign/hours/zone.hpp"

#include <string>
#include <string_view>

namespace nida::daemon
{
/// "2026-12-01 18:00"
inline LocalTime local(std::string_view text) { return std::get<LocalTime>(parse_written_time(text).value()); }
/// "2026-12-01T17:00:00Z"
inline Time utc(std::string_view text) { return std::get<Time>(parse_written_time(text).value()); }
inline std::string shown(Time time) { return to_string(WrittenTime{time}); }
inline std::string shown(LocalTime time) { return to_string(WrittenTime{time}); }
inline Zone zone(std::string_view name) { return find_zone(name).value(); }
} // namespace nida::daemon
