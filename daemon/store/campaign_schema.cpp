#include "daemon/store/campaign_schema.hpp"

namespace nida::daemon
{
namespace
{
// Times are microseconds since 1970. States are numbered as in campaign/campaigns.hpp.
constexpr const char* campaign_tables = R"sql(
ALTER TABLE campaign ADD COLUMN name TEXT CHECK(name <> '');
ALTER TABLE campaign ADD COLUMN definition TEXT CHECK(definition <> ''); -- JSON, as campaign/definition.hpp reads it; NULL: it was started before there were any
ALTER TABLE campaign ADD COLUMN parent_id INTEGER REFERENCES campaign(id) ON DELETE SET NULL;  -- it is one of its repetitions, or tries its failures again
ALTER TABLE campaign ADD COLUMN submitted_by TEXT;   -- who wanted it to go
ALTER TABLE campaign ADD COLUMN submitted_at INTEGER;
ALTER TABLE campaign ADD COLUMN due_at INTEGER;      -- when it starts, of one that is scheduled
ALTER TABLE campaign ADD COLUMN due_local TEXT;      -- the local time that is meant by that: "2026-12-01 18:00"
ALTER TABLE campaign ADD COLUMN started_at INTEGER;  -- as of when its audience is decided
ALTER TABLE campaign ADD COLUMN filling INTEGER NOT NULL DEFAULT 0 CHECK(filling IN (0, 1)); -- it has started, and not all of its messages are queued
ALTER TABLE campaign ADD COLUMN people_up_to INTEGER; -- who came to be known after its start is not meant
ALTER TABLE campaign ADD COLUMN clearing INTEGER NOT NULL DEFAULT 0 CHECK(clearing IN (0, 1)); -- it was cancelled, and not all of its messages are marked
ALTER TABLE campaign ADD COLUMN ended_at INTEGER;
ALTER TABLE campaign ADD COLUMN paused_from INTEGER CHECK(paused_from IN (2, 3)); -- the state that it goes back to
UPDATE campaign SET started_at = created_at;
CREATE INDEX campaign_due ON campaign(due_at) WHERE state = 2;
CREATE INDEX campaign_filling ON campaign(id) WHERE filling = 1;
CREATE INDEX campaign_clearing ON campaign(id) WHERE clearing = 1;
CREATE INDEX campaign_parent ON campaign(parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE campaign_text(
    campaign_id INTEGER NOT NULL REFERENCES campaign(id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK(number >= 1),      -- what message.variant names
    language TEXT, variant TEXT,                     -- NULL: for everybody; the only one
    share INTEGER NOT NULL CHECK(share >= 1), text TEXT, -- NULL: it was kept long enough
    segments INTEGER NOT NULL,                       -- of one message, before its places are filled in
    PRIMARY KEY(campaign_id, number)
) STRICT, WITHOUT ROWID;
-- The list that a campaign was given.
CREATE TABLE campaign_recipient(
    campaign_id INTEGER NOT NULL REFERENCES campaign(id) ON DELETE CASCADE,
    number TEXT NOT NULL CHECK(number <> ''),        -- E.164 with '+'
    fields TEXT,                                     -- a JSON object of its own columns, by folded name
    PRIMARY KEY(campaign_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_recipient_number ON campaign_recipient(number);
CREATE TABLE campaign_approval(
    campaign_id INTEGER NOT NULL REFERENCES campaign(id) ON DELETE CASCADE,
    actor TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(campaign_id, actor)
) STRICT, WITHOUT ROWID;
-- Texts that are used again, by a name.
CREATE TABLE template(
    folded TEXT PRIMARY KEY CHECK(folded <> ''), name TEXT NOT NULL CHECK(name <> ''), texts TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE inbox ADD COLUMN campaign_id INTEGER REFERENCES campaign(id) ON DELETE SET NULL; -- that they answer, as far as one can tell
CREATE INDEX inbox_campaign ON inbox(campaign_id) WHERE campaign_id IS NOT NULL;
)sql";
} // namespace

void add_campaigns(Connection& connection) { connection.database().exec(campaign_tables); }
} // namespace nida::daemon
