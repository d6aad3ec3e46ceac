PRAGMA foreign_keys = OFF;
CREATE TABLE "balance"(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line_id INTEGER NOT NULL REFERENCES line(id), at INTEGER NOT NULL,
    amount_milli INTEGER, currency TEXT, expires_at INTEGER, units TEXT, text TEXT NOT NULL
) STRICT;
INSERT INTO "balance" VALUES(1,1,1700000000000000,12500,'LYD',NULL,NULL,'12.5 LYD');
CREATE TABLE "campaign"(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at INTEGER NOT NULL, actor TEXT, audience TEXT NOT NULL, text TEXT, -- NULL: it was kept long enough
    priority INTEGER NOT NULL CHECK(priority BETWEEN 0 AND 2),
    segments INTEGER NOT NULL CHECK(segments BETWEEN 1 AND 255), recipients INTEGER NOT NULL
, key TEXT CHECK(key <> '')) STRICT;
INSERT INTO "campaign" VALUES(1,1700000200000000,'root','group drivers','The bridge is closed.',2,1,1,'spring-2026');
CREATE TABLE "consent"(
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    at INTEGER NOT NULL, kind TEXT NOT NULL, words TEXT, line TEXT, actor TEXT
) STRICT;
INSERT INTO "consent" VALUES(1,1,1700000000000000,'join','انضم','libyana-1',NULL);
INSERT INTO "consent" VALUES(2,1,1700000050000000,'leave','قف، شكرا','libyana-1',NULL);
INSERT INTO "consent" VALUES(3,2,1700000060000000,'import',NULL,NULL,'user root (uid 0)');
CREATE TABLE "inbox"(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT, text TEXT, line_id INTEGER NOT NULL REFERENCES line(id),
    received_at INTEGER NOT NULL, smsc_at INTEGER, complete INTEGER NOT NULL CHECK(complete IN (0, 1)), keyword TEXT,
    kind TEXT NOT NULL DEFAULT 'sms' CHECK(kind IN ('sms', 'call', 'ussd', 'muted')),
    trouble TEXT                                     -- why its PDU could not be read, or what there is to say of a flood
) STRICT;
INSERT INTO "inbox" VALUES(1,'+218912345678','انضم',1,1700000000000000,1700000000000000,1,'JOIN','sms',NULL);
INSERT INTO "inbox" VALUES(2,'+218912345678',NULL,1,1700000000000000,NULL,1,NULL,'call',NULL);
CREATE TABLE "leaving"(
    number TEXT PRIMARY KEY CHECK(number <> ''), at INTEGER NOT NULL,
    smsc_at INTEGER                                  -- the stamp of the text by which they left
) STRICT, WITHOUT ROWID;
INSERT INTO "leaving" VALUES('+218912345680',1700000100000000,1700000099000000);
CREATE TABLE "line"(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK(name <> ''),
    iccid TEXT, imei TEXT, number TEXT,
    next_reference INTEGER NOT NULL DEFAULT 0 CHECK(next_reference BETWEEN 0 AND 255), -- of its next long message
    last_message INTEGER, last_number INTEGER,       -- the segment that was last given to it, whatever the clock says
    imsi TEXT,
    sim_since INTEGER,                               -- when this SIM came into the line; its quotas count from then
    CHECK((last_message IS NULL) = (last_number IS NULL))
) STRICT;
INSERT INTO "line" VALUES(1,'libyana-1','8921800000000000001','356938031000014','+218911234567',7,3,1,'606010000000001',1700000000000000);
INSERT INTO "line" VALUES(2,'almadar-1',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL);
CREATE TABLE "line_event"(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line_id INTEGER NOT NULL REFERENCES line(id), at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
INSERT INTO "line_event" VALUES(1,1,1700000000000000,'state','ready');
CREATE TABLE "membership"(
    group_id INTEGER NOT NULL REFERENCES people_group(id),
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    PRIMARY KEY(group_id, person_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "membership" VALUES(1,1);
CREATE TABLE "message"(
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
) STRICT;
INSERT INTO "message" VALUES(1,'a',NULL,'+218912345678','queued',1,0,0,1,1,1,0,0,0,1800000000000000,0,NULL,NULL,NULL,1700000200000000,NULL,NULL,NULL,NULL);
INSERT INTO "message" VALUES(2,NULL,1,'+218912345678',NULL,2,0,0,NULL,0,1,0,0,0,1800000000000000,0,NULL,NULL,'root',1700000200000000,NULL,NULL,NULL,NULL);
INSERT INTO "message" VALUES(3,NULL,NULL,'+218912345678','on its way',1,6,0,1,0,1,1,0,0,1800000000000000,0,'in_doubt','nidad ended while a modem had it',NULL,1700000200000000,1700000201000000,NULL,1795352998609668,NULL);
INSERT INTO "message" VALUES(4,NULL,NULL,'+218912345678','sent',1,2,0,1,0,1,1,0,0,1800000000000000,0,NULL,NULL,NULL,1700000200000000,1700000201000000,1700000202000000,NULL,NULL);
INSERT INTO "message" VALUES(5,NULL,NULL,'+218912345678','delivered',1,3,1,1,0,1,1,0,0,1800000000000000,0,NULL,NULL,NULL,1700000200000000,1700000201000000,1700000202000000,NULL,1700000209000000);
INSERT INTO "message" VALUES(6,NULL,NULL,'+218912345678','in doubt',1,6,0,1,0,1,1,0,0,1800000000000000,0,'in_doubt','nidad ended',NULL,1700000200000000,1700000201000000,NULL,1700000202000000,NULL);
INSERT INTO "message" VALUES(7,NULL,NULL,'+218912345678','failed',1,7,0,1,0,1,1,0,0,1800000000000000,0,'cms_1','Unassigned number',NULL,1700000200000000,1700000201000000,NULL,NULL,1700000202000000);
INSERT INTO "message" VALUES(8,NULL,NULL,'+218912345678','given up',1,9,0,NULL,0,1,0,0,0,1800000000000000,0,'cancelled','cancelled before it left',NULL,1700000200000000,NULL,NULL,NULL,1700000202000000);
CREATE TABLE "modem"(
    imei TEXT NOT NULL, port TEXT NOT NULL DEFAULT '',
    manufacturer TEXT, model TEXT,
    ussd_form TEXT,                                  -- in which its USSD requests were understood
    seen_at INTEGER NOT NULL, PRIMARY KEY(imei, port)
) STRICT, WITHOUT ROWID;
INSERT INTO "modem" VALUES('356938031000014','','huawei','E173','packed',1700000000000000);
CREATE TABLE muted(
    number TEXT PRIMARY KEY CHECK(number <> ''),     -- E.164 with '+' where it is a number, else as the PDU has it
    line_id INTEGER NOT NULL REFERENCES line(id),
    since INTEGER NOT NULL, until INTEGER NOT NULL, last_at INTEGER NOT NULL,
    smsc_at INTEGER,                                 -- the newest stamp of what was dropped
    dropped INTEGER NOT NULL DEFAULT 0 CHECK(dropped >= 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE "part"(
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
) STRICT;
INSERT INTO "part" VALUES(1,1,'SM',3,X'0791',1700000000000000,NULL,NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "part" VALUES(2,1,'SM',NULL,X'0792',1700000000000000,'+218912345678',200,3,2,'middle',1700000000000000,NULL,0);
CREATE TABLE "people_group"(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK(name <> '')) STRICT;
INSERT INTO "people_group" VALUES(1,'drivers');
CREATE TABLE "person"(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE CHECK(number <> ''), -- E.164 with '+'
    name TEXT, language TEXT,
    created_at INTEGER NOT NULL, joined_at INTEGER
) STRICT;
INSERT INTO "person" VALUES(1,'+218912345678','Amina','ar',1700000000000000,1700000000000000);
INSERT INTO "person" VALUES(2,'+218912345679',NULL,NULL,1700000000000000,NULL);
CREATE TABLE "pin_attempt"(subject TEXT NOT NULL, pin_hash BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(subject, pin_hash)) STRICT, WITHOUT ROWID;
INSERT INTO "pin_attempt" VALUES('8921800000000000001',X'0102',1700000000000000);
CREATE TABLE "recovery"(
    model TEXT NOT NULL, step TEXT NOT NULL,
    tried INTEGER NOT NULL DEFAULT 0 CHECK(tried >= 0), worked INTEGER NOT NULL DEFAULT 0 CHECK(worked >= 0),
    last_at INTEGER, PRIMARY KEY(model, step)
) STRICT, WITHOUT ROWID;
INSERT INTO "recovery" VALUES('E173','reopen',3,2,1700000000000000);
CREATE TABLE report(
    id INTEGER PRIMARY KEY,
    line_id INTEGER NOT NULL REFERENCES line(id), reference INTEGER NOT NULL CHECK(reference BETWEEN 0 AND 255),
    recipient TEXT NOT NULL, tp_status INTEGER NOT NULL CHECK(tp_status BETWEEN 0 AND 255),
    smsc_at INTEGER, received_at INTEGER NOT NULL, pdu BLOB NOT NULL,
    message_id INTEGER REFERENCES message(id),       -- with `number` the segment that it is about; NULL: none explains it yet
    number INTEGER CHECK(number BETWEEN 1 AND 255),
    CHECK((message_id IS NULL) = (number IS NULL))
) STRICT;
INSERT INTO "report" VALUES(1,1,44,'+218912345678',0,1700000203000000,1700000204000000,X'0706',NULL,NULL);
CREATE TABLE "segment"(
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
) STRICT, WITHOUT ROWID;
INSERT INTO "segment" VALUES(3,1,1,6,0,0,10,X'EF7219949687416F5E',NULL,1,1,1700000201000000,NULL,NULL,NULL);
INSERT INTO "segment" VALUES(4,1,1,2,0,0,4,X'F3B21B04',17,1,0,1700000201000000,1700000202000000,NULL,NULL);
INSERT INTO "segment" VALUES(5,1,1,3,0,0,9,X'6432BB2CB797C9',18,1,0,1700000201000000,1700000202000000,1700000209000000,0);
INSERT INTO "segment" VALUES(6,1,1,6,0,0,8,X'69F70419FE565D',NULL,1,1,1700000201000000,NULL,NULL,NULL);
INSERT INTO "segment" VALUES(7,1,1,7,0,0,6,X'66B0D9CDCE03',NULL,1,0,NULL,1700000202000000,NULL,NULL);
CREATE TABLE "setting"(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "setting" VALUES('alarm power',1700000000000000);
INSERT INTO "setting" VALUES('old copy 1 SM 4','');
INSERT INTO "setting" VALUES('pin_key',X'AABB');
CREATE TABLE unreachable(
    number TEXT PRIMARY KEY CHECK(number <> ''), failures INTEGER NOT NULL CHECK(failures > 0), code TEXT NOT NULL,
    since INTEGER NOT NULL, last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_person ON membership(person_id);
CREATE INDEX consent_person ON consent(person_id);
CREATE UNIQUE INDEX message_key ON message(key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX message_campaign ON message(campaign_id, recipient) WHERE campaign_id IS NOT NULL;
CREATE INDEX message_due ON message(priority, not_before, id) WHERE state = 0 AND line_id IS NULL;
CREATE INDEX message_bound ON message(line_id, priority, not_before, id) WHERE state = 0 AND line_id IS NOT NULL;
CREATE INDEX message_validity ON message(valid_until) WHERE state = 0;
CREATE INDEX message_doubt ON message(id) WHERE state = 6;
CREATE INDEX message_unsure ON message(id) WHERE unsure_clock = 1;
CREATE INDEX message_direct ON message(not_before, id) WHERE state = 0 AND direct = 1;
CREATE INDEX message_answer ON message(recipient, queued_at) WHERE direct = 1;
CREATE UNIQUE INDEX segment_submitting ON segment(line_id) WHERE state = 1;
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
CREATE INDEX report_reference ON report(line_id, reference, received_at);
CREATE INDEX report_unexplained ON report(line_id) WHERE message_id IS NULL;
CREATE INDEX report_message ON report(message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX campaign_key ON campaign(key) WHERE key IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('person',9);
INSERT INTO "sqlite_sequence" VALUES('campaign',1);
INSERT INTO "sqlite_sequence" VALUES('message',8);
INSERT INTO "sqlite_sequence" VALUES('inbox',2);
INSERT INTO "sqlite_sequence" VALUES('line_event',1);
INSERT INTO "sqlite_sequence" VALUES('balance',1);
PRAGMA foreign_keys = ON;
PRAGMA user_version = 4;
