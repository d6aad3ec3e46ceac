#include "daemon/store/retention.hpp"

#include "daemon/store/rows_by_time.hpp"

#include <vector>

namespace nida::daemon
{
namespace
{
// A transaction that others wait for, too.
constexpr int rows_in_a_slice = 200;
// Free pages that stay, so that the file does not grow again at once; and how many are given back at a time.
constexpr std::int64_t pages_to_keep = 256, pages_in_a_slice = 64;

constexpr TimedTable report{"SELECT (SELECT min(id) FROM report), (SELECT max(id) FROM report)",
                            "SELECT id, received_at FROM report WHERE id >= ?1 ORDER BY id LIMIT 1"};
constexpr TimedTable line_event{"SELECT (SELECT min(id) FROM line_event), (SELECT max(id) FROM line_event)",
                                "SELECT id, at FROM line_event WHERE id >= ?1 ORDER BY id LIMIT 1"};
constexpr TimedTable balance{"SELECT (SELECT min(id) FROM balance), (SELECT max(id) FROM balance)",
                             "SELECT id, at FROM balance WHERE id >= ?1 ORDER BY id LIMIT 1"};

std::vector<std::int64_t> ids(Query rows)
{
    std::vector<std::int64_t> found;
    while (rows.step())
        found.push_back(rows.integer(0));
    return found;
}

std::int64_t recall(Connection& db, const char* name)
{
    auto row = db.query("SELECT value FROM setting WHERE name = ?1", name);
    return row.step() ? row.integer(0) : 0;
}

void remember(Connection& db, const char* name, std::int64_t value)
{
    if (recall(db, name) == value) return;
    db.run("INSERT INTO setting(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2", name, value);
}
} // namespace

/// Where texts and octets lie.
struct Retention::Bodies {
    const char* walked;       ///< the setting that says how far passes have come
    const char* rows;         ///< ?1 after, ?2 up to, ?3 before, ?4 how many: id, whether it is over
    const char* blank_octets; ///< ?1 id
    const char* blank_text;   ///< ?1 id
};
constexpr Retention::Bodies Retention::of_messages{
    "retention: message bodies",
    "SELECT id, state NOT IN (0, 1, 6) AND coalesce(finished_at, sent_at, queued_at) < ?3 "
    "FROM message WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT ?4",
    "UPDATE segment SET user_data = NULL WHERE message_id = ?1 AND user_data IS NOT NULL",
    "UPDATE message SET text = NULL WHERE id = ?1 AND text IS NOT NULL"};
constexpr Retention::Bodies Retention::of_inbox{
    "retention: inbox bodies",
    "SELECT id, received_at < ?3 AND NOT EXISTS (SELECT 1 FROM part WHERE inbox_id = "
    "inbox.id AND slot IS NOT NULL) FROM inbox WHERE id > ?1 AND id <= ?2 ORDER BY id "
    "LIMIT ?4",
    "UPDATE part SET pdu = NULL, text = NULL WHERE inbox_id = ?1 AND pdu IS NOT NULL",
    "UPDATE inbox SET text = NULL WHERE id = ?1 AND text IS NOT NULL"};

Retention::Slice Retention::next_step(Step step)
{
    step_ = step;
    Slice slice;
    slice.over = step == Step::over;
    return slice;
}

Retention::Slice Retention::next(Connection& db, Time now)
{
    switch (step_) {
    case Step::begin:
        begin(db, now);
        return next_step(policy_.messages.count() > 0 ? Step::messages
                         : policy_.bodies.count() > 0 ? Step::message_bodies
                                                      : Step::over);
    case Step::messages: return delete_messages(db);
    case Step::inbox: return delete_inbox(db);
    case Step::others: return delete_others(db);
    case Step::message_bodies: return blank(db, of_messages, messages_, Step::inbox_bodies);
    case Step::inbox_bodies: return blank(db, of_inbox, inbox_, Step::campaign_bodies);
    case Step::campaign_bodies: return blank_campaigns(db);
    case Step::over: break;
    }
    return next_step(Step::over);
}

void Retention::begin(Connection& db, Time now)
{
    before_ = policy_.messages.count() > 0 ? now - policy_.messages : Time::min();
    bodies_before_ = policy_.bodies.count() > 0 ? now - policy_.bodies : Time::min();
    if (policy_.bodies.count() == 0) return;
    messages_ = {recall(db, of_messages.walked), last_before(db, messages_by_time, bodies_before_)};
    inbox_ = {recall(db, of_inbox.walked), last_before(db, inbox_by_time, bodies_before_)};
}

Retention::Slice Retention::delete_messages(Connection& db)
{
    const auto due =
        ids(db.query("SELECT id FROM message WHERE id <= ?1 AND state NOT IN (0, 1, 6) AND coalesce(finished_at, "
                     "sent_at, queued_at) < ?2 ORDER BY id LIMIT ?3",
                     last_before(db, messages_by_time, before_), before_, rows_in_a_slice));
    if (due.empty()) return next_step(Step::inbox);
    for (const auto id : due) {
        db.run("DELETE FROM report WHERE message_id = ?1", id);
        db.run("DELETE FROM acknowledgement WHERE campaign_id = (SELECT campaign_id FROM message WHERE id = ?1) AND "
               "number = (SELECT recipient FROM message WHERE id = ?1)",
               id);
        db.run(
            "DELETE FROM alert_call WHERE campaign_id = (SELECT campaign_id FROM message WHERE id = ?1) AND number = "
            "(SELECT recipient FROM message WHERE id = ?1)",
            id);
        db.run("DELETE FROM segment WHERE message_id = ?1", id);
        db.run("DELETE FROM message WHERE id = ?1", id);
    }
    return {static_cast<int>(due.size()), 0, false};
}

Retention::Slice Retention::delete_inbox(Connection& db)
{
    // A part whose copy the modem has not deleted keeps that copy from being taken for a new message.
    const auto due = ids(db.query("SELECT id FROM inbox WHERE id <= ?1 AND received_at < ?2 AND NOT EXISTS (SELECT 1 "
                                  "FROM part WHERE inbox_id = inbox.id AND slot IS NOT NULL) ORDER BY id LIMIT ?3",
                                  last_before(db, inbox_by_time, before_), before_, rows_in_a_slice));
    if (due.empty()) return next_step(Step::others);
    for (const auto id : due) {
        db.run("DELETE FROM part WHERE inbox_id = ?1", id);
        db.run("DELETE FROM inbox WHERE id = ?1", id);
    }
    return {static_cast<int>(due.size()), 0, false};
}

Retention::Slice Retention::delete_others(Connection& db)
{
    int deleted = 0;
    db.run("DELETE FROM report WHERE id IN (SELECT id FROM report WHERE id <= ?1 AND message_id IS NULL AND "
           "received_at < ?2 ORDER BY id LIMIT ?3)",
           last_before(db, report, before_), before_, rows_in_a_slice);
    deleted += db.changes();
    db.run("DELETE FROM line_event WHERE id IN (SELECT id FROM line_event WHERE id <= ?1 AND at < ?2 ORDER BY id "
           "LIMIT ?3)",
           last_before(db, line_event, before_), before_, rows_in_a_slice);
    deleted += db.changes();
    db.run("DELETE FROM balance WHERE id IN (SELECT id FROM balance b WHERE id <= ?1 AND at < ?2 AND EXISTS (SELECT 1 "
           "FROM balance WHERE line_id = b.line_id AND id > b.id) ORDER BY id LIMIT ?3)",
           last_before(db, balance, before_), before_, rows_in_a_slice);
    deleted += db.changes();
    db.run("DELETE FROM campaign WHERE id IN (SELECT id FROM campaign c WHERE created_at < ?1 AND state IN (3, 5, 6) "
           "AND filling = 0 AND NOT EXISTS (SELECT 1 FROM message WHERE campaign_id = c.id) AND NOT EXISTS (SELECT 1 "
           "FROM alert a WHERE a.campaign_id = c.id AND (a.due_at IS NOT NULL OR a.escalate_due IS NOT NULL)) ORDER BY "
           "id LIMIT ?2)",
           before_, rows_in_a_slice);
    deleted += db.changes();
    if (deleted > 0) return {};
    return next_step(policy_.bodies.count() > 0 ? Step::message_bodies : Step::over);
}

/// Goes on from where the walk stands: what is over loses its texts and octets, what is not is remembered for the next pass.
Retention::Slice Retention::blank(Connection& db, const Bodies& bodies, Walk& walk, Step next)
{
    struct Row {
        std::int64_t id;
        bool over;
    };
    std::vector<Row> rows;
    {
        auto found = db.query(bodies.rows, walk.at, walk.up_to, bodies_before_, rows_in_a_slice);
        while (found.step())
            rows.push_back({found.integer(0), found.integer(1) != 0});
    }
    if (rows.empty()) {
        remember(db, bodies.walked, walk.done());
        return next_step(next);
    }
    Slice slice;
    for (const auto& [id, over] : rows) {
        walk.at = id;
        if (!over) {
            if (walk.left_behind == 0) walk.left_behind = id;
            continue;
        }
        db.run(bodies.blank_octets, id);
        const bool had_octets = db.changes() > 0;
        db.run(bodies.blank_text, id);
        if (had_octets || db.changes() > 0) ++slice.blanked;
    }
    return slice;
}

Retention::Slice Retention::blank_campaigns(Connection& db)
{
    const auto due = ids(
        db.query("SELECT id FROM campaign c WHERE created_at < ?1 AND text IS NOT NULL AND state IN (3, 5, 6) AND "
                 "filling = 0 AND NOT EXISTS (SELECT 1 FROM message WHERE campaign_id = c.id AND state IN (0, 1, "
                 "6)) AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.campaign_id = c.id AND (a.due_at IS NOT NULL OR "
                 "a.escalate_due IS NOT NULL)) LIMIT ?2",
                 bodies_before_, rows_in_a_slice));
    for (const auto id : due) {
        db.run("DELETE FROM campaign_recipient WHERE campaign_id = ?1", id);
        db.run("UPDATE campaign_text SET text = NULL WHERE campaign_id = ?1", id);
        db.run("UPDATE alert SET escalate_text = NULL WHERE campaign_id = ?1", id);
        db.run("UPDATE campaign SET text = NULL, definition = NULL WHERE id = ?1", id);
    }
    return due.empty() ? next_step(Step::over) : Slice{};
}

bool Retention::can_shrink(Connection& db)
{
    return db.database().execAndGet("PRAGMA auto_vacuum").getInt() == 2; // incremental
}

bool Retention::give_back_space(Connection& db)
{
    const auto free = db.database().execAndGet("PRAGMA freelist_count").getInt64();
    if (free <= pages_to_keep || !can_shrink(db)) return false;
    db.database().exec("PRAGMA incremental_vacuum(64)");
    return free - pages_in_a_slice > pages_to_keep;
}
} // namespace nida::daemon
