#pragma once
#include "daemon/outbox/lanes.hpp"
#include "daemon/outbox/outbox.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// The lanes as they are for one line at one moment: which of them it may take from, and when the others open. Good for one transaction.
class OpenLanes
{
public:
    OpenLanes(Connection& connection, const LineBudget& budget, Time now);

    /// The message that no line has begun and that is the first to go: retries that are due before fresh ones, the older first.
    std::optional<MessageId> first(Priority priority);
    /// When one of them may go that may not go now; none where nothing waits, or nobody knows until when.
    std::optional<Time> next_due(Priority priority);
    /// When the hour ends at which such a message is not sent to that zone; none where it may go.
    /// Time::max() where the hour is not known.
    std::optional<Time> quiet_until(Priority priority, const std::string& zone, std::optional<CampaignId> campaign);
private:
    std::optional<MessageId> first_of(const std::vector<Lane>& lanes, Priority priority);
    bool is_ours(const Lane& lane) const;
    Time opens_at(const Lane& lane);
    std::optional<Time> hour_ends(const std::string& zone, std::optional<CampaignId> campaign);

    Connection& db_;
    const LineBudget& budget_;
    Time now_;
    std::vector<Lane> lanes_;
    std::vector<Lane> alerts_of_others_; ///< taken where nothing of ours is an alert
    std::map<std::pair<std::optional<CampaignId>, std::string>, std::optional<Time>> hours_; ///< each is asked for once
};
} // namespace nida::daemon
