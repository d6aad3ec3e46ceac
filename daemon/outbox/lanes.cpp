#include "daemon/outbox/lanes.hpp"

#include "protocol/numbering/time_zones.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace nida::daemon
{
namespace
{
/// What the box's own zone is called; empty where it has no name.
const std::string& own_zone()
{
    static const std::string name = [] {
        if (const char* const set = std::getenv("TZ")) return std::string{set}; // as localtime_r(3) has it
        std::error_code none;
        const auto link = std::filesystem::read_symlink("/etc/localtime", none).string();
        constexpr std::string_view folder = "zoneinfo/";
        const auto at = link.find(folder);
        return at == link.npos ? std::string{} : link.substr(at + folder.size());
    }();
    return name;
}
} // namespace

LaneId Lanes::find_or_make(std::optional<CampaignId> campaign, Priority priority, std::string_view zone,
                           std::optional<LineId> route)
{
    {
        auto known = db_.query("SELECT id FROM lane WHERE coalesce(campaign_id, 0) = coalesce(?1, 0) AND priority = ?2 "
                               "AND zone = ?3 AND coalesce(route, 0) = coalesce(?4, 0)",
                               campaign, priority, zone, route);
        if (known.step()) return known.integer(0);
    }
    db_.run("INSERT INTO lane(campaign_id, priority, zone, route) VALUES (?1, ?2, ?3, ?4)", campaign, priority, zone,
            route);
    return db_.last_id();
}

std::vector<Lane> Lanes::live()
{
    std::vector<Lane> lanes;
    // The sum has no affinity, which is what the index of an expression can be searched with.
    auto rows = db_.query(
        "SELECT id, NULL, priority, zone, route, 0 FROM lane WHERE coalesce(campaign_id, 0) = 0 UNION ALL "
        "SELECT l.id, c.id, l.priority, l.zone, l.route, c.throttled_until FROM campaign c INDEXED BY campaign_running "
        "CROSS JOIN lane l WHERE c.state = 3 AND coalesce(l.campaign_id, 0) = c.id + 0");
    while (rows.step())
        lanes.push_back({rows.integer(0), rows.optional_integer(1), rows.as<Priority>(2), rows.text(3),
                         rows.optional_integer(4), rows.time(5)});
    std::ranges::stable_sort(lanes, {}, &Lane::priority);
    return lanes;
}

std::string zone_of(std::string_view number)
{
    const std::string zone{protocol::time_zone_of(number)};
    return zone == own_zone() ? std::string{} : zone;
}
} // namespace nida::daemon
