#pragma once
#include "daemon/campaign/campaigns.hpp"

#include <optional>
#include <string>

namespace nida::daemon
{
/// When a campaign is to start, and the local time that is meant by that.
struct Due {
    Time at;
    std::string local; ///< "2026-12-01 18:00", or an instant as it was written
};

/// When a campaign with a time starts next: the instant of that local time in its zone; with "recipient", the earliest of those in the zones of
/// its audience.
/// @param after  the local time for which it started last; none: it has not started yet
/// @return none where it does not start any more
/// @throws BadDefinition where the time, its zone or its repetition cannot be read
std::optional<Due> next_due(Connection& db, const Campaign& campaign, const std::optional<std::string>& after,
                            Time now);

/// When a campaign with a time starts first. @throws BadDefinition where that time is over for everybody whom it is for, or never comes
Due first_due(Connection& db, const Campaign& campaign, Time now);

/// Before when somebody's message may not leave: their own zone's hour, and their place in a spread. In the past: at once.
/// @param zone  as lanes have it. @pre the campaign has started
Time due_for(const Campaign& campaign, const std::string& number, const std::string& zone);

/// Checks time and repetition as they were written. @throws BadDefinition
void check_time(const CampaignTime& time);

/// Refuses a time that is over, whoever it is for. @throws BadDefinition
void check_not_over(const CampaignTime& time, Time now);
} // namespace nida::daemon
