#include "daemon/store/strict_schema.hpp"

#include <fmt/format.h>

#include <string_view>

namespace nida::daemon
{
namespace
{
// SQLite changes no table's constraints in place: each is made anew, filled, and given the old one's name.
struct Table {
    const char* name;
    const char* definition;
    const char* copy; ///< what each column gets, in the definition's order; empty: the columns as they are
};

constexpr const char* strict = "STRICT";
constexpr const char* strict_without_rowid = "STRICT, WITHOUT ROWID";

// Times are microseconds since 1970. Enumerations are numbered as in outbox/message.hpp.
constexpr Table by_rowid[]{
    {"line", R"sql(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK(name <> ''),
    iccid TEXT, imei TEXT, number TEXT,
    next_reference INTEGER NOT NULL DEFAULT 0 CHECK(next_reference BETWEEN 0 AND 255), -- of its next long message
    last_message INTEGER, last_number INTEGER,       -- the segment that was last given to it, whatever the clock says
    imsi TEXT,
    sim_since INTEGER,                               -- when this SIM came into the line; its quotas count from then
    CHECK((last_message IS NULL) = (last_number IS NULL))
)sql",
     ""},
    {"person", R"sql(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE CHECK(number <> ''), -- E.164 with '+'
    name TEXT, language TEXT,
    created_at INTEGER NOT NULL, joined_at INTEGER
)sql",
     ""},
    {"people_group", "id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK(name <> '')", ""},
    {"consent", R"sql(
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    at INTEGER NOT NULL, kind TEXT NOT NULL, words TEXT, line TEXT, actor TEXT
)sql",
     ""},
    {"campaign", R"sql(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at INTEGER NOT NULL, actor TEXT, audience TEXT NOT NULL, text TEXT, -- NULL: it was kept long enough
    priority INTEGER NOT NULL CHECK(priority BETWEEN 0 AND 2),
    segments INTEGER NOT NULL CHECK(segments BETWEEN 1 AND 255), recipients INTEGER NOT NULL
)sql",
     ""},
    {"message", R"sql(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT,                                        -- the client's id
    campaign_id INTEGER REFERENCES campaign(id),
    recipient TEXT NOT NULL CHECK(recipient <> ''),  -- E.164 with '+', or a short code
    text TEXT,                                       -- NULL: the campaign's, or it was kept long enough
    priority INTEGER NOT NULL CHECK(priority BETWEEN 0 AND 2),
    state INTEGER NOT NULL DEFAULT 0 CHECK(state BETWEEN 0 AND 9),
    direct INTEGER NOT NULL DEFAULT 0 CHECK(direct IN (0, 1)), -- the answer to what the recipient just sent
    line_id INTEGER REFERENCES line(id),             -- bound: by the sender's wish (pinned), or by a segment that has begun
    pinned INTEGER NOT NULL DEFAULT 0 CHECK(pinned IN (0, 1)),
    segments INTEGER NOT NULL CHECK(segments BETWEEN 1 AND 255),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK(attempts >= 0),
    resends INTEGER NOT NULL DEFAULT 0 CHECK(resends >= 0), -- how often a segment in doubt was sent again
    not_before INTEGER NOT NULL DEFAULT 0,           -- 0: fresh; else when the next attempt is due
    valid_until INTEGER NOT NULL,
    unsure_clock INTEGER NOT NULL DEFAULT 0 CHECK(unsure_clock IN (0, 1)), -- its times were taken before the clock could be believed
    error_code TEXT, error_text TEXT, actor TEXT,
    queued_at INTEGER NOT NULL, submitting_at INTEGER, sent_at INTEGER, in_doubt_at INTEGER, finished_at INTEGER,
    CHECK(text IS NOT NULL OR campaign_id IS NOT NULL OR state NOT IN (0, 1, 6)),
    CHECK(state NOT IN (1, 6) OR (line_id IS NOT NULL AND submitting_at IS NOT NULL)),
    CHECK(state <> 6 OR in_doubt_at IS NOT NULL),
    CHECK(state NOT IN (2, 3, 4, 5) OR sent_at IS NOT NULL),
    CHECK(state NOT IN (3, 4, 5, 7, 8, 9) OR finished_at IS NOT NULL),
    CHECK(state NOT IN (7, 8, 9) OR error_code IS NOT NULL)
)sql",
     "id, key, campaign_id, recipient, text, priority, state, direct, line_id, pinned, segments, attempts, resends, "
     "not_before, valid_until, unsure_clock, "
     "CASE WHEN state IN (7, 8, 9) THEN coalesce(error_code, 'unknown') ELSE error_code END, error_text, actor, "
     "queued_at, CASE WHEN state IN (1, 6) THEN coalesce(submitting_at, queued_at) ELSE submitting_at END, "
     "CASE WHEN state IN (2, 3, 4, 5) THEN coalesce(sent_at, submitting_at, queued_at) ELSE sent_at END, "
     "CASE WHEN state = 6 THEN coalesce(in_doubt_at, submitting_at, queued_at) ELSE in_doubt_at END, "
     "CASE WHEN state IN (3, 4, 5, 7, 8, 9) THEN coalesce(finished_at, sent_at, queued_at) ELSE finished_at END"},
    {"inbox", R"sql(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT, text TEXT, line_id INTEGER NOT NULL REFERENCES line(id),
    received_at INTEGER NOT NULL, smsc_at INTEGER, complete INTEGER NOT NULL CHECK(complete IN (0, 1)), keyword TEXT,
    kind TEXT NOT NULL DEFAULT 'sms' CHECK(kind IN ('sms', 'call', 'ussd', 'muted')),
    trouble TEXT                                     -- why its PDU could not be read, or what there is to say of a flood
)sql",
     ""},
    {"part", R"sql(
    id INTEGER PRIMARY KEY,
    line_id INTEGER NOT NULL REFERENCES line(id),
    storage TEXT, slot INTEGER,                      -- where the modem keeps it, until it is known to be deleted (slot NULL)
    pdu BLOB, received_at INTEGER NOT NULL,          -- NULL: it was kept long enough
    sender TEXT, reference INTEGER, total INTEGER CHECK(total BETWEEN 2 AND 255), number INTEGER CHECK(number BETWEEN 1 AND total),
    text TEXT, smsc_at INTEGER,
    inbox_id INTEGER REFERENCES inbox(id),
    report INTEGER NOT NULL DEFAULT 0 CHECK(report IN (0, 1)), -- a status report, kept only until its slot is deleted
    CHECK(slot IS NULL OR (slot >= 0 AND storage IS NOT NULL)),
    CHECK((reference IS NULL) = (total IS NULL) AND (total IS NULL) = (number IS NULL)),
    CHECK(number IS NULL OR sender IS NOT NULL),
    CHECK(pdu IS NOT NULL OR (inbox_id IS NOT NULL AND slot IS NULL))
)sql",
     ""},
    {"line_event", R"sql(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line_id INTEGER NOT NULL REFERENCES line(id), at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL
)sql",
     ""},
    {"balance", R"sql(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line_id INTEGER NOT NULL REFERENCES line(id), at INTEGER NOT NULL,
    amount_milli INTEGER, currency TEXT, expires_at INTEGER, units TEXT, text TEXT NOT NULL
)sql",
     ""},
};

