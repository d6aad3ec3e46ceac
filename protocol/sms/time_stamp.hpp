#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"

#include <chrono>
#include <span>

namespace nida::protocol
{
/// TP-SCTS or TP-DT: seven octets (TS 23.040 §9.2.3.11).
struct TimeStamp {
    std::chrono::sys_seconds utc;
    std::chrono::minutes zone; ///< local time minus UTC, in quarters of an hour
    bool operator==(const TimeStamp&) const = default;
};
/// @pre octets.size() >= 7. `bad_digit` where a field is no date; years 70-99 are 19xx.
Decoded<TimeStamp> decode_time_stamp(std::span<const Octet> octets, std::string_view field);
void append_time_stamp(Octets& out, const TimeStamp& stamp);
} // namespace nida::protocol
