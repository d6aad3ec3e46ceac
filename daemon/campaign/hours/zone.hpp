#pragma once
#include "daemon/store/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace date
{
class time_zone;
}

namespace nida::daemon
{
/// What a clock on the wall shows, to the second. Which instant that is, a zone says.
using LocalTime = std::chrono::local_seconds;

/// A time zone: where its clocks stand at every instant, by the system's tzdata.
class Zone
{
public:
    /// The machine's own, as localtime_r(3) has it: /etc/localtime, or TZ, which may be more than a name.
    static Zone machine() { return Zone{nullptr}; }

    /// What the clocks show, rounded down to the second.
    LocalTime local(Time instant) const;

    /// When the clocks show that. Where they show it twice (they went back), the first of the two; where they never do (they went forward),
    /// the first instant after the gap. So a later local time is never an earlier instant.
    Time instant(LocalTime local) const;

    /// "Africa/Tripoli"; empty for the machine's own.
    std::string_view name() const;

    friend bool operator==(const Zone&, const Zone&) = default;
private:
    explicit Zone(const date::time_zone* named) : named_{named} {}
    friend std::optional<Zone> find_zone(std::string_view name);
    std::chrono::seconds offset(std::chrono::sys_seconds instant) const;

    const date::time_zone* named_; ///< lives as long as the process; null for the machine's own
};

/// The zone of that IANA name, with capitals as they are written there; the machine's own for an empty one.
/// @return none where the system's tzdata has no such zone, or is missing
std::optional<Zone> find_zone(std::string_view name);

/// The name that somebody most likely meant: capitals aside, with few letters wrong, or the city alone ("tunis"). Empty where none comes near.
std::string nearest_zone_name(std::string_view name);
} // namespace nida::daemon