constexpr Table by_key[]{
    // Kept apart from person, so that erasing or importing a person never brings back somebody who left.
    {"leaving", R"sql(
    number TEXT PRIMARY KEY CHECK(number <> ''), at INTEGER NOT NULL,
    smsc_at INTEGER                                  -- the stamp of the text by which they left
)sql",
     ""},
    {"membership", R"sql(
    group_id INTEGER NOT NULL REFERENCES people_group(id),
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    PRIMARY KEY(group_id, person_id)
)sql",
     ""},
    // Written when a message first goes to a modem: from then on its line, its reference and its octets are fixed.
    {"segment", R"sql(
    message_id INTEGER NOT NULL REFERENCES message(id),
    number INTEGER NOT NULL CHECK(number BETWEEN 1 AND 255),
    line_id INTEGER NOT NULL REFERENCES line(id),
    state INTEGER NOT NULL DEFAULT 0 CHECK(state BETWEEN 0 AND 7), -- suppressed and cancelled are whole messages
    dcs INTEGER NOT NULL, has_udh INTEGER NOT NULL CHECK(has_udh IN (0, 1)), length INTEGER NOT NULL,
    user_data BLOB,                                  -- NULL: it was kept long enough
    reference INTEGER CHECK(reference BETWEEN 0 AND 255), -- TP-MR, once the modem told it
    attempts INTEGER NOT NULL DEFAULT 0 CHECK(attempts >= 0),
    doubted INTEGER NOT NULL DEFAULT 0 CHECK(doubted IN (0, 1)), -- was in doubt at least once
    submitting_at INTEGER, result_at INTEGER, report_at INTEGER, tp_status INTEGER CHECK(tp_status BETWEEN 0 AND 255),
    PRIMARY KEY(message_id, number),
    CHECK(state NOT IN (1, 6) OR submitting_at IS NOT NULL),
    CHECK(state <> 6 OR doubted = 1),
    CHECK(user_data IS NOT NULL OR state <> 1)
)sql",
     ""},
    {"pin_attempt",
     "subject TEXT NOT NULL, pin_hash BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(subject, pin_hash)", ""},
    {"setting", "name TEXT PRIMARY KEY, value ANY NOT NULL", ""},
    // What is known of a modem. `port` is empty unless several claim the same IMEI.
    {"modem", R"sql(
    imei TEXT NOT NULL, port TEXT NOT NULL DEFAULT '',
    manufacturer TEXT, model TEXT,
    ussd_form TEXT,                                  -- in which its USSD requests were understood
    seen_at INTEGER NOT NULL, PRIMARY KEY(imei, port)
)sql",
     ""},
    // How often each step of recovery was tried on a model, and how often it helped.
    {"recovery", R"sql(
    model TEXT NOT NULL, step TEXT NOT NULL,
    tried INTEGER NOT NULL DEFAULT 0 CHECK(tried >= 0), worked INTEGER NOT NULL DEFAULT 0 CHECK(worked >= 0),
    last_at INTEGER, PRIMARY KEY(model, step)
)sql",
     ""},
};

