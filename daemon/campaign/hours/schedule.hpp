#pragma once
#include "daemon/campaign/hours/local_time_text.hpp"
#include "daemon/campaign/hours/recurrence.hpp"
#include "daemon/campaign/hours/zone.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{
/// When something is to go out: at an instant or by the clock, once or again and again.
struct Schedule {
    WrittenTime at;                   ///< the only time, or the start of `repeat`
    std::optional<Zone> zone;         ///< by whose clocks; none: each recipient's own
    std::optional<Recurrence> repeat; ///< none: once
};

/// What of a schedule has an error.
enum class ScheduleField { at, zone, repeat };
struct ScheduleFieldError {
    ScheduleField field;
    ScheduleError error;
};
[[noreturn]] void throw_exception_from_error(const ScheduleFieldError&, const boost::source_location&);

/// What `zone` says for the zone of each recipient.
inline constexpr std::string_view recipients_zone = "recipient";

/// Reads a schedule from its three texts.
/// @param at      see parse_written_time()
/// @param zone    an IANA name, "recipient", or nothing for the machine's own zone
/// @param repeat  see parse_recurrence(); nothing for once
boost::system::result<Schedule, ScheduleFieldError> parse_schedule(std::string_view at, std::string_view zone,
                                                                   std::string_view repeat);

/// The first of its times after `after`, for somebody in that zone; none where there is no more.
std::optional<Time> next_after(const Schedule& schedule, Time after, const Zone& recipient);
} // namespace nida::daemon
