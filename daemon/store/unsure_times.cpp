#include "daemon/store/unsure_times.hpp"

#include "daemon/audit/chain.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace nida::daemon
{
ClockMemory recall_clock(Connection& db)
{
    ClockMemory memory;
    {
        auto row = db.query(
            "SELECT max(coalesce((SELECT max(received_at) FROM part WHERE id = (SELECT max(id) FROM part)), 0), "
            "coalesce((SELECT queued_at FROM message ORDER BY id DESC LIMIT 1), 0), "
            "coalesce((SELECT max((SELECT max(submitting_at) FROM segment WHERE line_id = line.id)) FROM line), 0))");
        row.step();
        memory.newest = row.time(0);
    }
    memory.sure_until = memory.newest;
    auto row = db.query("SELECT (SELECT value FROM setting WHERE name = 'clock: unsure since'), "
                        "(SELECT value FROM setting WHERE name = 'clock: sure until')");
    row.step();
    memory.unsure_since = row.optional_time(0);
    if (memory.unsure_since) {
        memory.sure_until = row.time(1);
        memory.newest = std::max(memory.newest, *memory.unsure_since);
    }
    return memory;
}

void note_unsure_times(Connection& db, Time since, Time sure_until)
{
    db.run("INSERT OR REPLACE INTO setting(name, value) VALUES ('clock: unsure since', ?1), ('clock: sure until', ?2)",
           since, sure_until);
}

namespace
{
/// Of a message that was queued meanwhile every time is wrong; of an older one those that have passed since.
void shift_messages(Connection& db, std::int64_t by, Time since)
{
    db.run(
        "UPDATE message SET queued_at = CASE unsure_clock WHEN 1 THEN queued_at + ?1 ELSE queued_at END, "
        "valid_until = CASE unsure_clock WHEN 1 THEN valid_until + ?1 ELSE valid_until END, "
        "submitting_at = CASE WHEN unsure_clock = 1 OR submitting_at >= ?2 THEN submitting_at + ?1 ELSE submitting_at "
        "END, "
        "sent_at = CASE WHEN unsure_clock = 1 OR sent_at >= ?2 THEN sent_at + ?1 ELSE sent_at END, "
        "in_doubt_at = CASE WHEN unsure_clock = 1 OR in_doubt_at >= ?2 THEN in_doubt_at + ?1 ELSE in_doubt_at END, "
        "finished_at = CASE WHEN unsure_clock = 1 OR finished_at >= ?2 THEN finished_at + ?1 ELSE finished_at END, "
        // When it is tried again was reckoned from its last attempt.
        "not_before = CASE WHEN not_before > 0 AND (unsure_clock = 1 OR submitting_at >= ?2) THEN not_before + ?1 ELSE "
        "not_before END, "
        "unsure_clock = 0 WHERE id IN ("
        "SELECT id FROM message WHERE unsure_clock = 1 UNION "
        "SELECT id FROM message WHERE state = 6 UNION "
        "SELECT message_id FROM segment WHERE line_id IN (SELECT id FROM line) AND submitting_at >= ?2 UNION "
        // A refusal leaves its segment without a time.
        "SELECT id FROM message WHERE state = 0 AND line_id IS NULL AND lane_id IN (SELECT id FROM lane) AND "
        "not_before >= ?2 UNION "
        "SELECT id FROM message WHERE state = 0 AND line_id IS NOT NULL AND line_id IN (SELECT id FROM line) AND "
        "priority IN (0, 1, 2) AND not_before >= ?2 UNION "
        "SELECT message_id FROM report WHERE message_id IS NOT NULL AND id > coalesce((SELECT id FROM report WHERE "
        "received_at < ?2 ORDER BY id DESC LIMIT 1), 0))",
        by, since);
    db.run("UPDATE segment SET submitting_at = submitting_at + ?1, result_at = result_at + ?1 WHERE line_id IN (SELECT "
           "id FROM line) AND submitting_at >= ?2",
           by, since);
}
} // namespace

void shift_unsure_times(Connection& db, std::chrono::microseconds jump, Time since)
{
    const std::int64_t by = jump.count();
    shift_messages(db, by, since);
    db.run("UPDATE campaign SET throttled_until = throttled_until + ?1 WHERE state IN (3, 4) AND throttled_until >= ?2",
           by, since);
    db.run("UPDATE line_recipient SET last_at = last_at + ?1 WHERE line_id IN (SELECT id FROM line) AND last_at >= ?2",
           by, since);
    db.run("UPDATE line SET sim_since = sim_since + ?1 WHERE sim_since >= ?2", by, since);
    db.run("UPDATE muted SET since = since + ?1, until = until + ?1, last_at = last_at + ?1 WHERE last_at >= ?2", by,
           since);
    db.run("UPDATE leaving SET at = at + ?1 WHERE at >= ?2", by, since);
    db.run("UPDATE told_words SET at = at + ?1 WHERE at >= ?2", by, since);
    db.run("UPDATE blocked SET since = since + ?1 WHERE since >= ?2", by, since);
    db.run("UPDATE unreachable SET since = CASE WHEN since >= ?2 THEN since + ?1 ELSE since END, last_at = last_at + "
           "?1 WHERE last_at >= ?2",
           by, since);
    // Years of rows lie before those of this time: these are found from the end.
    db.run("UPDATE part SET received_at = received_at + ?1 WHERE id > coalesce((SELECT id FROM part WHERE received_at "
           "< ?2 ORDER BY id DESC LIMIT 1), 0)",
           by, since);
    db.run("UPDATE inbox SET received_at = received_at + ?1 WHERE id > coalesce((SELECT id FROM inbox WHERE "
           "received_at < ?2 ORDER BY id DESC LIMIT 1), 0)",
           by, since);
    db.run("UPDATE report SET received_at = received_at + ?1 WHERE id > coalesce((SELECT id FROM report WHERE "
           "received_at < ?2 ORDER BY id DESC LIMIT 1), 0)",
           by, since);
    // The audit is never changed: it says itself which of its hours were not sure, and by how much they were wrong.
    AuditEntry entry;
    entry.at = since + jump;
    entry.kind = "clock";
    entry.actor = "nidad";
    entry.detail = boost::json::serialize(
        boost::json::object{{"moved_seconds", std::chrono::floor<std::chrono::seconds>(jump).count()}});
    append_to_audit(db, std::move(entry));
    db.run("UPDATE campaign SET created_at = created_at + ?1 WHERE id > coalesce((SELECT id FROM campaign WHERE "
           "created_at < ?2 ORDER BY id DESC LIMIT 1), 0)",
           by, since);
    // Of an alert from before, nothing is done until the hour is known.
    db.run("UPDATE alert SET begun_at = begun_at + ?1, until = until + ?1, due_at = due_at + ?1, escalate_due = "
           "escalate_due + ?1 WHERE begun_at >= ?2",
           by, since);
    db.run("UPDATE alert SET taken_at = taken_at + ?1 WHERE taken_at >= ?2", by, since);
    db.run("UPDATE alert_contact SET asked_at = asked_at + ?1 WHERE asked_at >= ?2", by, since);
    db.run("UPDATE acknowledgement SET at = at + ?1 WHERE campaign_id IN (SELECT campaign_id FROM alert WHERE until >= "
           "?2) AND at >= ?2",
           by, since);
    db.run("UPDATE alert_call SET queued_at = CASE WHEN queued_at >= ?2 THEN queued_at + ?1 ELSE queued_at END, "
           "begun_at = CASE WHEN begun_at >= ?2 THEN begun_at + ?1 ELSE begun_at END, ended_at = CASE WHEN ended_at >= "
           "?2 THEN ended_at + ?1 ELSE ended_at END WHERE campaign_id IN (SELECT campaign_id FROM alert WHERE until >= "
           "?2)",
           by, since);
    // A code lives as long as it was promised to, whatever the hour turns out to be.
    db.run("UPDATE coordinator_request SET created_at = created_at + ?1, expires_at = expires_at + ?1 WHERE state = "
           "'open' AND created_at >= ?2",
           by, since);
    db.run("UPDATE coordinator_request SET created_at = created_at + ?1, expires_at = expires_at + ?1, closed_at = "
           "closed_at + ?1 WHERE closed_at >= ?2",
           by, since);
    db.run("UPDATE coordinator_contact SET at = at + ?1 WHERE coordinator_id IN (SELECT id FROM coordinator) AND at >= "
           "?2",
           by, since);
    db.run("UPDATE coordinator SET created_at = created_at + ?1 WHERE created_at >= ?2", by, since);
    db.run("UPDATE line_event SET at = at + ?1 WHERE id > coalesce((SELECT id FROM line_event WHERE at < ?2 ORDER BY "
           "id DESC LIMIT 1), 0)",
           by, since);
    db.run("UPDATE balance SET at = at + ?1 WHERE id > coalesce((SELECT id FROM balance WHERE at < ?2 ORDER BY id "
           "DESC LIMIT 1), 0)",
           by, since);
    // People whom nobody knew before; years of them lie before those of this time as well.
    db.run("UPDATE person SET created_at = created_at + ?1, joined_at = joined_at + ?1 WHERE id > coalesce((SELECT id "
           "FROM person WHERE created_at < ?2 ORDER BY id DESC LIMIT 1), 0)",
           by, since);
    db.run("DELETE FROM setting WHERE name IN ('clock: unsure since', 'clock: sure until')");
}
} // namespace nida::daemon
