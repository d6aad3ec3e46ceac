#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <span>

namespace nida::protocol
{
/// TP-SCTS, TP-DT or an absolute TP-VP: seven octets (TS 23.040 §9.2.3.11).
struct TimeStamp {
    std::chrono::sys_seconds utc;
    std::chrono::minutes zone; ///< local time minus UTC, in quarters of an hour
    bool operator==(const TimeStamp&) const = default;
};
/// The field as a PDU holds it.
using TimeStampOctets = std::array<Octet, 7>;

/// @pre octets.size() >= 7. `bad_digit` where a field is no date; years 70-99 are 19xx. Seconds 60-99, which some centres
/// write, are 59: the date and the minute are right. Any zone is taken, also those that no country has.
Decoded<TimeStamp> decode_time_stamp(std::span<const Octet> octets, std::string_view field);
/// @pre the local time lies in 1970-2069. A zone beyond 79 quarters of an hour is written as 79.
void append_time_stamp(Octets& out, const TimeStamp& stamp);

/// A field as it was read.
struct TimeField {
    std::optional<TimeStamp> stamp; ///< none where the octets are no date
    /// The octets where `append_time_stamp` would not write `stamp` so: no date, seconds past 59, a zone of minus zero. None
    /// also for seven zeros, by which it writes "no date" itself.
    std::optional<TimeStampOctets> came_in;
};
/// @pre octets.size() >= 7
TimeField read_time_field(std::span<const Octet> octets);
/// Writes `stamp`, by the octets that it came in where they still say the same; without a stamp those octets, and without
/// either seven zeros, which are no date.
void append_time_stamp(Octets& out, const std::optional<TimeStamp>& stamp,
                       const std::optional<TimeStampOctets>& came_in);
} // namespace nida::protocol
