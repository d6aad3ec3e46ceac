#include "daemon/campaign/alerts.hpp"

#include "daemon/api/page.hpp"
#include "daemon/audit/audit.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <vector>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr auto widest_zones = 26h; // from the first clock on earth that shows an hour to the last

template <class Duration> std::int64_t as_stored(Duration duration)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

std::optional<CampaignId> first_id(Query row)
{
    return row.step() ? std::optional<CampaignId>{row.integer(0)} : std::nullopt;
}

std::optional<Time> earlier(std::optional<Time> a, std::optional<Time> b)
{
    return a && b ? std::min(*a, *b) : (a ? a : b);
}
} // namespace

void Alerts::begin(CampaignId id, const CampaignDefinition& definition, Time now)
{
    if (!definition.acknowledge && !definition.ladder) return;
    const auto ladder = definition.ladder.value_or(Ladder{});
    const bool by_their_clocks = definition.time.zone == "recipient";
    const Time until = now + definition.spread + definition.validity + (by_their_clocks ? widest_zones : 0h);
    std::optional<Time> due, escalates;
    if (ladder.repeat) due = now + ladder.repeat->every;
    if (ladder.ring) due = earlier(due, Time{now + ladder.ring->after});
    const auto& escalation = ladder.escalation;
    if (escalation) escalates = std::min<Time>(now + escalation->after, until);
    using Number = std::optional<std::int64_t>;
    using Words = std::optional<std::string>;
    const auto said = [](const std::string& text) { return text.empty() ? Words{} : Words{text}; };
    db_.run("INSERT INTO alert(campaign_id, begun_at, until, flash, due_at, repeat_every, repeat_times, ring_after, "
            "ring_seconds, escalate_due, escalate_every, escalate_text, stop_word) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
            "?8, ?9, ?10, ?11, ?12, ?13)",
            id, now, until, ladder.flash, due, ladder.repeat ? Number{as_stored(ladder.repeat->every)} : Number{},
            ladder.repeat ? ladder.repeat->times : 0, ladder.ring ? Number{as_stored(ladder.ring->after)} : Number{},
            ladder.ring ? Number{ladder.ring->time.count()} : Number{}, escalates,
            escalation ? Number{as_stored(escalation->every)} : Number{}, escalation ? said(escalation->text) : Words{},
            escalation ? said(escalation->stop_word) : Words{});
    if (escalation) add_contacts(id, *escalation);
}

/// As they are known now: by the coordinator's name, else as people.
void Alerts::add_contacts(CampaignId id, const Ladder::Escalation& escalation)
{
    int position = 0;
    for (const auto& one : escalation.to) {
        const bool is_number = one.starts_with('+');
        auto known = is_number ? db_.query("SELECT number, name, language FROM coordinator WHERE number = ?1 UNION ALL "
                                           "SELECT number, name, language FROM person WHERE number = ?1",
                                           one)
                               : db_.query("SELECT number, name, language FROM coordinator WHERE name = ?1", one);
        const bool found = known.step();
        if (!found && !is_number) continue; // a coordinator who is none any more
        db_.run("INSERT INTO alert_contact(campaign_id, position, number, name, language) VALUES (?1, ?2, ?3, ?4, ?5)",
                id, ++position, found ? known.text(0) : one, found ? known.optional_text(1) : std::nullopt,
                found ? known.optional_text(2) : std::nullopt);
    }
}

void Alerts::end(CampaignId id)
{
    db_.run("UPDATE alert SET escalate_due = NULL WHERE campaign_id = ?1", id);
    end_steps(id);
}

void Alerts::end_steps(CampaignId id)
{
    db_.run("UPDATE alert SET due_at = NULL WHERE campaign_id = ?1", id);
    db_.run("UPDATE alert_call SET state = 4 WHERE campaign_id = ?1 AND state = 0", id);
}

void Alerts::resume(CampaignId id, Time now)
{
    db_.run("UPDATE alert SET due_at = max(due_at, ?2), escalate_due = max(escalate_due, ?2) WHERE campaign_id = ?1",
            id, now);
}

bool Alerts::is_open(CampaignId id)
{
    return db_
        .query("SELECT 1 FROM alert WHERE campaign_id = ?1 AND (due_at IS NOT NULL OR escalate_due IS NOT NULL)", id)
        .step();
}

int Alerts::end_missed(Time before, Time now)
{
    std::vector<CampaignId> missed;
    {
        auto rows = db_.query(
            "SELECT a.campaign_id FROM alert a CROSS JOIN campaign c WHERE (a.due_at < ?1 OR a.escalate_due < ?1) AND "
            "c.id = a.campaign_id AND c.state = 3",
            before);
        while (rows.step())
            missed.push_back(rows.integer(0));
    }
    for (const auto id : missed) {
        // When people are looked through is not when a step of theirs is due: the walk passes over what is missed.
        db_.run("UPDATE alert SET due_at = max(due_at, ?3), escalate_due = CASE WHEN escalate_due < ?2 THEN NULL ELSE "
                "escalate_due END WHERE campaign_id = ?1",
                id, before, now);
        db_.run("UPDATE alert_call SET state = 4 WHERE campaign_id = ?1 AND state = 0 AND queued_at < ?2", id, before);
        Audit{db_}.note({"nidad", now, true}, "alert_missed", {{"campaign", id}});
    }
    return static_cast<int>(missed.size());
}

std::optional<CampaignId> Alerts::due(Time now, Time since)
{
    return first_id(db_.query(
        "SELECT a.campaign_id FROM alert a CROSS JOIN campaign c WHERE a.due_at <= ?1 AND a.begun_at >= ?2 AND c.id = "
        "a.campaign_id AND c.state = 3 AND c.filling = 0 ORDER BY a.due_at LIMIT 1",
        now, since));
}

