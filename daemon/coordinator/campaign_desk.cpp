#include "daemon/coordinator/campaign_desk.hpp"

#include "daemon/campaign/alerts.hpp"
#include "daemon/line/balances.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace nida::daemon
{
namespace
{
/// More than anybody reads in a text.
constexpr int most_campaigns = 10;

CampaignDefinition alert_to(const std::vector<std::string>& groups, const std::string& text)
{
    CampaignDefinition definition;
    definition.audience.groups = groups;
    definition.texts = {CampaignText{{}, {}, 1, text}};
    definition.merges = false; // braces are theirs
    definition.priority = Priority::alert;
    definition.acknowledge = true; // who answers OK is counted, which costs nothing
    return definition;
}

CoordinatorDesk::State state_of(CampaignState state)
{
    switch (state) {
    case CampaignState::waiting: return CoordinatorDesk::State::waiting;
    case CampaignState::scheduled:
    case CampaignState::running: return CoordinatorDesk::State::under_way;
    case CampaignState::paused: return CoordinatorDesk::State::paused;
    case CampaignState::draft:
    case CampaignState::done:
    case CampaignState::cancelled: break;
    }
    return CoordinatorDesk::State::other;
}
} // namespace

CoordinatorDesk::Preview CampaignDesk::preview(const std::vector<std::string>& groups, const std::string& text,
                                               Time now)
{
    auto context = loan_.preview;
    context.now = now;
    const auto seen = daemon::preview(db_, 0, alert_to(groups, text), context);
    Preview shown{seen.recipients, seen.most_segments, seen.duration, {}};
    if (seen.unpriced_segments == 0) shown.cost_milli = seen.cost_milli; // half of a price would mislead
    return shown;
}

CoordinatorDesk::Launched CampaignDesk::launch(const std::vector<std::string>& groups, const std::string& text,
                                               const Act& act)
{
    Campaigns all{db_};
    const auto id = all.draft(alert_to(groups, text), loan_.rules, act);
    const auto submitted = all.submit(id, act, loan_.rules);
    return {id, submitted.recipients, submitted.state == CampaignState::waiting};
}

std::optional<CoordinatorDesk::Campaign> CampaignDesk::campaign(CampaignId id)
{
    const auto found = Campaigns{db_}.find(id);
    if (!found) return {};
    Campaign campaign;
    campaign.state = state_of(found->state);
    campaign.wanted_by = found->submitted_by.value_or(found->actor);
    campaign.people = found->recipients;
    if (!found->definition.texts.empty()) campaign.text = found->definition.texts.front().text;
    campaign.what = boost::json::serialize(to_json(found->definition));
    // Its list can change only while it is a draft, and then it is submitted anew.
    auto row = db_.query("SELECT submitted_at FROM campaign WHERE id = ?1", id);
    if (row.step()) campaign.what += fmt::format(" submitted {}", row.integer(0));
    return campaign;
}

std::vector<CampaignId> CampaignDesk::campaigns(State state)
{
    std::vector<CampaignId> ids;
    auto rows = db_.query("SELECT id, state FROM campaign WHERE state BETWEEN 1 AND 4 ORDER BY id DESC");
    while (rows.step() && ids.size() < most_campaigns)
        if (state_of(rows.as<CampaignState>(1)) == state) ids.push_back(rows.integer(0));
    return ids;
}

std::int64_t CampaignDesk::sent(CampaignId id)
{
    std::int64_t sent = 0;
    for (const auto& [state, messages] : Campaigns{db_}.counts(id))
        if (is_final(state)) sent += messages;
    return sent;
}

std::optional<std::int64_t> CampaignDesk::answered(CampaignId id) { return Alerts{db_}.acknowledged(id); }

void CampaignDesk::approve(CampaignId id, const Act& act) { Campaigns{db_}.approve(id, act, loan_.rules); }
void CampaignDesk::pause(CampaignId id, const Act& act) { Campaigns{db_}.pause(id, act); }
void CampaignDesk::resume(CampaignId id, const Act& act) { Campaigns{db_}.resume(id, act); }
int CampaignDesk::pause_all(const Act& act) { return Campaigns{db_}.pause_all(act); }

CoordinatorDesk::Service CampaignDesk::service()
{
    Service service{loan_.lines_in_service, loan_.lines, 0};
    auto row = db_.query("SELECT count(*) FROM message WHERE state = 0");
    if (row.step()) service.queued = row.integer(0);
    return service;
}

std::vector<CoordinatorDesk::Balance> CampaignDesk::balances()
{
    std::vector<std::pair<LineId, std::string>> lines;
    {
        auto rows = db_.query("SELECT id, name FROM line ORDER BY name");
        while (rows.step())
            lines.emplace_back(rows.integer(0), rows.text(1));
    }
    std::vector<Balance> all;
    for (const auto& [id, name] : lines)
        if (const auto balance = latest_balance(db_, id))
            all.push_back({name, balance->amount_milli, balance->currency});
    return all;
}
} // namespace nida::daemon
