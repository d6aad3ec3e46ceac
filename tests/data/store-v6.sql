PRAGMA foreign_keys = OFF;
CREATE TABLE audit(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL, sure INTEGER NOT NULL CHECK(sure IN (0, 1)), -- whether the clock could be believed
    kind TEXT NOT NULL CHECK(kind <> ''),
    actor TEXT,                                      -- NULL: the person themselves
    person BLOB CHECK(length(person) = 16),          -- token
    detail TEXT,                                     -- a JSON object. It stays for ever: nothing of a person may stand here
    words_hash BLOB CHECK(length(words_hash) = 32),  -- of audit_words
    hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;
INSERT INTO "audit" VALUES(1,1700000000000000,1,'join',NULL,X'9C56F6FF005C060CD04CCBA2D2D41C74','{"line":"libyana-1"}',X'DB0FF2F39651A2E91AB2E4D04EC12DED4E785842FFDBC88CD2E4F870EDDC80C9',X'D9903D86BACF1F3F63F03B2454C9599ABE44FFE5B763D9A3234FD8C7D81FE869');
INSERT INTO "audit" VALUES(2,1700000050000000,1,'leave',NULL,X'9C56F6FF005C060CD04CCBA2D2D41C74','{"line":"libyana-1"}',X'FF076DA563A8C8BC90DFB4CC1D26830B7771E77276B39B03C1E224B1D2C22016',X'199BC63DF0C6C062E501ABA1C3638AD6DD455068215E3010F73CD28796443AD3');
INSERT INTO "audit" VALUES(3,1700000060000000,1,'import','user root (uid 0)',X'5BBE071D767B4B0092ADB57D6CD193DA',NULL,NULL,X'6B491A76A26FE2065E857E500EA72528A8B38B4113ACC702C680F6E8B32444D2');
CREATE TABLE audit_words(
    audit_id INTEGER PRIMARY KEY REFERENCES audit(id), salt BLOB NOT NULL CHECK(length(salt) = 16), words TEXT NOT NULL
) STRICT;
INSERT INTO "audit_words" VALUES(1,X'3FE342920B2D39AFA32BE3826B860C80','انضم');
INSERT INTO "audit_words" VALUES(2,X'A767A0838A0F936E8C22B1B15B638907','قف، شكرا');
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
, key TEXT CHECK(key <> ''), state INTEGER NOT NULL DEFAULT 0 CHECK(state BETWEEN 0 AND 6), per_minute INTEGER CHECK(per_minute > 0), throttled_until INTEGER NOT NULL DEFAULT 0, name TEXT CHECK(name <> ''), definition TEXT CHECK(definition <> ''), parent_id INTEGER REFERENCES campaign(id) ON DELETE SET NULL, submitted_by TEXT, submitted_at INTEGER, due_at INTEGER, due_local TEXT, started_at INTEGER, filling INTEGER NOT NULL DEFAULT 0 CHECK(filling IN (0, 1)), people_up_to INTEGER, clearing INTEGER NOT NULL DEFAULT 0 CHECK(clearing IN (0, 1)), ended_at INTEGER, paused_from INTEGER CHECK(paused_from IN (2, 3))) STRICT;
INSERT INTO "campaign" VALUES(1,1700000200000000,'root','group drivers','The bridge is closed.',2,1,1,'spring-2026',3,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1700000200000000,0,NULL,0,NULL,NULL);
INSERT INTO "campaign" VALUES(2,1700000300000000,'root','all','It is over.',2,1,2,NULL,5,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1700000300000000,0,NULL,0,NULL,NULL);
INSERT INTO "campaign" VALUES(3,1700000300000000,'root','all','Half of it has left.',2,2,1,NULL,3,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1700000300000000,0,NULL,0,NULL,NULL);
INSERT INTO "campaign" VALUES(4,1700000300000000,'root','all','One is in doubt.',0,1,1,NULL,3,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1700000300000000,0,NULL,0,NULL,NULL);
INSERT INTO "campaign" VALUES(5,1700000500000000,'root','all','Come on Friday.',2,1,0,NULL,2,NULL,0,'friday','{"audience":{"all":true},"texts":[{"text":"Come on Friday."}]}',NULL,NULL,NULL,1700090000000000,'2023-11-16 01:13',NULL,0,NULL,0,NULL,NULL);
CREATE TABLE campaign_approval(
    campaign_id INTEGER NOT NULL REFERENCES campaign(id) ON DELETE CASCADE,
    actor TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(campaign_id, actor)
) STRICT, WITHOUT ROWID;
CREATE TABLE campaign_recipient(
    campaign_id INTEGER NOT NULL REFERENCES campaign(id) ON DELETE CASCADE,
    number TEXT NOT NULL CHECK(number <> ''),        -- E.164 with '+'
    fields TEXT,                                     -- a JSON object of its own columns, by folded name
    PRIMARY KEY(campaign_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "campaign_recipient" VALUES(5,'+218912345678','{"city":"Sfax"}');
CREATE TABLE campaign_text(
    campaign_id INTEGER NOT NULL REFERENCES campaign(id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK(number >= 1),      -- what message.variant names
    language TEXT, variant TEXT,                     -- NULL: for everybody; the only one
    share INTEGER NOT NULL CHECK(share >= 1), text TEXT, -- NULL: it was kept long enough
    segments INTEGER NOT NULL,                       -- of one message, before its places are filled in
    PRIMARY KEY(campaign_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "campaign_text" VALUES(5,1,NULL,NULL,1,'Come on Friday.',1);
CREATE TABLE code_message(
    message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
    request_id INTEGER REFERENCES coordinator_request(id) ON DELETE SET NULL,
    wiped INTEGER NOT NULL DEFAULT 0 CHECK(wiped IN (0, 1))
) STRICT;
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
INSERT INTO "coordinator" VALUES(1,'+218919999999','amal','ar',1,0,0,1,0,'code',NULL,0,1700000400000000);
CREATE TABLE coordinator_contact(
    id INTEGER PRIMARY KEY,
    coordinator_id INTEGER NOT NULL REFERENCES coordinator(id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE coordinator_group(
    coordinator_id INTEGER NOT NULL REFERENCES coordinator(id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES people_group(id) ON DELETE CASCADE,
    PRIMARY KEY(coordinator_id, group_id)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "coordinator_request" VALUES(1,1,'resume','','[]',NULL,NULL,NULL,NULL,'code',X'00000000000000000000000000000000',X'0000000000000000000000000000000000000000000000000000000000000000',1700000400000000,1700001000000000,NULL,0,'open');
CREATE TABLE erased(
    hash BLOB PRIMARY KEY CHECK(length(hash) = 32), at INTEGER NOT NULL,
    key_check BLOB NOT NULL                          -- of the key that it was made with
) STRICT, WITHOUT ROWID;
CREATE TABLE field(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK(name <> ''), folded TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK(kind IN ('text', 'number', 'date', 'choice', 'place')),
    choices TEXT,                                    -- a JSON array of texts
    CHECK((kind = 'choice') = (choices IS NOT NULL))
) STRICT;
CREATE TABLE former_number(
    number TEXT PRIMARY KEY CHECK(number <> ''),
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE, until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE former_token(
    token BLOB PRIMARY KEY CHECK(length(token) = 16), person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE group_leaving(
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES people_group(id) ON DELETE CASCADE,
    at INTEGER NOT NULL, PRIMARY KEY(person_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE group_word(
    folded TEXT PRIMARY KEY CHECK(folded <> ''), shown TEXT NOT NULL,
    group_id INTEGER NOT NULL REFERENCES people_group(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE import(
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL,
    name TEXT, basis TEXT,                           -- the file's, and on what ground these people may be texted
    state INTEGER NOT NULL DEFAULT 0 CHECK(state BETWEEN 0 AND 3), -- open, done, undone, open and only tried
    added INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE import_row(
    import_id INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE,
    number TEXT NOT NULL,                            -- E.164 with '+'
    line INTEGER NOT NULL,                           -- of the file, where the number stands first
    outcome TEXT NOT NULL CHECK(outcome IN ('added', 'updated', 'unchanged', 'refused')),
    changes TEXT,                                    -- JSON: each changed value as [before, after]
    PRIMARY KEY(import_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE "inbox"(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT, text TEXT, line_id INTEGER NOT NULL REFERENCES line(id),
    received_at INTEGER NOT NULL, smsc_at INTEGER, complete INTEGER NOT NULL CHECK(complete IN (0, 1)), keyword TEXT,
    kind TEXT NOT NULL DEFAULT 'sms' CHECK(kind IN ('sms', 'call', 'ussd', 'muted')),
    trouble TEXT                                     -- why its PDU could not be read, or what there is to say of a flood
, number TEXT, campaign_id INTEGER REFERENCES campaign(id) ON DELETE SET NULL) STRICT;
INSERT INTO "inbox" VALUES(1,'+218912345678','انضم',1,1700000000000000,1700000000000000,1,'JOIN','sms',NULL,'+218912345678',NULL);
INSERT INTO "inbox" VALUES(2,'+218912345678',NULL,1,1700000000000000,NULL,1,NULL,'call',NULL,'+218912345678',NULL);
CREATE TABLE join_request(
    number TEXT NOT NULL CHECK(number <> ''), group_id INTEGER NOT NULL REFERENCES people_group(id) ON DELETE CASCADE,
    at INTEGER NOT NULL, sure INTEGER NOT NULL CHECK(sure IN (0, 1)), language TEXT, words TEXT NOT NULL, line TEXT NOT NULL,
    PRIMARY KEY(number, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE lane(
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER REFERENCES campaign(id) ON DELETE CASCADE, -- NULL: single messages
    priority INTEGER NOT NULL CHECK(priority BETWEEN 0 AND 2),
    zone TEXT NOT NULL,                              -- whose hour it is, as the IANA names it; '': the box's own; '*': goes at any hour
    route INTEGER REFERENCES line(id)                -- the line that ought to send; NULL: any
) STRICT;
INSERT INTO "lane" VALUES(1,NULL,1,'',NULL);
INSERT INTO "lane" VALUES(2,1,2,'',NULL);
INSERT INTO "lane" VALUES(3,3,2,'',NULL);
INSERT INTO "lane" VALUES(4,4,0,'',NULL);
INSERT INTO "lane" VALUES(5,NULL,1,'*',NULL);
INSERT INTO "lane" VALUES(6,NULL,0,'',NULL);
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
CREATE TABLE line_recipient(
    line_id INTEGER NOT NULL REFERENCES line(id), recipient TEXT NOT NULL CHECK(recipient <> ''), last_at INTEGER NOT NULL,
    PRIMARY KEY(line_id, recipient)
) STRICT, WITHOUT ROWID;
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
    queued_at INTEGER NOT NULL, submitting_at INTEGER, sent_at INTEGER, in_doubt_at INTEGER, finished_at INTEGER, lane_id INTEGER CHECK(lane_id IS NOT NULL OR state NOT IN (0, 1, 6)), variant INTEGER,
    CHECK(text IS NOT NULL OR campaign_id IS NOT NULL OR state NOT IN (0, 1, 6)),
    CHECK(state NOT IN (1, 6) OR (line_id IS NOT NULL AND submitting_at IS NOT NULL)),
    CHECK(state <> 6 OR in_doubt_at IS NOT NULL),
    CHECK(state NOT IN (2, 3, 4, 5) OR sent_at IS NOT NULL),
    CHECK(state NOT IN (3, 4, 5, 7, 8, 9) OR finished_at IS NOT NULL),
    CHECK(state NOT IN (7, 8, 9) OR error_code IS NOT NULL)
) STRICT;
INSERT INTO "message" VALUES(1,'a',NULL,'+218912345678','queued',1,0,0,1,1,1,0,0,0,1800000000000000,0,NULL,NULL,NULL,1700000200000000,NULL,NULL,NULL,NULL,1,NULL);
INSERT INTO "message" VALUES(2,NULL,1,'+218912345678',NULL,2,0,0,NULL,0,1,0,0,0,1800000000000000,0,NULL,NULL,'root',1700000200000000,NULL,NULL,NULL,NULL,2,NULL);
INSERT INTO "message" VALUES(3,NULL,NULL,'+218912345678','on its way',1,6,0,1,0,1,1,0,0,1800000000000000,0,'in_doubt','nidad ended while a modem had it',NULL,1700000200000000,1700000201000000,NULL,1795352998609668,NULL,1,NULL);
INSERT INTO "message" VALUES(4,NULL,NULL,'+218912345678','sent',1,2,0,1,0,1,1,0,0,1800000000000000,0,NULL,NULL,NULL,1700000200000000,1700000201000000,1700000202000000,NULL,NULL,NULL,NULL);
INSERT INTO "message" VALUES(5,NULL,NULL,'+218912345678','delivered',1,3,1,1,0,1,1,0,0,1800000000000000,0,NULL,NULL,NULL,1700000200000000,1700000201000000,1700000202000000,NULL,1700000209000000,NULL,NULL);
INSERT INTO "message" VALUES(6,NULL,NULL,'+218912345678','in doubt',1,6,0,1,0,1,1,0,0,1800000000000000,0,'in_doubt','nidad ended',NULL,1700000200000000,1700000201000000,NULL,1700000202000000,NULL,1,NULL);
INSERT INTO "message" VALUES(7,NULL,NULL,'+218912345678','failed',1,7,0,1,0,1,1,0,0,1800000000000000,0,'cms_1','Unassigned number',NULL,1700000200000000,1700000201000000,NULL,NULL,1700000202000000,NULL,NULL);
INSERT INTO "message" VALUES(8,NULL,NULL,'+218912345678','given up',1,9,0,NULL,0,1,0,0,0,1800000000000000,0,'cancelled','cancelled before it left',NULL,1700000200000000,NULL,NULL,NULL,1700000202000000,NULL,NULL);
INSERT INTO "message" VALUES(9,NULL,2,'+218912345678',NULL,2,3,0,1,0,1,1,0,0,1800000000000000,0,NULL,NULL,'root',1700000300000000,1700000300000001,1700000300000002,NULL,1700000300000009,NULL,NULL);
INSERT INTO "message" VALUES(10,NULL,2,'+218912345679',NULL,2,9,0,NULL,0,1,0,0,0,1800000000000000,0,'cancelled','cancelled before it left','root',1700000300000000,NULL,NULL,NULL,1700000300000009,NULL,NULL);
INSERT INTO "message" VALUES(11,NULL,3,'+218912345678',NULL,2,0,0,1,0,2,1,0,0,1800000000000000,0,NULL,NULL,'root',1700000300000000,1700000300000001,NULL,NULL,NULL,3,NULL);
INSERT INTO "message" VALUES(12,NULL,4,'+218912345679',NULL,0,6,0,1,0,1,1,0,0,1800000000000000,0,'in_doubt','nidad ended','root',1700000300000000,1700000300000001,NULL,1700000300000002,NULL,4,NULL);
INSERT INTO "message" VALUES(13,NULL,NULL,'+218912345679','a line was preferred',1,0,0,2,0,1,0,0,0,1800000000000000,0,NULL,NULL,NULL,1700000300000000,NULL,NULL,NULL,NULL,1,NULL);
INSERT INTO "message" VALUES(14,NULL,NULL,'+218912345679','a direct answer',1,0,1,NULL,0,1,0,0,0,1800000000000000,0,NULL,NULL,NULL,1700000300000000,NULL,NULL,NULL,NULL,5,NULL);
INSERT INTO "message" VALUES(15,NULL,NULL,'+218912345679','an alert that is tried again',0,0,0,NULL,0,1,1,0,1700000300000050,1800000000000000,0,'cms_41','Temporary failure',NULL,1700000300000000,1700000300000001,NULL,NULL,NULL,6,NULL);
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
CREATE TABLE "people_group"(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK(name <> ''), rule TEXT CHECK(rule <> ''), is_open INTEGER NOT NULL DEFAULT 0 CHECK(is_open IN (0, 1)), confirm INTEGER NOT NULL DEFAULT 0 CHECK(confirm IN (0, 1))) STRICT;
INSERT INTO "people_group" VALUES(1,'drivers',NULL,0,0);
CREATE TABLE "person"(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token BLOB NOT NULL UNIQUE DEFAULT (randomblob(16)) CHECK(length(token) = 16), -- random: what the audit calls them, so that it needs nothing of theirs
    number TEXT NOT NULL UNIQUE CHECK(number <> ''), -- E.164 with '+'
    name TEXT, language TEXT, notes TEXT,
    line_id INTEGER REFERENCES line(id),             -- the line that they know: they wrote to it last, or it reached them
    created_at INTEGER NOT NULL, joined_at INTEGER
) STRICT;
INSERT INTO "person" VALUES(1,X'9C56F6FF005C060CD04CCBA2D2D41C74','+218912345678','Amina','ar',NULL,1,1700000000000000,1700000000000000);
INSERT INTO "person" VALUES(2,X'5BBE071D767B4B0092ADB57D6CD193DA','+218912345679',NULL,NULL,NULL,NULL,1700000000000000,NULL);
CREATE TABLE person_field(
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    field_id INTEGER NOT NULL REFERENCES field(id) ON DELETE CASCADE,
    value TEXT NOT NULL CHECK(value <> ''),          -- as it is shown; a date is YYYY-MM-DD
    compared ANY NOT NULL,                           -- as rules compare it: folded; a number as REAL; a date as YYYY-MM-DD
    PRIMARY KEY(person_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE person_word(
    word TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    PRIMARY KEY(word, person_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "person_word" VALUES('amina',1);
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
INSERT INTO "segment" VALUES(9,1,1,3,0,0,11,X'C9F4',20,1,0,1700000300000001,1700000300000002,1700000300000009,0);
INSERT INTO "segment" VALUES(11,1,1,2,0,1,12,X'C8',21,1,0,1700000300000001,1700000300000002,NULL,NULL);
INSERT INTO "segment" VALUES(11,2,1,0,0,1,12,X'C8',NULL,0,0,NULL,NULL,NULL,NULL);
INSERT INTO "segment" VALUES(12,1,1,6,0,0,12,X'CF',NULL,1,1,1700000300000001,NULL,NULL,NULL);
CREATE TABLE "setting"(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "setting" VALUES('alarm power',1700000000000000);
INSERT INTO "setting" VALUES('old copy 1 SM 4','');
INSERT INTO "setting" VALUES('pin_key',X'AABB');
CREATE TABLE template(
    folded TEXT PRIMARY KEY CHECK(folded <> ''), name TEXT NOT NULL CHECK(name <> ''), texts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "template" VALUES('welcome','Welcome','[{"text":"Welcome"}]');
CREATE TABLE unreachable(
    number TEXT PRIMARY KEY CHECK(number <> ''), failures INTEGER NOT NULL CHECK(failures > 0), code TEXT NOT NULL,
    since INTEGER NOT NULL, last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_person ON membership(person_id);
CREATE UNIQUE INDEX message_key ON message(key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX message_campaign ON message(campaign_id, recipient) WHERE campaign_id IS NOT NULL;
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
CREATE INDEX person_created ON person(created_at);
CREATE INDEX person_joined ON person(joined_at) WHERE joined_at IS NOT NULL;
CREATE INDEX person_language ON person(language);
CREATE INDEX former_number_person ON former_number(person_id);
CREATE INDEX former_token_person ON former_token(person_id);
CREATE INDEX group_word_group ON group_word(group_id);
CREATE INDEX group_leaving_group ON group_leaving(group_id);
CREATE INDEX person_field_compared ON person_field(field_id, compared, person_id);
CREATE INDEX person_word_person ON person_word(person_id);
CREATE INDEX import_row_number ON import_row(number);
CREATE INDEX inbox_number ON inbox(number, received_at) WHERE number IS NOT NULL;
CREATE INDEX message_recipient ON message(recipient);
CREATE INDEX audit_person ON audit(person) WHERE person IS NOT NULL;
CREATE INDEX audit_backup ON audit(id) WHERE kind = 'backup';
CREATE INDEX campaign_running ON campaign(id) WHERE state = 3;
CREATE UNIQUE INDEX lane_is ON lane(coalesce(campaign_id, 0), priority, zone, coalesce(route, 0));
CREATE INDEX message_due ON message(lane_id, not_before, id) WHERE state = 0 AND line_id IS NULL;
CREATE INDEX line_recipient_last ON line_recipient(line_id, last_at);
CREATE INDEX campaign_due ON campaign(due_at) WHERE state = 2;
CREATE INDEX campaign_filling ON campaign(id) WHERE filling = 1;
CREATE INDEX campaign_clearing ON campaign(id) WHERE clearing = 1;
CREATE INDEX campaign_parent ON campaign(parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX campaign_recipient_number ON campaign_recipient(number);
CREATE INDEX inbox_campaign ON inbox(campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX coordinator_group_group ON coordinator_group(group_id);
CREATE INDEX coordinator_request_of ON coordinator_request(coordinator_id, id);
CREATE INDEX coordinator_request_open ON coordinator_request(expires_at) WHERE state = 'open';
CREATE INDEX coordinator_request_closed ON coordinator_request(closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX coordinator_request_number ON coordinator_request(number) WHERE number IS NOT NULL;
CREATE INDEX coordinator_request_held ON coordinator_request(held_id) WHERE held_id IS NOT NULL;
CREATE INDEX coordinator_request_campaign ON coordinator_request(campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX coordinator_contact_at ON coordinator_contact(coordinator_id, at);
CREATE INDEX code_message_request ON code_message(request_id) WHERE request_id IS NOT NULL;
CREATE INDEX code_message_legible ON code_message(message_id) WHERE wiped = 0;
CREATE INDEX leaving_at ON leaving(at);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'nothing of the audit is deleted'); END;
CREATE TRIGGER audit_words_are_not_changed BEFORE UPDATE ON audit_words
    BEGIN SELECT RAISE(ABORT, 'the words of the audit are not changed'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('campaign',5);
INSERT INTO "sqlite_sequence" VALUES('message',15);
INSERT INTO "sqlite_sequence" VALUES('inbox',2);
INSERT INTO "sqlite_sequence" VALUES('line_event',2);
INSERT INTO "sqlite_sequence" VALUES('balance',1);
INSERT INTO "sqlite_sequence" VALUES('person',9);
INSERT INTO "sqlite_sequence" VALUES('audit',3);
INSERT INTO "sqlite_sequence" VALUES('coordinator',1);
INSERT INTO "sqlite_sequence" VALUES('coordinator_request',1);
PRAGMA foreign_keys = ON;
PRAGMA user_version = 6;
