#include "daemon/store/schema.hpp"

#include "daemon/store/alert_schema.hpp"
#include "daemon/store/campaign_schema.hpp"
#include "daemon/store/coordinator_schema.hpp"
#include "daemon/store/lane_schema.hpp"
#include "daemon/store/people_schema.hpp"
#include "daemon/store/safety_schema.hpp"
#include "daemon/store/strict_schema.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <stdexcept>

namespace nida::daemon
{
namespace
{
// Times are microseconds since 1970. Enumerations are numbered as in outbox/message.hpp.
constexpr const char* first = R"sql(
CREATE TABLE line(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    iccid TEXT, imei TEXT, number TEXT,
    next_reference INTEGER NOT NULL DEFAULT 0,       -- the 8-bit concatenation reference of its next long message
    last_message INTEGER, last_number INTEGER        -- the segment that was last given to it, whatever the clock says
);

CREATE TABLE person(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,                     -- E.164 with '+'
    name TEXT, language TEXT,
    created_at INTEGER NOT NULL, joined_at INTEGER
);
-- Kept apart from person, so that erasing or importing a person never brings back somebody who left.
CREATE TABLE leaving(
    number TEXT PRIMARY KEY, at INTEGER NOT NULL,
    smsc_at INTEGER                                  -- the stamp of the text by which they left
) WITHOUT ROWID;
CREATE TABLE people_group(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE membership(
    group_id INTEGER NOT NULL REFERENCES people_group(id),
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    PRIMARY KEY(group_id, person_id)
) WITHOUT ROWID;
CREATE INDEX membership_person ON membership(person_id);
CREATE TABLE consent(
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    at INTEGER NOT NULL, kind TEXT NOT NULL, words TEXT, line TEXT, actor TEXT
);
CREATE INDEX consent_person ON consent(person_id);

CREATE TABLE campaign(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at INTEGER NOT NULL, actor TEXT, audience TEXT NOT NULL, text TEXT NOT NULL,
    priority INTEGER NOT NULL, segments INTEGER NOT NULL, recipients INTEGER NOT NULL
);

CREATE TABLE message(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT,                                        -- the client's id
    campaign_id INTEGER REFERENCES campaign(id),
    recipient TEXT NOT NULL,                         -- E.164 with '+', or a short code
    text TEXT,                                       -- NULL: the campaign's
    priority INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    direct INTEGER NOT NULL DEFAULT 0,               -- the answer to what the recipient just sent
    line_id INTEGER REFERENCES line(id),             -- bound: by the sender's wish (pinned), or by a segment that has begun
    pinned INTEGER NOT NULL DEFAULT 0,
    segments INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    resends INTEGER NOT NULL DEFAULT 0,              -- how often a segment in doubt was sent again
    not_before INTEGER NOT NULL DEFAULT 0,           -- 0: fresh; else when the next attempt is due
    valid_until INTEGER NOT NULL,
    unsure_clock INTEGER NOT NULL DEFAULT 0,         -- its times were taken before the clock could be believed
    error_code TEXT, error_text TEXT, actor TEXT,
    queued_at INTEGER NOT NULL, submitting_at INTEGER, sent_at INTEGER, in_doubt_at INTEGER, finished_at INTEGER
);
CREATE UNIQUE INDEX message_key ON message(key) WHERE key IS NOT NULL;
-- The outbox itself keeps a number from getting the same campaign twice.
CREATE UNIQUE INDEX message_campaign ON message(campaign_id, recipient) WHERE campaign_id IS NOT NULL;
CREATE INDEX message_due ON message(priority, not_before, id) WHERE state = 0 AND line_id IS NULL;
CREATE INDEX message_bound ON message(line_id, priority, not_before, id) WHERE state = 0 AND line_id IS NOT NULL;
CREATE INDEX message_validity ON message(valid_until) WHERE state = 0;
CREATE INDEX message_doubt ON message(id) WHERE state = 6;
CREATE INDEX message_unsure ON message(id) WHERE unsure_clock = 1;
CREATE INDEX message_answer ON message(recipient, queued_at) WHERE direct = 1;

-- Written when a message first goes to a modem: from then on its line, its reference and its octets are fixed.
CREATE TABLE segment(
    message_id INTEGER NOT NULL REFERENCES message(id),
    number INTEGER NOT NULL,
    line_id INTEGER NOT NULL REFERENCES line(id),
    state INTEGER NOT NULL DEFAULT 0,
    dcs INTEGER NOT NULL, has_udh INTEGER NOT NULL, length INTEGER NOT NULL, user_data BLOB NOT NULL,
    reference INTEGER,                               -- TP-MR, once the modem told it
    attempts INTEGER NOT NULL DEFAULT 0,
    doubted INTEGER NOT NULL DEFAULT 0,              -- was in doubt at least once
    submitting_at INTEGER, result_at INTEGER, report_at INTEGER, tp_status INTEGER,
    PRIMARY KEY(message_id, number)
) WITHOUT ROWID;
-- The newest first, for rates and status reports; each further index would be one more page in every commit.
CREATE INDEX segment_line ON segment(line_id, submitting_at, reference);
CREATE INDEX segment_doubted ON segment(line_id) WHERE doubted = 1;

-- Status reports that no segment explained when they came.
CREATE TABLE stray_report(
    id INTEGER PRIMARY KEY,
    line_id INTEGER NOT NULL, reference INTEGER NOT NULL, recipient TEXT NOT NULL,
    tp_status INTEGER NOT NULL, smsc_at INTEGER, received_at INTEGER NOT NULL, pdu BLOB NOT NULL
);
CREATE INDEX stray_report_reference ON stray_report(line_id, reference);

CREATE TABLE inbox(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT, text TEXT, line_id INTEGER NOT NULL REFERENCES line(id),
    received_at INTEGER NOT NULL, smsc_at INTEGER, complete INTEGER NOT NULL, keyword TEXT
);
CREATE TABLE part(
    id INTEGER PRIMARY KEY,
    line_id INTEGER NOT NULL REFERENCES line(id),
    storage TEXT, slot INTEGER,                      -- where the modem keeps it, until it is known to be deleted (slot NULL)
    pdu BLOB NOT NULL, received_at INTEGER NOT NULL,
    sender TEXT, reference INTEGER, total INTEGER, number INTEGER, text TEXT, smsc_at INTEGER,
    inbox_id INTEGER REFERENCES inbox(id),
    report INTEGER NOT NULL DEFAULT 0                -- a status report, kept only until its slot is deleted
);
CREATE INDEX part_inbox ON part(inbox_id);
CREATE INDEX part_slot ON part(line_id, slot) WHERE slot IS NOT NULL;
CREATE INDEX part_pdu ON part(pdu, received_at);
CREATE INDEX part_waiting ON part(sender, reference, total) WHERE inbox_id IS NULL;

CREATE TABLE pin_attempt(subject TEXT NOT NULL, pin_hash BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(subject, pin_hash)) WITHOUT ROWID;
CREATE TABLE setting(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
)sql";

constexpr const char* modems_events_credit = R"sql(
ALTER TABLE line ADD COLUMN imsi TEXT;
ALTER TABLE line ADD COLUMN sim_since INTEGER;       -- when this SIM came into the line; its quotas count from then
ALTER TABLE inbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'sms';  -- sms, call or ussd
ALTER TABLE inbox ADD COLUMN trouble TEXT;           -- why its PDU could not be read

-- What is known of a modem. `port` is empty unless several claim the same IMEI.
CREATE TABLE modem(
    imei TEXT NOT NULL, port TEXT NOT NULL DEFAULT '',
    manufacturer TEXT, model TEXT,
    ussd_form TEXT,                                  -- in which its USSD requests were understood
    seen_at INTEGER NOT NULL, PRIMARY KEY(imei, port)
) WITHOUT ROWID;
-- How often each step of recovery was tried on a model, and how often it helped.
CREATE TABLE recovery(
    model TEXT NOT NULL, step TEXT NOT NULL,
    tried INTEGER NOT NULL DEFAULT 0, worked INTEGER NOT NULL DEFAULT 0, last_at INTEGER, PRIMARY KEY(model, step)
) WITHOUT ROWID;
CREATE TABLE line_event(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line_id INTEGER NOT NULL REFERENCES line(id), at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX line_event_line ON line_event(line_id, id);
CREATE TABLE balance(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line_id INTEGER NOT NULL REFERENCES line(id), at INTEGER NOT NULL,
    amount_milli INTEGER, currency TEXT, expires_at INTEGER, units TEXT, text TEXT NOT NULL
);
CREATE INDEX balance_line ON balance(line_id, id);
)sql";

constexpr const char* keys_of_campaigns = R"sql(
ALTER TABLE campaign ADD COLUMN key TEXT CHECK(key <> '');   -- the client's id
CREATE UNIQUE INDEX campaign_key ON campaign(key) WHERE key IS NOT NULL;
)sql";

/// What leads from each version to the next; the first makes an empty file version 1.
using Step = void (*)(Connection&);
constexpr std::array<Step, 7> steps{
    [](Connection& connection) { connection.database().exec(first); },
    [](Connection& connection) { connection.database().exec(modems_events_credit); },
    [](Connection& connection) { make_strict(connection.database()); },
    [](Connection& connection) { connection.database().exec(keys_of_campaigns); },
    add_people_and_audit,
    [](Connection& connection) {
        add_lanes(connection);
        add_campaigns(connection);
        add_coordinators(connection);
    },
    [](Connection& connection) {
        add_safety(connection);
        add_alerts(connection);
    },
};
constexpr int schema_version = steps.size();
constexpr std::uintmax_t room_to_spare = 16 * 1024 * 1024;

std::string too_little_room(SQLite::Database& database, int version)
{
    constexpr std::uintmax_t megabyte = 1'000'000;
    const std::filesystem::path file = database.getFilename();
    std::error_code unknown;
    return fmt::format(
        "its disk has too little room to bring it from schema {} to {}: {} MB are free, and about {} MB are "
        "needed for a while. It is unchanged; make room and start again",
        version, schema_version, std::filesystem::space(file.parent_path(), unknown).available / megabyte,
        (3 * std::filesystem::file_size(file, unknown) + room_to_spare) / megabyte);
}

void bring_up_to_date(Connection& connection, int version)
{
    auto& database = connection.database();
    // A table that is made anew is gone for a moment, and what points to it must not go with it. Inside a transaction this pragma does nothing.
    database.exec("PRAGMA foreign_keys = OFF");
    SQLite::Transaction all_or_nothing{database};
    for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step)
        steps[step](connection);
    database.exec(fmt::format("PRAGMA user_version = {}", schema_version));
    all_or_nothing.commit();
    database.exec("PRAGMA foreign_keys = ON");
}

/// A file from before pages could be given back is written anew, once, where the disk has room for the copy and its journal.
void make_shrinkable(Connection& connection)
{
    auto& database = connection.database();
    if (database.execAndGet("PRAGMA auto_vacuum").getInt() == 2) return;
    const std::filesystem::path file = database.getFilename();
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    const auto room = std::filesystem::space(file.parent_path().empty() ? "." : file.parent_path(), unknown);
    if (unknown || room.available < 3 * size + room_to_spare) return;
    try {
        database.exec("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
    } catch (const SQLite::Exception&) {
        // It serves as well as before; whoever deletes old messages is told that it does not become smaller.
    }
}
} // namespace

int newest_schema() { return schema_version; }

int schema_of(Connection& connection) { return connection.database().execAndGet("PRAGMA user_version").getInt(); }

void prepare_schema(Connection& connection)
{
    auto& database = connection.database();
    const int version = schema_of(connection);
    if (version > schema_version)
        throw std::runtime_error(
            fmt::format("the store has schema {}, this nidad knows up to {}: install the newer nidad "
                        "again, or restore a copy of the store made by this one",
                        version, schema_version));
    if (version == schema_version) return;
    if (version < 0 || (version == 0 && database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() > 0))
        throw std::runtime_error("it is a database of another program. Give [store] path another name");
    try {
        bring_up_to_date(connection, version);
    } catch (const SQLite::Exception& e) {
        if ((e.getErrorCode() & 0xFF) == SQLITE_FULL) throw std::runtime_error(too_little_room(database, version));
        throw;
    }
    make_shrinkable(connection);
}
} // namespace nida::daemon