std::optional<CampaignId> Alerts::escalation_due(Time now, Time since)
{
    return first_id(
        db_.query("SELECT a.campaign_id FROM alert a CROSS JOIN campaign c WHERE a.escalate_due <= ?1 AND "
                  "a.begun_at >= ?2 AND c.id = a.campaign_id AND c.state = 3 ORDER BY a.escalate_due LIMIT 1",
                  now, since));
}

std::optional<Time> Alerts::next_due(Time since)
{
    std::optional<Time> next;
    for (const char* const sql :
         {"SELECT a.due_at FROM alert a CROSS JOIN campaign c WHERE a.due_at IS NOT NULL AND a.begun_at >= ?1 AND c.id "
          "= a.campaign_id AND c.state = 3 AND c.filling = 0 ORDER BY a.due_at LIMIT 1",
          "SELECT a.escalate_due FROM alert a CROSS JOIN campaign c WHERE a.escalate_due IS NOT NULL AND a.begun_at >= "
          "?1 AND c.id = a.campaign_id AND c.state = 3 ORDER BY a.escalate_due LIMIT 1"}) {
        auto row = db_.query(sql, since);
        if (row.step()) next = earlier(next, row.time(0));
    }
    return next;
}

std::optional<Alerts::Counted> Alerts::acknowledge(const std::string& number, Time now)
{
    std::optional<CampaignId> newest;
    {
        // Those that still wait for answers are few.
        Time given{};
        auto rows = db_.query("SELECT a.campaign_id, m.submitting_at FROM alert a CROSS JOIN message m INDEXED BY "
                              "message_campaign WHERE a.until > ?1 AND a.begun_at <= ?1 AND m.campaign_id = "
                              "a.campaign_id AND m.recipient = ?2 AND m.submitting_at IS NOT NULL",
                              now, number);
        while (rows.step())
            if (!newest || rows.time(1) > given) {
                newest = rows.integer(0);
                given = rows.time(1);
            }
    }
    if (!newest) return {};
    db_.run("INSERT OR IGNORE INTO acknowledgement(campaign_id, number, at) VALUES (?1, ?2, ?3)", *newest, number, now);
    return Counted{*newest, db_.changes() > 0};
}

std::optional<std::int64_t> Alerts::acknowledged(CampaignId id)
{
    if (!db_.query("SELECT 1 FROM alert WHERE campaign_id = ?1", id).step()) return {};
    auto row = db_.query("SELECT count(*) FROM acknowledgement WHERE campaign_id = ?1", id);
    row.step();
    return row.integer(0);
}

namespace
{
boost::json::object person(const Query& row, int number, int name)
{
    return {{"number", row.text(number)}, {"name", json_text(row.optional_text(name))}};
}

/// Whom an escalation asks, and who took charge.
boost::json::value escalation_of(Connection& db, CampaignId id, std::optional<std::int64_t> taken_by,
                                 std::optional<Time> taken_at, std::optional<Time> next)
{
    boost::json::array contacts;
    std::int64_t passed_over = 0;
    boost::json::value taker;
    auto rows = db.query(
        "SELECT position, number, name, asked_at, EXISTS (SELECT 1 FROM leaving l WHERE l.number = c.number) OR EXISTS "
        "(SELECT 1 FROM erased e WHERE e.hash = erasure_hash(c.number)) FROM alert_contact c WHERE campaign_id = ?1 "
        "ORDER BY position",
        id);
    while (rows.step()) {
        auto contact = person(rows, 1, 2);
        if (taken_by && rows.integer(0) == *taken_by) taker = contact;
        if (rows.is_null(3) && rows.integer(4) != 0) ++passed_over;
        contact["asked_at"] = json_time(rows.optional_time(3));
        contacts.emplace_back(std::move(contact));
    }
    if (contacts.empty() && !taken_at) return nullptr;
    return boost::json::object{{"contacts", std::move(contacts)},
                               {"passed_over", passed_over},
                               {"next_at", json_time(next)},
                               {"taken_by", std::move(taker)},
                               {"taken_at", json_time(taken_at)}};
}
} // namespace

void Alerts::show(CampaignId id, boost::json::object& campaign)
{
    campaign["acknowledged"] = nullptr;
    campaign["ladder"] = nullptr;
    auto row = db_.query("SELECT due_at, repeat_times, repeats, ring_after, escalate_due, taken_by, taken_at, flash, "
                         "until, escalate_every IS NOT NULL FROM alert WHERE campaign_id = ?1",
                         id);
    if (!row.step()) return;
    campaign["acknowledged"] = acknowledged(id).value_or(0);
    const bool climbs = row.integer(7) != 0 || row.integer(1) > 0 || !row.is_null(3) || row.integer(9) != 0;
    if (!climbs) return;
    std::int64_t waiting = 0, rung = 0, given_up = 0;
    {
        auto calls = db_.query(
            "SELECT sum(state IN (0, 1)), sum(state = 2), sum(state = 3) FROM alert_call WHERE campaign_id = ?1", id);
        if (calls.step()) {
            waiting = calls.integer(0);
            rung = calls.integer(1);
            given_up = calls.integer(2);
        }
    }
    campaign["ladder"] = boost::json::object{
        {"flash", row.integer(7) != 0},
        {"repeats", row.integer(2)},
        {"rung", rung},
        {"to_ring", waiting},
        {"given_up", given_up},
        {"next_at", json_time(row.optional_time(0))},
        {"until", json_time(row.time(8))},
        {"escalation", escalation_of(db_, id, row.optional_integer(5), row.optional_time(6), row.optional_time(4))},
    };
}
} // namespace nida::daemon
