#include "daemon/outbox/campaigns.hpp"

#include "daemon/outbox/lanes.hpp"
#include "protocol/encoding/segmentation.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::chrono::hours campaign_validity{24};
} // namespace

Reach Campaigns::reach(const Audience& audience, Time now)
{
    const auto meant = audience_sql(db_, audience, now);
    auto row =
        db_.query_once("SELECT count(*), count(l.number) FROM person p LEFT JOIN leaving l ON l.number = p.number "
                       "WHERE " +
                           meant.sql,
                       meant.values);
    row.step();
    return {row.integer(0) - row.integer(1), row.integer(1)};
}

std::optional<Campaigns::Started> Campaigns::started_before(const NewCampaign& campaign)
{
    if (!campaign.key) return {};
    auto row = db_.query("SELECT id, recipients, segments, audience, text, priority FROM campaign WHERE key = ?1",
                         *campaign.key);
    if (!row.step()) return {};
    const bool same = row.text(3) == campaign.audience.text() &&
                      (row.is_null(4) || row.text(4) == campaign.text) && // NULL: not kept so long
                      row.as<Priority>(5) == campaign.priority;
    if (!same) throw KeyReused{*campaign.key};
    return Started{row.integer(0), row.integer(1), row.integer(1) * row.integer(2), true};
}

std::optional<Campaigns::Started> Campaigns::start(const NewCampaign& campaign, Time now, bool sure_clock)
{
    const auto segments = static_cast<std::int64_t>(protocol::count_segments(campaign.text).segments);
    const auto meant = audience_sql(db_, campaign.audience, now);
    const auto expected = reach(campaign.audience, now);
    if (expected.recipients == 0) return {};

    db_.run("INSERT INTO campaign(created_at, actor, audience, text, priority, segments, recipients, key, "
            "state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 3)",
            now, campaign.actor, campaign.audience.text(), campaign.text, campaign.priority, segments,
            expected.recipients, campaign.key);
    const auto id = db_.last_id();
    const auto lane = Lanes{db_}.find_or_make(id, campaign.priority, {}, {});
    std::vector<SqlValue> values{id,
                                 static_cast<std::int64_t>(campaign.priority),
                                 segments,
                                 (now + campaign_validity).time_since_epoch().count(),
                                 static_cast<std::int64_t>(!sure_clock),
                                 campaign.actor,
                                 now.time_since_epoch().count(),
                                 lane};
    values.insert(values.end(), meant.values.begin(), meant.values.end());
    db_.query_once("INSERT OR IGNORE INTO message(campaign_id, recipient, text, priority, segments, valid_until, "
                   "unsure_clock, actor, queued_at, lane_id) SELECT ?1, p.number, NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8 "
                   "FROM person p "
                   "WHERE NOT EXISTS (SELECT 1 FROM leaving l WHERE l.number = p.number) AND " +
                       meant.sql,
                   values)
        .run();
    const std::int64_t recipients = db_.changes();
    return Started{id, recipients, recipients * segments};
}

std::int64_t Campaigns::cancel(CampaignId id, Time now)
{
    db_.run(
        "UPDATE message SET state = ?2, error_code = 'cancelled', error_text = 'its campaign was cancelled before it "
        "left', finished_at = ?3 WHERE campaign_id = ?1 AND state = 0 "
        "AND NOT EXISTS (SELECT 1 FROM segment s WHERE s.message_id = message.id AND (s.state <> 0 OR s.doubted = 1))",
        id, State::cancelled, now);
    return db_.changes();
}

bool Campaigns::exists(CampaignId id) { return db_.query("SELECT 1 FROM campaign WHERE id = ?1", id).step(); }

std::map<State, std::int64_t> Campaigns::counts(CampaignId id)
{
    std::int64_t first = 0, last = -1;
    {
        // A campaign's messages lie together: reading them in a row is many times faster than in the order of the index.
        auto ends =
            db_.query("SELECT min(id), max(id) FROM message INDEXED BY message_campaign WHERE campaign_id = ?1", id);
        if (ends.step() && !ends.is_null(0)) {
            first = ends.integer(0);
            last = ends.integer(1);
        }
    }
    std::map<State, std::int64_t> counts;
    auto rows =
        db_.query("SELECT state, count(*) FROM message NOT INDEXED WHERE id BETWEEN ?2 AND ?3 AND campaign_id = ?1 "
                  "GROUP BY state",
                  id, first, last);
    while (rows.step())
        counts[rows.as<State>(0)] = rows.integer(1);
    return counts;
}

boost::json::object Campaigns::present(const Query& row)
{
    const auto id = row.integer(0);
    const auto by_state = counts(id);
    boost::json::object count_of;
    for (const auto& [state, count] : by_state)
        count_of[to_string(state)] = count;
    const bool done = std::ranges::all_of(by_state, [](const auto& entry) { return is_final(entry.first); });
    return {
        {"id", id},
        {"audience", row.text(1)},
        {"text", json_text(row.optional_text(2))},
        {"priority", to_string(row.as<Priority>(3))},
        {"created_at", json_time(row.time(4))},
        {"actor", json_text(row.optional_text(5))},
        {"recipients", row.integer(6)},
        {"counts", std::move(count_of)},
        {"done", done},
    };
}

std::optional<boost::json::object> Campaigns::row(CampaignId id)
{
    auto row =
        db_.query("SELECT id, audience, text, priority, created_at, actor, recipients FROM campaign WHERE id = ?1", id);
    if (!row.step()) return {};
    return present(row);
}

Page Campaigns::page(PageRange range)
{
    Page page{range};
    auto rows = db_.query("SELECT id, audience, text, priority, created_at, actor, recipients FROM campaign "
                          "WHERE id > ?1 ORDER BY id LIMIT ?2",
                          range.since, page.rows_to_read());
    while (rows.step() && page.add(present(rows)))
        ;
    return page;
}
} // namespace nida::daemon
