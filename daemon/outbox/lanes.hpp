#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
using LaneId = std::int64_t;

/// The zone of a lane for what goes at any hour: answers to what the recipient just sent.
inline constexpr std::string_view any_hour = "*";

/// What messages have in common that wait for a line to begin them.
struct Lane {
    LaneId id;
    std::optional<CampaignId> campaign; ///< none: single messages
    Priority priority;
    std::string zone;            ///< IANA name of the recipients' time zone; empty: the box's own; or `any_hour`
    std::optional<LineId> route; ///< the line that ought to send it; none: any
    Time throttled_until;        ///< nothing of its campaign begins before
};

/// The table lane. Every message that is not over stands in one, from `add` on, also while a line has it.
class Lanes
{
public:
    explicit Lanes(Connection& connection) : db_{connection} {}

    /// The lane of these four, made where there is none yet.
    /// @param zone  empty where it is the box's own
    LaneId find_or_make(std::optional<CampaignId> campaign, Priority priority, std::string_view zone,
                        std::optional<LineId> route);
    /// Those out of which something may go at all, the most urgent first: single messages', and those of campaigns that run. However many
    /// campaigns are over or paused, it costs the same.
    std::vector<Lane> live();
private:
    Connection& db_;
};

/// The time zone of whoever has this number, as lanes have it: empty for the box's own.
std::string zone_of(std::string_view number);
} // namespace nida::daemon
