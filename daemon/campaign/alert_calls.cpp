#include "daemon/campaign/alert_calls.hpp"

#include "modem/crash_point.hpp"

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// A line that rings sends nothing: at most a quarter of an hour with the usual 15 seconds.
constexpr std::int64_t most_in_an_hour = 60;
constexpr int most_passed_over_at_once = 100;
} // namespace

bool AlertCalls::any()
{
    return db_
        .query("SELECT 1 FROM campaign g INDEXED BY campaign_running CROSS JOIN alert_call c INDEXED BY "
               "alert_call_waiting WHERE g.state = 3 AND c.campaign_id = g.id AND c.state = 0 LIMIT 1")
        .step();
}

bool AlertCalls::is_needed(CampaignId campaign, const std::string& number)
{
    return !db_.query(
                   "SELECT 1 FROM acknowledgement WHERE campaign_id = ?1 AND number = ?2 UNION ALL SELECT 1 FROM "
                   "leaving WHERE number = ?2 UNION ALL SELECT 1 FROM erased WHERE hash = erasure_hash(?2) UNION ALL "
                   "SELECT 1 FROM message INDEXED BY message_campaign WHERE campaign_id = ?1 AND recipient = ?2 AND "
                   "state = 3 LIMIT 1",
                   campaign, number)
                .step();
}

std::optional<AlertCall> AlertCalls::claim(LineId line, Time now, Time since)
{
    write_off(line, now); // of a process that was killed meanwhile
    {
        auto row = db_.query("SELECT count(*) FROM alert_call WHERE line_id = ?1 AND begun_at > ?2", line, now - 1h);
        if (row.step() && row.integer(0) >= most_in_an_hour) return {};
    }
    for (int passed_over = 0; passed_over < most_passed_over_at_once; ++passed_over) {
        AlertCall call;
        {
            auto row = db_.query(
                "SELECT c.id, c.campaign_id, c.number, a.ring_seconds FROM campaign g INDEXED BY campaign_running "
                "CROSS "
                "JOIN alert a CROSS JOIN alert_call c INDEXED BY alert_call_waiting WHERE g.state = 3 AND "
                "a.campaign_id = "
                "g.id AND a.until > ?1 AND a.begun_at >= ?2 AND c.campaign_id = a.campaign_id AND c.state = 0 LIMIT 1",
                now, since);
            if (!row.step()) return {};
            call = {row.integer(0), row.integer(1), row.text(2), std::chrono::seconds{row.integer(3)}};
        }
        const bool needed = is_needed(call.campaign, call.number);
        db_.run("UPDATE alert_call SET state = CASE WHEN ?2 THEN 1 ELSE 4 END, line_id = CASE WHEN ?2 THEN ?3 END, "
                "begun_at = ?4 WHERE id = ?1",
                call.id, needed, line, now);
        if (!needed) continue;
        modem::crash_point("alert.call_claimed", call.id);
        return call;
    }
    return {};
}

void AlertCalls::record(std::int64_t id, bool dialled, Time now)
{
    if (dialled) return db_.run("UPDATE alert_call SET state = 2, ended_at = ?2 WHERE id = ?1 AND state = 1", id, now);
    // One that waits and has an end was refused before.
    db_.run("UPDATE alert_call SET state = 3, line_id = NULL, ended_at = ?2 WHERE id = ?1 AND state = 1 AND ended_at "
            "IS NOT NULL",
            id, now);
    // In its own place it would be the next again: as a new row it is the last.
    db_.run("INSERT OR REPLACE INTO alert_call(campaign_id, number, queued_at, ended_at) SELECT campaign_id, number, "
            "queued_at, ?2 FROM alert_call WHERE id = ?1 AND state = 1",
            id, now);
}

bool AlertCalls::under_way(LineId line)
{
    return db_.query("SELECT 1 FROM alert_call WHERE line_id = ?1 AND state = 1 LIMIT 1", line).step();
}

void AlertCalls::write_off(LineId line, Time now)
{
    db_.run("UPDATE alert_call SET state = 2, ended_at = ?2 WHERE line_id = ?1 AND state = 1", line, now);
}
} // namespace nida::daemon