constexpr const char* indices = R"sql(
CREATE INDEX membership_person ON membership(person_id);
CREATE INDEX consent_person ON consent(person_id);

CREATE UNIQUE INDEX message_key ON message(key) WHERE key IS NOT NULL;
-- The outbox itself keeps a number from getting the same campaign twice.
CREATE UNIQUE INDEX message_campaign ON message(campaign_id, recipient) WHERE campaign_id IS NOT NULL;
CREATE INDEX message_due ON message(priority, not_before, id) WHERE state = 0 AND line_id IS NULL;
CREATE INDEX message_bound ON message(line_id, priority, not_before, id) WHERE state = 0 AND line_id IS NOT NULL;
CREATE INDEX message_validity ON message(valid_until) WHERE state = 0;
CREATE INDEX message_doubt ON message(id) WHERE state = 6;
CREATE INDEX message_unsure ON message(id) WHERE unsure_clock = 1;
-- What may go in quiet hours.
CREATE INDEX message_direct ON message(not_before, id) WHERE state = 0 AND direct = 1;
CREATE INDEX message_answer ON message(recipient, queued_at) WHERE direct = 1;

-- A line sends one segment at a time: this is what forbids a second one.
CREATE UNIQUE INDEX segment_submitting ON segment(line_id) WHERE state = 1;
-- The newest first, for rates and status reports; each further index would be one more page in every commit.
CREATE INDEX segment_line ON segment(line_id, submitting_at, reference);
CREATE INDEX segment_doubted ON segment(line_id) WHERE doubted = 1;

CREATE INDEX part_inbox ON part(inbox_id) WHERE inbox_id IS NOT NULL;
CREATE INDEX part_slot ON part(line_id, slot) WHERE slot IS NOT NULL;
CREATE INDEX part_pdu ON part(pdu, received_at) WHERE pdu IS NOT NULL;
CREATE INDEX part_waiting ON part(sender, reference, total) WHERE inbox_id IS NULL;
CREATE INDEX part_waiting_since ON part(received_at) WHERE inbox_id IS NULL AND sender IS NOT NULL;
CREATE INDEX part_sender ON part(sender, received_at) WHERE sender IS NOT NULL;

CREATE INDEX line_event_line ON line_event(line_id, id);
CREATE INDEX balance_line ON balance(line_id, id);
)sql";

