#include "daemon/store/coordinator_schema.hpp"

namespace nida::daemon
{
namespace
{
// Times are microseconds since 1970. The words of `kind`, `asks` and `state` are those of daemon/coordinator/requests.hpp.
constexpr const char* tables = R"sql(
CREATE TABLE coordinator(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE CHECK(number LIKE '+%'), -- E.164
    name TEXT NOT NULL UNIQUE CHECK(name <> ''),     -- as the audit calls them
    language TEXT,
    may_broadcast INTEGER NOT NULL DEFAULT 0 CHECK(may_broadcast IN (0, 1)), -- to those of coordinator_group,
    every_group INTEGER NOT NULL DEFAULT 0 CHECK(every_group IN (0, 1)),     -- or to all
    may_approve INTEGER NOT NULL DEFAULT 0 CHECK(may_approve IN (0, 1)),
    may_status INTEGER NOT NULL DEFAULT 0 CHECK(may_status IN (0, 1)),
    may_add INTEGER NOT NULL DEFAULT 0 CHECK(may_add IN (0, 1)),
    factor TEXT NOT NULL DEFAULT 'code' CHECK(factor IN ('code', 'totp', 'second')),
    totp_secret BLOB,                                -- sealed with the key that lies beside the store
    totp_step INTEGER NOT NULL DEFAULT 0,            -- the last that was used: none up to it counts again
    created_at INTEGER NOT NULL,
    CHECK(factor <> 'totp' OR totp_secret IS NOT NULL)
) STRICT;
CREATE TABLE coordinator_group(
    coordinator_id INTEGER NOT NULL REFERENCES coordinator(id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES people_group(id) ON DELETE CASCADE,
    PRIMARY KEY(coordinator_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX coordinator_group_group ON coordinator_group(group_id);

CREATE TABLE coordinator_request(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    coordinator_id INTEGER NOT NULL REFERENCES coordinator(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK(kind IN ('alert', 'resume', 'add', 'approve', 'second')),
    -- What exactly: the code's hash is taken over all of it.
    text TEXT NOT NULL DEFAULT '',
    groups TEXT NOT NULL DEFAULT '[]',               -- a JSON array of names
    number TEXT, person TEXT,                        -- of somebody who is to be added
    campaign_id INTEGER REFERENCES campaign(id) ON DELETE CASCADE,
    held_id INTEGER REFERENCES coordinator_request(id) ON DELETE CASCADE, -- another coordinator's, which this one lets through
    asks TEXT NOT NULL CHECK(asks IN ('code', 'totp', 'second')),
    salt BLOB CHECK(length(salt) = 16), code_hash BLOB CHECK(length(code_hash) = 32),
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, closed_at INTEGER,
    wrong INTEGER NOT NULL DEFAULT 0 CHECK(wrong BETWEEN 0 AND 3),
    state TEXT NOT NULL DEFAULT 'open' CHECK(state IN ('open', 'done', 'dropped', 'killed', 'expired', 'failed')),
    CHECK((asks = 'code') = (code_hash IS NOT NULL) AND (salt IS NULL) = (code_hash IS NULL)),
    CHECK((kind = 'second') = (held_id IS NOT NULL)),
    CHECK((state = 'open') = (closed_at IS NULL))
) STRICT;
CREATE INDEX coordinator_request_of ON coordinator_request(coordinator_id, id);
CREATE INDEX coordinator_request_open ON coordinator_request(expires_at) WHERE state = 'open';
CREATE INDEX coordinator_request_closed ON coordinator_request(closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX coordinator_request_number ON coordinator_request(number) WHERE number IS NOT NULL;
CREATE INDEX coordinator_request_held ON coordinator_request(held_id) WHERE held_id IS NOT NULL;
CREATE INDEX coordinator_request_campaign ON coordinator_request(campaign_id) WHERE campaign_id IS NOT NULL;

-- What came in a coordinator's name and was answered, for an hour: numbers can be forged, and floods are limited by it.
CREATE TABLE coordinator_contact(
    id INTEGER PRIMARY KEY,
    coordinator_id INTEGER NOT NULL REFERENCES coordinator(id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX coordinator_contact_at ON coordinator_contact(coordinator_id, at);

-- Messages whose text carries a code: shown to nobody, and overwritten once it is of no use any more.
CREATE TABLE code_message(
    message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
    request_id INTEGER REFERENCES coordinator_request(id) ON DELETE SET NULL,
    wiped INTEGER NOT NULL DEFAULT 0 CHECK(wiped IN (0, 1))
) STRICT;
CREATE INDEX code_message_request ON code_message(request_id) WHERE request_id IS NOT NULL;
CREATE INDEX code_message_legible ON code_message(message_id) WHERE wiped = 0;

-- How many left of late.
CREATE INDEX leaving_at ON leaving(at);
)sql";
} // namespace

void add_coordinators(Connection& connection) { connection.database().exec(tables); }
} // namespace nida::daemon
