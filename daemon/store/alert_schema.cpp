#include "daemon/store/alert_schema.hpp"

namespace nida::daemon
{
namespace
{
// Times and durations are microseconds, times since 1970.
constexpr const char* tables = R"sql(
-- 0 the first time; of an alert that is sent again to those whom it has not reached: which time.
ALTER TABLE message ADD COLUMN repeat INTEGER NOT NULL DEFAULT 0;
DROP INDEX message_campaign;
CREATE UNIQUE INDEX message_campaign ON message(campaign_id, recipient, repeat) WHERE campaign_id IS NOT NULL;

-- A campaign that has started and asks for an answer, or does more about those who do not give one.
CREATE TABLE alert(
    campaign_id INTEGER PRIMARY KEY REFERENCES campaign(id) ON DELETE CASCADE,
    begun_at INTEGER NOT NULL,
    until INTEGER NOT NULL,                          -- nothing is done, and no answer counts, after
    flash INTEGER NOT NULL CHECK(flash IN (0, 1)),
    due_at INTEGER,                                  -- when its recipients are looked through; NULL: not any more
    repeat_every INTEGER, repeat_times INTEGER NOT NULL DEFAULT 0,
    repeats INTEGER NOT NULL DEFAULT 0,              -- texts that were queued again
    ring_after INTEGER, ring_seconds INTEGER,        -- NULL: nobody is called
    escalate_due INTEGER,                            -- when somebody is asked to take charge; NULL: nobody more is
    escalate_every INTEGER, escalate_text TEXT,
    stop_word TEXT CHECK(stop_word <> ''),           -- NULL: the languages' own
    asked INTEGER NOT NULL DEFAULT 0,                -- the position of who was asked last
    taken_by INTEGER, taken_at INTEGER               -- the position of who took charge
) STRICT;
CREATE INDEX alert_due ON alert(due_at) WHERE due_at IS NOT NULL;
CREATE INDEX alert_escalates ON alert(escalate_due) WHERE escalate_due IS NOT NULL;
CREATE INDEX alert_until ON alert(until);

-- Who is asked to take charge, in this order.
CREATE TABLE alert_contact(
    campaign_id INTEGER NOT NULL REFERENCES alert(campaign_id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK(position >= 1),
    number TEXT NOT NULL CHECK(number LIKE '+%'), name TEXT, language TEXT,
    asked_at INTEGER,
    PRIMARY KEY(campaign_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_contact_number ON alert_contact(number);

-- Who answered OK, once.
CREATE TABLE acknowledgement(
    campaign_id INTEGER NOT NULL REFERENCES campaign(id) ON DELETE CASCADE,
    number TEXT NOT NULL CHECK(number LIKE '+%'), at INTEGER NOT NULL,
    PRIMARY KEY(campaign_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX acknowledgement_number ON acknowledgement(number);

-- Calls that nobody is to take. States: 0 waits, 1 a line dials, 2 over, 3 it could not be dialled, 4 not needed any more.
CREATE TABLE alert_call(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign(id) ON DELETE CASCADE,
    number TEXT NOT NULL CHECK(number LIKE '+%'),
    state INTEGER NOT NULL DEFAULT 0 CHECK(state BETWEEN 0 AND 4),
    queued_at INTEGER NOT NULL, begun_at INTEGER, ended_at INTEGER,
    line_id INTEGER REFERENCES line(id),
    UNIQUE(campaign_id, number)
) STRICT;
CREATE INDEX alert_call_waiting ON alert_call(campaign_id, id) WHERE state = 0;
CREATE INDEX alert_call_line ON alert_call(line_id, begun_at) WHERE line_id IS NOT NULL;
CREATE INDEX alert_call_number ON alert_call(number);
)sql";
} // namespace

void add_alerts(Connection& connection) { connection.database().exec(tables); }
} // namespace nida::daemon