constexpr const char* added = R"sql(
-- Status reports, with their octets; a segment's newer one does not take an older one's place.
CREATE TABLE report(
    id INTEGER PRIMARY KEY,
    line_id INTEGER NOT NULL REFERENCES line(id), reference INTEGER NOT NULL CHECK(reference BETWEEN 0 AND 255),
    recipient TEXT NOT NULL, tp_status INTEGER NOT NULL CHECK(tp_status BETWEEN 0 AND 255),
    smsc_at INTEGER, received_at INTEGER NOT NULL, pdu BLOB NOT NULL,
    message_id INTEGER REFERENCES message(id),       -- with `number` the segment that it is about; NULL: none explains it yet
    number INTEGER CHECK(number BETWEEN 1 AND 255),
    CHECK((message_id IS NULL) = (number IS NULL))
) STRICT;
INSERT INTO report(id, line_id, reference, recipient, tp_status, smsc_at, received_at, pdu)
    SELECT id, line_id, reference, recipient, tp_status, smsc_at, received_at, pdu FROM stray_report;
DROP TABLE stray_report;
CREATE INDEX report_reference ON report(line_id, reference, received_at);
CREATE INDEX report_unexplained ON report(line_id) WHERE message_id IS NULL;
CREATE INDEX report_message ON report(message_id) WHERE message_id IS NOT NULL;

-- Senders of floods, of whom nothing is kept at present but how much there was.
CREATE TABLE muted(
    number TEXT PRIMARY KEY CHECK(number <> ''),     -- E.164 with '+' where it is a number, else as the PDU has it
    line_id INTEGER NOT NULL REFERENCES line(id),
    since INTEGER NOT NULL, until INTEGER NOT NULL, last_at INTEGER NOT NULL,
    smsc_at INTEGER,                                 -- the newest stamp of what was dropped
    dropped INTEGER NOT NULL DEFAULT 0 CHECK(dropped >= 0)
) STRICT, WITHOUT ROWID;

-- Numbers whose last messages failed for good, one after the other, for a reason that lies with the number.
CREATE TABLE unreachable(
    number TEXT PRIMARY KEY CHECK(number <> ''), failures INTEGER NOT NULL CHECK(failures > 0), code TEXT NOT NULL,
    since INTEGER NOT NULL, last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

void rebuild(SQLite::Database& database, const Table& table, std::string_view options)
{
    database.exec(fmt::format("CREATE TABLE new_{}({}) {}", table.name, table.definition, options));
    std::string columns = table.copy;
    if (columns.empty()) {
        SQLite::Statement names{database, "SELECT group_concat(quote(name), ', ') FROM pragma_table_info(?1)"};
        names.bind(1, std::string{"new_"} + table.name);
        names.executeStep();
        columns = names.getColumn(0).getString();
        std::erase(columns, '\'');
    }
    database.exec(fmt::format("INSERT INTO new_{0} SELECT {1} FROM {0}", table.name, columns));
    database.exec(fmt::format("DROP TABLE {0}; ALTER TABLE new_{0} RENAME TO {0}", table.name));
}
} // namespace

void make_strict(SQLite::Database& database)
{
    // A number that a deleted row had is not given out again.
    database.exec("CREATE TEMP TABLE given AS SELECT name, seq FROM sqlite_sequence");
    for (const auto& table : by_rowid)
        rebuild(database, table, strict);
    for (const auto& table : by_key)
        rebuild(database, table, strict_without_rowid);
    database.exec("UPDATE sqlite_sequence SET seq = (SELECT seq FROM given WHERE given.name = sqlite_sequence.name) "
                  "WHERE name IN (SELECT name FROM given)");
    database.exec("INSERT INTO sqlite_sequence(name, seq) SELECT name, seq FROM given WHERE name NOT IN "
                  "(SELECT name FROM sqlite_sequence)");
    database.exec("DROP TABLE given");
    database.exec(indices);
    database.exec(added);
    SQLite::Statement orphans{database, "PRAGMA foreign_key_check"};
    if (orphans.executeStep())
        throw std::runtime_error(
            fmt::format("table {} has a row {} that points nowhere: the store is damaged; restore a backup",
                        orphans.getColumn(0).getString(), orphans.getColumn(1).getString()));
}
} // namespace nida::daemon
