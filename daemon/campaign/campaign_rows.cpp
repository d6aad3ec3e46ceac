// Campaigns as docs/api.md shows them.
#include "daemon/campaign/alerts.hpp"
#include "daemon/campaign/campaigns.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace nida::daemon
{
namespace
{
boost::json::value parsed(const std::optional<std::string>& text)
{
    if (!text) return nullptr;
    return boost::json::parse(*text);
}
} // namespace

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
                  "AND repeat = 0 GROUP BY state",
                  id, first, last);
    while (rows.step())
        counts[rows.as<State>(0)] = rows.integer(1);
    return counts;
}

std::vector<std::string> Campaigns::avoided(CampaignId id)
{
    std::vector<std::string> names;
    // A definition that is damaged must not keep lines from all other campaigns.
    auto rows =
        db_.query("SELECT a.value FROM campaign c, json_each(CASE WHEN json_valid(c.definition) THEN c.definition "
                  "END, '$.avoid') a WHERE c.id = ?1",
                  id);
    while (rows.step())
        names.push_back(rows.text(0));
    return names;
}

boost::json::object Campaigns::present(const Query& row)
{
    const auto id = row.integer(0);
    const auto state = row.as<CampaignState>(7);
    const bool filling = row.integer(14) != 0;
    const auto by_state = counts(id);
    boost::json::object count_of;
    for (const auto& [one, count] : by_state)
        count_of[to_string(one)] = count;
    const bool settled = std::ranges::all_of(by_state, [](const auto& entry) { return is_final(entry.first); });
    const bool begun = state >= CampaignState::running;
    return {
        {"id", id},
        {"name", json_text(row.optional_text(8))},
        {"state", to_string(state)},
        {"audience", row.text(1)},
        {"text", json_text(row.optional_text(2))},
        {"priority", to_string(row.as<Priority>(3))},
        {"created_at", json_time(row.time(4))},
        {"actor", json_text(row.optional_text(5))},
        {"submitted_by", json_text(row.optional_text(9))},
        {"due_at", json_time(row.optional_time(10))},
        {"started_at", json_time(row.optional_time(11))},
        {"ended_at", json_time(row.optional_time(12))},
        {"parent", row.is_null(13) ? boost::json::value(nullptr) : boost::json::value(row.integer(13))},
        {"filling", filling},
        {"recipients", row.integer(6)},
        {"counts", std::move(count_of)},
        {"done", begun && settled && !filling && (state != CampaignState::paused || !by_state.empty()) &&
                     !Alerts{db_}.is_open(id)},
    };
}

std::optional<boost::json::object> Campaigns::row(CampaignId id)
{
    std::optional<std::string> definition;
    boost::json::object shown;
    {
        auto row =
            db_.query("SELECT id, audience, text, priority, created_at, actor, recipients, state, name, submitted_by, "
                      "due_at, started_at, ended_at, parent_id, filling, definition FROM campaign WHERE id = ?1",
                      id);
        if (!row.step()) return {};
        shown = present(row);
        definition = row.optional_text(15);
    }
    shown["definition"] = parsed(definition);
    boost::json::array approvals;
    auto rows = db_.query("SELECT actor, at FROM campaign_approval WHERE campaign_id = ?1 ORDER BY at", id);
    while (rows.step())
        approvals.emplace_back(boost::json::object{{"actor", rows.text(0)}, {"at", json_time(rows.time(1))}});
    shown["approvals"] = std::move(approvals);
    auto listed = db_.query("SELECT count(*) FROM campaign_recipient WHERE campaign_id = ?1", id);
    listed.step();
    shown["listed"] = listed.integer(0);
    auto replies = db_.query("SELECT count(*), count(DISTINCT number) FROM inbox INDEXED BY inbox_campaign WHERE "
                             "campaign_id = ?1",
                             id);
    replies.step();
    shown["replies"] = replies.integer(0);
    shown["replied"] = replies.integer(1);
    Alerts{db_}.show(id, shown);
    return shown;
}

Page Campaigns::page(PageRange range)
{
    Page page{range};
    auto rows =
        db_.query("SELECT id, audience, text, priority, created_at, actor, recipients, state, name, submitted_by, "
                  "due_at, started_at, ended_at, parent_id, filling FROM campaign WHERE id > ?1 ORDER BY id "
                  "LIMIT ?2",
                  range.since, page.rows_to_read());
    while (rows.step() && page.add(present(rows)))
        ;
    return page;
}
} // namespace nida::daemon
