#include "daemon/outbox/open_lanes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nida::daemon
{
OpenLanes::OpenLanes(Connection& connection, const LineBudget& budget, Time now)
    : db_{connection}, budget_{budget}, now_{now}, lanes_{Lanes{connection}.live()}
{
    const auto others =
        std::stable_partition(lanes_.begin(), lanes_.end(), [this](const Lane& lane) { return is_ours(lane); });
    // An alert waits for no line that hangs or has more to do: whoever is free takes it.
    std::copy_if(others, lanes_.end(), std::back_inserter(alerts_of_others_),
                 [](const Lane& lane) { return lane.priority == Priority::alert; });
    lanes_.erase(others, lanes_.end());
}

bool OpenLanes::is_ours(const Lane& lane) const
{
    if (!lane.route || *lane.route == budget_.line) return true;
    return std::ranges::none_of(budget_.others, [&](const LineBudget::Other& other) {
        return other.line == *lane.route && (!other.alerts_only || lane.priority == Priority::alert);
    });
}

std::optional<Time> OpenLanes::hour_ends(const std::string& zone, std::optional<CampaignId> campaign)
{
    if (!budget_.quiet_until) return {};
    const auto [hour, is_new] = hours_.try_emplace({campaign, zone});
    if (is_new) hour->second = budget_.quiet_until(zone, campaign, db_);
    return hour->second;
}

std::optional<Time> OpenLanes::quiet_until(Priority priority, const std::string& zone,
                                           std::optional<CampaignId> campaign)
{
    if (priority == Priority::alert || zone == any_hour) return {};
    if (budget_.direct_only) return Time::max();
    return hour_ends(zone, campaign);
}

Time OpenLanes::opens_at(const Lane& lane)
{
    const auto quiet = quiet_until(lane.priority, lane.zone, lane.campaign);
    return std::max(lane.throttled_until, quiet.value_or(Time{}));
}

std::optional<MessageId> OpenLanes::first(Priority priority)
{
    auto found = first_of(lanes_, priority);
    return found || priority != Priority::alert ? found : first_of(alerts_of_others_, priority);
}

std::optional<MessageId> OpenLanes::first_of(const std::vector<Lane>& lanes, Priority priority)
{
    std::optional<std::pair<Time, MessageId>> again;
    std::optional<MessageId> fresh;
    for (const auto& lane : lanes) {
        if (lane.priority != priority || opens_at(lane) > now_) continue;
        auto due = db_.query("SELECT not_before, id FROM message INDEXED BY message_due WHERE state = 0 AND line_id IS "
                             "NULL AND lane_id = ?1 AND not_before > 0 AND not_before <= ?2 ORDER BY not_before, id "
                             "LIMIT 1",
                             lane.id, now_);
        if (due.step()) {
            const std::pair found{due.time(0), MessageId{due.integer(1)}};
            if (!again || found < *again) again = found;
        }
        if (again) continue;
        auto next = db_.query("SELECT id FROM message INDEXED BY message_due WHERE state = 0 AND line_id IS NULL AND "
                              "lane_id = ?1 AND not_before = 0 ORDER BY id LIMIT 1",
                              lane.id);
        if (next.step() && (!fresh || next.integer(0) < *fresh)) fresh = next.integer(0);
    }
    return again ? again->second : fresh;
}

std::optional<Time> OpenLanes::next_due(Priority priority)
{
    std::optional<Time> next;
    for (const auto& lane : lanes_) {
        if (lane.priority != priority) continue;
        auto row = db_.query("SELECT not_before FROM message INDEXED BY message_due WHERE state = 0 AND line_id IS "
                             "NULL AND lane_id = ?1 ORDER BY not_before LIMIT 1",
                             lane.id);
        if (!row.step()) continue;
        const auto due = std::max(row.time(0), opens_at(lane));
        if (due > now_ && due != Time::max() && (!next || due < *next)) next = due;
    }
    return next;
}
} // namespace nida::daemon
