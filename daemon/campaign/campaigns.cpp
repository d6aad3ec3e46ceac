#include "daemon/campaign/campaigns.hpp"

#include "daemon/campaign/alerts.hpp"
#include "daemon/campaign/names.hpp"
#include "daemon/campaign/recipients.hpp"
#include "daemon/campaign/texts.hpp"
#include "daemon/campaign/timing.hpp"

#include <boost/assert.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nida::daemon
{
namespace
{
constexpr std::array<std::string_view, 7> state_names{"draft",  "waiting", "scheduled", "running",
                                                      "paused", "done",    "cancelled"};

struct Counted {
    std::int64_t recipients = 0, left = 0;
};
Counted count(Connection& db, const Campaign& campaign, Time now)
{
    Counted counted;
    each_recipient(db, campaign.id, campaign.definition.audience, now, [&](const Recipient& recipient) {
        if (recipient.excluded.empty())
            ++counted.recipients;
        else if (recipient.excluded == "left")
            ++counted.left;
        return true;
    });
    return counted;
}

/// Why there are no failures of a campaign to try again.
NotNow nothing_again(Connection& db, CampaignId id)
{
    auto row =
        db.query("SELECT state = 6, EXISTS (SELECT 1 FROM message WHERE campaign_id = ?1 AND state IN (4, 5, 7)), "
                 "EXISTS (SELECT 1 FROM message WHERE campaign_id = ?1 AND state = 6) FROM campaign WHERE id = ?1",
                 id);
    const bool found = row.step();
    std::string why = "reached everybody: nothing is to be sent again";
    if (found && row.integer(1) != 0)
        why = "was sent again already: whom it did not reach has the text now, or may still get it";
    else if (found && row.integer(0) != 0)
        why = "was cancelled: what was cancelled is not sent again";
    else if (found && row.integer(2) != 0)
        why = "has no failures: what is in doubt is not sent again";
    return {NotNow::Why::nobody, fmt::format("campaign {} {}", id, why),
            "only what failed, expired or was not delivered is sent again, to each person until it reaches them"};
}

std::int64_t require_somebody(Connection& db, const Campaign& campaign, Time now)
{
    const auto counted = count(db, campaign, now);
    if (counted.recipients > 0) return counted.recipients;
    if (const auto failed = campaign.definition.audience.failures_of; failed && counted.left == 0)
        throw nothing_again(db, *failed);
    throw NotNow{NotNow::Why::nobody, "the audience is empty: nobody would get this",
                 counted.left > 0 ? "all of them have left"
                                  : "add people first (`nida people add`), or let them join by SMS"};
}

NotNow wrong_state(const Campaign& campaign, std::string_view wanted)
{
    return {NotNow::Why::state,
            fmt::format("campaign {} is {}: it cannot be {}", campaign.id, to_string(campaign.state), wanted),
            fmt::format("`nida campaign show {}` says more", campaign.id)};
}

bool is(const Campaign& campaign, std::initializer_list<CampaignState> states)
{
    return std::ranges::find(states, campaign.state) != states.end();
}
} // namespace

std::string_view to_string(CampaignState state) { return state_names.at(static_cast<std::size_t>(state)); }

CampaignId Campaigns::draft(const CampaignDefinition& definition, const CampaignRules& rules, const Act& act,
                            const std::optional<std::string>& key)
{
    const auto json = boost::json::serialize(to_json(definition));
    if (key) {
        auto known = db_.query("SELECT id, definition FROM campaign WHERE key = ?1", *key);
        if (known.step()) {
            if (!known.is_null(1) && known.text(1) != json) throw KeyReused{*key}; // NULL: not kept so long
            return known.integer(0);
        }
    }
    check_names(db_, definition, rules.calendars, act.at);
    check_not_over(definition.time, act.at);
    check_contacts_are_there(db_, definition);
    return keep_draft(definition, rules, act, key);
}

CampaignId Campaigns::keep_draft(const CampaignDefinition& definition, const CampaignRules& rules, const Act& act,
                                 const std::optional<std::string>& key)
{
    db_.run("INSERT INTO campaign(created_at, actor, audience, text, priority, segments, recipients, key, state, name, "
            "definition, per_minute, parent_id) VALUES (?1, ?2, ?3, '', ?4, 1, 0, ?5, 0, ?6, ?7, ?8, ?9)",
            act.at, act.actor, definition.audience.text(), definition.priority, key,
            definition.name.empty() ? std::optional<std::string>{} : definition.name,
            boost::json::serialize(to_json(definition)), definition.per_minute, definition.audience.failures_of);
    const auto id = db_.last_id();
    keep_texts(id, definition, rules);
    Audit{db_}.note(act, "campaign_draft", {{"campaign", id}});
    return id;
}

void Campaigns::change(CampaignId id, const CampaignDefinition& definition, const CampaignRules& rules, const Act& act)
{
    const auto campaign = existing(id);
    if (campaign.state != CampaignState::draft) throw wrong_state(campaign, "changed any more");
    check_names(db_, definition, rules.calendars, act.at);
    // One that has gone by since it was drafted is mended with the rest, or after it.
    if (definition.time != campaign.definition.time) check_not_over(definition.time, act.at);
    check_contacts_are_there(db_, definition);
    db_.run("UPDATE campaign SET audience = ?2, priority = ?3, name = ?4, definition = ?5, per_minute = ?6 WHERE id = "
            "?1",
            id, definition.audience.text(), definition.priority,
            definition.name.empty() ? std::optional<std::string>{} : definition.name,
            boost::json::serialize(to_json(definition)), definition.per_minute);
    keep_texts(id, definition, rules);
    Audit{db_}.note(act, "campaign_change", {{"campaign", id}});
}

void Campaigns::keep_texts(CampaignId id, const CampaignDefinition& definition, const CampaignRules& rules)
{
    db_.run("DELETE FROM campaign_text WHERE campaign_id = ?1", id);
    if (definition.texts.empty()) return; // a draft may lack them yet
    const Texts texts{id, definition, rules.language};
    texts.check_places(db_);
    std::int64_t number = 0;
    for (const auto& text : texts.all())
        db_.run("INSERT INTO campaign_text(campaign_id, number, language, variant, share, text, segments) VALUES (?1, "
                "?2, nullif(?3, ''), nullif(?4, ''), ?5, ?6, ?7)",
                id, ++number, text.written.language, text.written.variant, text.written.share,
                text.merged.has_places() ? text.written.text
                                         : text.merged.filled([](const auto&) { return std::string{}; }),
                text.segments);
    const auto& first = texts.all().front();
    db_.run("UPDATE campaign SET text = ?2, segments = ?3 WHERE id = ?1", id, first.written.text, first.segments);
}

std::int64_t Campaigns::add_to_list(CampaignId id, const std::vector<ListedRecipient>& list)
{
    const auto campaign = existing(id);
    if (campaign.state != CampaignState::draft) throw wrong_state(campaign, "changed any more");
    for (const auto& recipient : list) {
        boost::json::object fields;
        for (const auto& [name, value] : recipient.fields)
            fields[name] = value;
        db_.run("INSERT OR REPLACE INTO campaign_recipient(campaign_id, number, fields) VALUES (?1, ?2, ?3)", id,
                recipient.number, fields.empty() ? std::optional<std::string>{} : boost::json::serialize(fields));
    }
    auto row = db_.query("SELECT count(*) FROM campaign_recipient WHERE campaign_id = ?1", id);
    row.step();
    return row.integer(0);
}

void Campaigns::clear_list(CampaignId id)
{
    const auto campaign = existing(id);
    if (campaign.state != CampaignState::draft) throw wrong_state(campaign, "changed any more");
    db_.run("DELETE FROM campaign_recipient WHERE campaign_id = ?1", id);
}

std::optional<Campaign> Campaigns::find(CampaignId id)
{
    auto row = db_.query("SELECT state, definition, actor, submitted_by, recipients, parent_id, filling, clearing, "
                         "due_at, started_at, priority FROM campaign WHERE id = ?1",
                         id);
    if (!row.step()) return {};
    Campaign campaign{id,
                      row.as<CampaignState>(0),
                      {},
                      row.text(2),
                      row.optional_text(3),
                      row.integer(4),
                      row.optional_integer(5),
                      row.integer(6) != 0,
                      row.integer(7) != 0,
                      row.optional_time(8),
                      row.optional_time(9)};
    if (!row.is_null(1))
        campaign.definition = definition_from(boost::json::parse(row.text(1)).as_object());
    else
        campaign.definition.priority = row.as<Priority>(10);
    return campaign;
}

Campaign Campaigns::existing(CampaignId id)
{
    auto campaign = find(id);
    if (!campaign)
        throw NotNow{NotNow::Why::unknown, fmt::format("there is no campaign {}", id), "`nida campaigns` lists them"};
    return std::move(*campaign);
}

void Campaigns::enter(CampaignId id, CampaignState state)
{
    db_.run("UPDATE campaign SET state = ?2 WHERE id = ?1", id, state);
}

Campaigns::Submitted Campaigns::submit(CampaignId id, const Act& act, const CampaignRules& rules)
{
    const auto campaign = existing(id);
    if (campaign.state != CampaignState::draft) throw wrong_state(campaign, "sent");
    static_cast<void>(Texts{id, campaign.definition, rules.language}); // there are some
    check_calendars(campaign.definition.avoid, rules.calendars);
    const auto recipients = require_somebody(db_, campaign, act.at);
    db_.run("UPDATE campaign SET submitted_by = ?2, submitted_at = ?3, recipients = ?4 WHERE id = ?1", id, act.actor,
            act.at, recipients);
    db_.run("DELETE FROM campaign_approval WHERE campaign_id = ?1", id);
    Audit{db_}.note(act, "campaign_submit",
                    {{"campaign", id},
                     {"recipients", recipients},
                     {"priority", to_string(campaign.definition.priority)},
                     {"passes_quiet_hours", campaign.definition.priority == Priority::alert}});
    if (rules.approval_above && recipients > *rules.approval_above) {
        // Whoever approves it cannot mend its time.
        if (!campaign.definition.time.at.empty()) static_cast<void>(first_due(db_, campaign, act.at));
        enter(id, CampaignState::waiting);
        return {CampaignState::waiting, recipients, {}};
    }
    return go(campaign, recipients, act);
}

Campaigns::Submitted Campaigns::approve(CampaignId id, const Act& act, const CampaignRules&)
{
    const auto campaign = existing(id);
    if (campaign.state != CampaignState::waiting) throw wrong_state(campaign, "approved");
    if (act.actor == campaign.submitted_by || act.actor == campaign.actor)
        throw NotNow{NotNow::Why::same_person, "a second person has to approve this campaign",
                     "whoever made it, or wanted it to go, cannot approve it: ask somebody else"};
    const auto recipients = require_somebody(db_, campaign, act.at);
    db_.run("INSERT OR REPLACE INTO campaign_approval(campaign_id, actor, at) VALUES (?1, ?2, ?3)", id, act.actor,
            act.at);
    Audit{db_}.note(act, "campaign_approve", {{"campaign", id}, {"recipients", recipients}});
    return go(campaign, recipients, act);
}

/// It has all that it needs.
Campaigns::Submitted Campaigns::go(const Campaign& campaign, std::int64_t recipients, const Act& act)
{
    if (campaign.definition.time.at.empty()) {
        begin(campaign.id, act);
        return {CampaignState::running, recipients, {}};
    }
    const auto due = first_due(db_, campaign, act.at);
    db_.run("UPDATE campaign SET state = ?2, due_at = ?3, due_local = ?4, recipients = ?5 WHERE id = ?1", campaign.id,
            CampaignState::scheduled, due.at, due.local, recipients);
    return {CampaignState::scheduled, recipients, due.at};
}

/// What happens once its time has come: it starts, or, where it repeats, a campaign of its own does.
std::optional<CampaignId> Campaigns::begin_due(CampaignId id, const Act& act)
{
    const auto campaign = existing(id);
    BOOST_ASSERT(campaign.state == CampaignState::scheduled && campaign.due);
    std::string local;
    if (auto row = db_.query("SELECT due_local FROM campaign WHERE id = ?1", id); row.step()) local = row.text(0);
    const bool repeats = !campaign.definition.time.repeat.empty();
    const bool missed = act.at > *campaign.due + campaign.definition.validity;
    if (!repeats) {
        if (!missed) {
            begin(id, act);
            return id;
        }
        // A meeting of yesterday is announced to nobody without a person's word.
        db_.run("UPDATE campaign SET state = 0, due_at = NULL, due_local = NULL WHERE id = ?1", id);
        Audit{db_}.note(act, "campaign_missed", {{"campaign", id}});
        return {};
    }
    std::optional<CampaignId> started;
    if (!missed) started = begin_occurrence(campaign, local, act);
    if (missed) Audit{db_}.note(act, "campaign_missed", {{"campaign", id}});
    const auto next = next_due(db_, campaign, local, act.at);
    db_.run("UPDATE campaign SET state = ?2, due_at = ?3, due_local = ?4, ended_at = ?5 WHERE id = ?1", id,
            next ? CampaignState::scheduled : CampaignState::done, next ? std::optional<Time>{next->at} : std::nullopt,
            next ? std::optional<std::string>{next->local} : std::nullopt,
            next ? std::nullopt : std::optional<Time>{act.at});
    return started;
}

/// One time of a campaign that repeats: a campaign like it, with its list and texts.
CampaignId Campaigns::begin_occurrence(const Campaign& campaign, const std::string& local, const Act& act)
{
    auto definition = campaign.definition;
    definition.time.repeat.clear();
    definition.time.at = local;
    db_.run("INSERT INTO campaign(created_at, actor, audience, text, priority, segments, recipients, state, name, "
            "definition, per_minute, parent_id, submitted_by, submitted_at) SELECT ?2, actor, audience, text, "
            "priority, segments, recipients, 2, name, ?3, per_minute, id, submitted_by, submitted_at FROM campaign "
            "WHERE id = ?1",
            campaign.id, act.at, boost::json::serialize(to_json(definition)));
    const auto id = db_.last_id();
    db_.run("INSERT INTO campaign_text SELECT ?2, number, language, variant, share, text, segments FROM campaign_text "
            "WHERE campaign_id = ?1",
            campaign.id, id);
    db_.run("INSERT INTO campaign_recipient SELECT ?2, number, fields FROM campaign_recipient WHERE campaign_id = ?1",
            campaign.id, id);
    begin(id, act);
    return id;
}

void Campaigns::refuse(CampaignId id, const Act& act, const std::string& why)
{
    const auto campaign = existing(id);
    if (campaign.state != CampaignState::waiting) throw wrong_state(campaign, "refused");
    enter(id, CampaignState::draft);
    Audit{db_}.note(act, "campaign_refuse", {{"campaign", id}},
                    why.empty() ? std::optional<std::string>{} : std::optional<std::string>{why});
}

void Campaigns::pause(CampaignId id, const Act& act)
{
    const auto campaign = existing(id);
    if (!is(campaign, {CampaignState::scheduled, CampaignState::running})) throw wrong_state(campaign, "paused");
    db_.run("UPDATE campaign SET state = ?2, paused_from = ?3 WHERE id = ?1", id, CampaignState::paused,
            campaign.state);
    Audit{db_}.note(act, "campaign_pause", {{"campaign", id}});
}

void Campaigns::resume(CampaignId id, const Act& act)
{
    const auto campaign = existing(id);
    if (campaign.state != CampaignState::paused) throw wrong_state(campaign, "resumed");
    db_.run("UPDATE campaign SET state = paused_from, paused_from = NULL WHERE id = ?1", id);
    Alerts{db_}.resume(id, act.at);
    Audit{db_}.note(act, "campaign_resume", {{"campaign", id}});
}

std::int64_t Campaigns::cancel(CampaignId id, const Act& act)
{
    const auto campaign = existing(id);
    if (is(campaign, {CampaignState::done, CampaignState::cancelled})) throw wrong_state(campaign, "cancelled");
    // That alone closes its lanes; its messages are marked in slices (filling.hpp).
    db_.run("UPDATE campaign SET state = ?2, filling = 0, clearing = 1, ended_at = ?3 WHERE id = ?1", id,
            CampaignState::cancelled, act.at);
    Alerts{db_}.end(id);
    auto row =
        db_.query("SELECT count(*) FROM lane l CROSS JOIN message m INDEXED BY message_due WHERE "
                  "coalesce(l.campaign_id, 0) = ?1 + 0 AND m.lane_id = l.id AND m.state = 0 AND m.line_id IS NULL",
                  id);
    row.step();
    const auto messages = row.integer(0);
    Audit{db_}.note(act, "campaign_cancel", {{"campaign", id}, {"messages", messages}});
    return messages;
}

int Campaigns::pause_all(const Act& act)
{
    std::vector<CampaignId> ids;
    {
        auto rows = db_.query("SELECT id FROM campaign WHERE state IN (2, 3) ORDER BY id");
        while (rows.step())
            ids.push_back(rows.integer(0));
    }
    for (const auto id : ids)
        pause(id, act);
    return static_cast<int>(ids.size());
}

void Campaigns::begin(CampaignId id, const Act& act)
{
    db_.run("UPDATE campaign SET state = ?2, due_at = NULL, started_at = ?3, filling = 1, people_up_to = (SELECT "
            "max(id) FROM person) WHERE id = ?1",
            id, CampaignState::running, act.at);
    Alerts{db_}.begin(id, existing(id).definition, act.at);
    Audit{db_}.note(act, "campaign_start", {{"campaign", id}});
}

void Campaigns::give_up(CampaignId id, const std::string& why, const Act& act)
{
    db_.run("UPDATE campaign SET state = ?2, filling = 0, clearing = 1, ended_at = ?3, due_at = NULL WHERE id = ?1", id,
            CampaignState::cancelled, act.at);
    Alerts{db_}.end(id);
    Audit{db_}.note(act, "campaign_cancel", {{"campaign", id}}, why);
}

void Campaigns::note_filled(CampaignId id, std::int64_t recipients)
{
    db_.run("UPDATE campaign SET filling = 0, recipients = ?2 WHERE id = ?1", id, recipients);
}

CampaignId Campaigns::draft_for_failures(CampaignId id, const CampaignRules& rules, const Act& act)
{
    const auto campaign = existing(id);
    if (!is(campaign, {CampaignState::done, CampaignState::cancelled}))
        throw wrong_state(campaign, "tried again before it is over");
    auto definition = campaign.definition;
    definition.audience = {};
    definition.audience.failures_of = id;
    definition.time = {};
    check_names(db_, definition, rules.calendars, act.at);
    const auto again = keep_draft(definition, rules, act, {});
    db_.run("INSERT INTO campaign_recipient(campaign_id, number, fields) SELECT ?1, number, fields FROM "
            "campaign_recipient WHERE campaign_id = ?2 AND number IN (SELECT recipient FROM message m WHERE "
            "campaign_id = ?2 AND state IN (4, 5, 7) AND NOT EXISTS (SELECT 1 FROM message o WHERE o.campaign_id = ?2 "
            "AND o.recipient = m.recipient AND o.state IN (2, 3)))",
            again, id);
    require_somebody(db_, existing(again), act.at);
    return again;
}
} // namespace nida::daemon
