#include "daemon/line/sending_hours.hpp"

#include "daemon/campaign/campaigns.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>
#include <vector>

namespace nida::daemon
{
namespace
{
Forbidden quiet_hours_of(const Forbidden& forbidden)
{
    Forbidden quiet;
    quiet.quiet_hours = forbidden.quiet_hours;
    return quiet;
}
} // namespace

SendingHours::SendingHours(Forbidden forbidden, Calendars calendars)
    : calendars_{std::move(calendars)}, campaigns_{forbidden}, others_{quiet_hours_of(forbidden)}
{
}

Allowances& SendingHours::of_campaign(CampaignId id, Connection& db)
{
    {
        const std::lock_guard lock{mutex_};
        if (const auto known = own_.find(id); known != own_.end()) return known->second ? *known->second : campaigns_;
    }
    // Nobody waits for the mutex while the store is read: two threads may do so at once, and the first one's answer stays.
    auto forbidden = campaigns_.forbidden();
    std::vector<std::string> unknown;
    for (const auto& name : Campaigns{db}.avoided(id)) {
        if (auto calendar = calendar_named(calendars_, name))
            forbidden.calendars.push_back(std::move(calendar));
        else
            unknown.push_back(name);
    }
    const bool has_own = forbidden.calendars.size() > campaigns_.forbidden().calendars.size();
    auto own = has_own ? std::make_unique<Allowances>(std::move(forbidden)) : nullptr;
    const std::lock_guard lock{mutex_};
    const auto [kept, is_new] = own_.try_emplace(id, std::move(own));
    if (is_new && !unknown.empty())
        spdlog::warn("campaign {}: what it avoids, {}, is no calendar any more, so it is sent at those hours, too: "
                     "bring it back under [campaigns] calendars and reload, or hold it by `nida campaign pause {}`",
                     id, fmt::join(unknown, ", "), id);
    return kept->second ? *kept->second : campaigns_;
}

std::optional<Time> SendingHours::quiet_until(const std::string& zone, std::optional<CampaignId> campaign,
                                              Connection& db, Time now, bool sure_clock)
{
    auto& allowances = campaign ? of_campaign(*campaign, db) : of_others();
    if (!sure_clock && allowances.forbidden().any()) return Time::max();
    return allowances.forbidden_until(zone, now);
}
} // namespace nida::daemon
