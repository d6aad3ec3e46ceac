#pragma once
#include "daemon/campaign/filling.hpp"

#include <string>

namespace nida::daemon
{
/// Makes all messages of a campaign that has started.
inline void fill(Connection& db, CampaignId id, Time now, bool sure_clock = true, const Router& router = {})
{
    Filling filling{db, id, "en"};
    const FillSettings settings{"en", std::make_shared<const Router>(router), now, sure_clock};
    while (filling.next(db, settings))
        ;
}

/// One that has started, with all of its messages queued.
inline CampaignId start_campaign(Connection& db, const CampaignDefinition& definition, Time now, bool sure_clock = true,
                                 const CampaignRules& rules = {})
{
    Campaigns campaigns{db};
    const Act act{"test", now, sure_clock};
    const auto id = campaigns.draft(definition, rules, act);
    campaigns.submit(id, act, rules);
    fill(db, id, now, sure_clock);
    return id;
}

/// A text for one group, or for everybody where it has no name.
inline CampaignDefinition text_for(const std::string& group, const std::string& text = "hello",
                                   Priority priority = Priority::campaign)
{
    CampaignDefinition definition;
    if (group.empty())
        definition.audience.everyone = true;
    else
        definition.audience.groups = {group};
    definition.texts.push_back({{}, {}, 1, text});
    definition.priority = priority;
    return definition;
}
} // namespace nida::daemon
