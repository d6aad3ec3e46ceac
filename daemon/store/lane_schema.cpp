#include "daemon/store/lane_schema.hpp"

namespace nida::daemon
{
namespace
{
// Times are microseconds since 1970. Enumerations are numbered as in outbox/message.hpp.
constexpr const char* lanes = R"sql(
-- 0 draft, 1 waiting for an approval, 2 scheduled, 3 running, 4 paused, 5 done, 6 cancelled
ALTER TABLE campaign ADD COLUMN state INTEGER NOT NULL DEFAULT 0 CHECK(state BETWEEN 0 AND 6);
ALTER TABLE campaign ADD COLUMN per_minute INTEGER CHECK(per_minute > 0);      -- segments; NULL: as fast as the lines
ALTER TABLE campaign ADD COLUMN throttled_until INTEGER NOT NULL DEFAULT 0;    -- nothing of it begins before
CREATE INDEX campaign_running ON campaign(id) WHERE state = 3;

-- Where messages wait that no line has begun. A line chooses among lanes, so that a pause, a throttle, the hour in a time zone or a
-- line that is down is looked up once for all who wait there.
CREATE TABLE lane(
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER REFERENCES campaign(id) ON DELETE CASCADE, -- NULL: single messages
    priority INTEGER NOT NULL CHECK(priority BETWEEN 0 AND 2),
    zone TEXT NOT NULL,                              -- whose hour it is, as the IANA names it; '': the box's own; '*': goes at any hour
    route INTEGER REFERENCES line(id)                -- the line that ought to send; NULL: any
) STRICT;
CREATE UNIQUE INDEX lane_is ON lane(coalesce(campaign_id, 0), priority, zone, coalesce(route, 0));

-- What is open has a lane, even while a line has it: it goes back there. No foreign key, since each lane that is deleted would then be
-- looked for among all messages; `nida check` does.
ALTER TABLE message ADD COLUMN lane_id INTEGER CHECK(lane_id IS NOT NULL OR state NOT IN (0, 1, 6));
ALTER TABLE message ADD COLUMN variant INTEGER;      -- which of its campaign's texts; NULL: the only one
DROP INDEX message_due;
INSERT INTO lane(campaign_id, priority, zone)
    SELECT DISTINCT campaign_id, priority, CASE direct WHEN 1 THEN '*' ELSE '' END FROM message WHERE state IN (0, 1, 6);
UPDATE message SET lane_id = (SELECT id FROM lane WHERE coalesce(lane.campaign_id, 0) = coalesce(message.campaign_id, 0) AND
    lane.priority = message.priority AND zone = CASE direct WHEN 1 THEN '*' ELSE '' END) WHERE state IN (0, 1, 6);
CREATE INDEX message_due ON message(lane_id, not_before, id) WHERE state = 0 AND line_id IS NULL;
UPDATE campaign SET state = CASE WHEN EXISTS (SELECT 1 FROM lane WHERE campaign_id = campaign.id) THEN 3 ELSE 5 END;

-- Whom a line sent to that has a quota of recipients.
CREATE TABLE line_recipient(
    line_id INTEGER NOT NULL REFERENCES line(id), recipient TEXT NOT NULL CHECK(recipient <> ''), last_at INTEGER NOT NULL,
    PRIMARY KEY(line_id, recipient)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_recipient_last ON line_recipient(line_id, last_at);
)sql";
} // namespace

void add_lanes(Connection& connection)
{
    auto& database = connection.database();
    // The new CHECK does not hold for what is there until the lanes are given out.
    database.exec("PRAGMA ignore_check_constraints = ON");
    database.exec(lanes);
    database.exec("PRAGMA ignore_check_constraints = OFF");
}
} // namespace nida::daemon
