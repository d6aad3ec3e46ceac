
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

-- What a busy installation of that version holds: a message in each state, a person who was removed, a report that nothing explained.
INSERT INTO line(id, name, iccid, imei, number, next_reference, last_message, last_number, imsi, sim_since) VALUES
    (1, 'libyana-1', '8921800000000000001', '356938031000014', '+218911234567', 7, 3, 1, '606010000000001', 1700000000000000),
    (2, 'almadar-1', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO person(id, number, name, language, created_at, joined_at) VALUES
    (1, '+218912345678', 'Amina', 'ar', 1700000000000000, 1700000000000000),
    (2, '+218912345679', NULL, NULL, 1700000000000000, NULL),
    (9, '+218912345680', NULL, 'fr', 1700000000000000, NULL);
DELETE FROM person WHERE id = 9;
INSERT INTO leaving(number, at, smsc_at) VALUES ('+218912345680', 1700000100000000, 1700000099000000);
INSERT INTO people_group(id, name) VALUES (1, 'drivers');
INSERT INTO membership(group_id, person_id) VALUES (1, 1);
INSERT INTO consent(id, person_id, at, kind, words, line, actor) VALUES (1, 1, 1700000000000000, 'join', 'انضم', 'libyana-1', NULL);
INSERT INTO campaign(id, created_at, actor, audience, text, priority, segments, recipients)
    VALUES (1, 1700000200000000, 'root', 'group drivers', 'The bridge is closed.', 2, 1, 1);
INSERT INTO message(id, key, campaign_id, recipient, text, priority, state, direct, line_id, pinned, segments, attempts, resends,
    not_before, valid_until, error_code, error_text, actor, queued_at, submitting_at, sent_at, in_doubt_at, finished_at) VALUES
    (1, 'a', NULL, '+218912345678', 'queued', 1, 0, 0, 1, 1, 1, 0, 0, 0, 1800000000000000, NULL, NULL, NULL, 1700000200000000, NULL, NULL, NULL, NULL),
    (2, NULL, 1, '+218912345678', NULL, 2, 0, 0, NULL, 0, 1, 0, 0, 0, 1800000000000000, NULL, NULL, 'root', 1700000200000000, NULL, NULL, NULL, NULL),
    (3, NULL, NULL, '+218912345678', 'on its way', 1, 1, 0, 1, 0, 1, 1, 0, 0, 1800000000000000, NULL, NULL, NULL, 1700000200000000, 1700000201000000, NULL, NULL, NULL),
    (4, NULL, NULL, '+218912345678', 'sent', 1, 2, 0, 1, 0, 1, 1, 0, 0, 1800000000000000, NULL, NULL, NULL, 1700000200000000, 1700000201000000, 1700000202000000, NULL, NULL),
    (5, NULL, NULL, '+218912345678', 'delivered', 1, 3, 1, 1, 0, 1, 1, 0, 0, 1800000000000000, NULL, NULL, NULL, 1700000200000000, 1700000201000000, 1700000202000000, NULL, 1700000209000000),
    (6, NULL, NULL, '+218912345678', 'in doubt', 1, 6, 0, 1, 0, 1, 1, 0, 0, 1800000000000000, 'in_doubt', 'nidad ended', NULL, 1700000200000000, 1700000201000000, NULL, 1700000202000000, NULL),
    (7, NULL, NULL, '+218912345678', 'failed', 1, 7, 0, 1, 0, 1, 1, 0, 0, 1800000000000000, 'cms_1', 'Unassigned number', NULL, 1700000200000000, 1700000201000000, NULL, NULL, 1700000202000000),
    (8, NULL, NULL, '+218912345678', 'given up', 1, 9, 0, NULL, 0, 1, 0, 0, 0, 1800000000000000, 'cancelled', 'cancelled before it left', NULL, 1700000200000000, NULL, NULL, NULL, 1700000202000000);
INSERT INTO segment(message_id, number, line_id, state, dcs, has_udh, length, user_data, reference, attempts, doubted, submitting_at, result_at, report_at, tp_status) VALUES
    (3, 1, 1, 1, 0, 0, 10, x'EF7219949687416F5E', NULL, 1, 0, 1700000201000000, NULL, NULL, NULL),
    (4, 1, 1, 2, 0, 0, 4, x'F3B21B04', 17, 1, 0, 1700000201000000, 1700000202000000, NULL, NULL),
    (5, 1, 1, 3, 0, 0, 9, x'6432BB2CB797C9', 18, 1, 0, 1700000201000000, 1700000202000000, 1700000209000000, 0),
    (6, 1, 1, 6, 0, 0, 8, x'69F70419FE565D', NULL, 1, 1, 1700000201000000, NULL, NULL, NULL),
    (7, 1, 1, 7, 0, 0, 6, x'66B0D9CDCE03', NULL, 1, 0, NULL, 1700000202000000, NULL, NULL);
INSERT INTO stray_report(id, line_id, reference, recipient, tp_status, smsc_at, received_at, pdu)
    VALUES (1, 1, 44, '+218912345678', 0, 1700000203000000, 1700000204000000, x'0706');
INSERT INTO inbox(id, sender, text, line_id, received_at, smsc_at, complete, keyword, kind, trouble) VALUES
    (1, '+218912345678', 'انضم', 1, 1700000000000000, 1700000000000000, 1, 'JOIN', 'sms', NULL),
    (2, '+218912345678', NULL, 1, 1700000000000000, NULL, 1, NULL, 'call', NULL);
INSERT INTO part(id, line_id, storage, slot, pdu, received_at, sender, reference, total, number, text, smsc_at, inbox_id, report) VALUES
    (1, 1, 'SM', 3, x'0791', 1700000000000000, NULL, NULL, NULL, NULL, NULL, NULL, 1, 0),
    (2, 1, 'SM', NULL, x'0792', 1700000000000000, '+218912345678', 200, 3, 2, 'middle', 1700000000000000, NULL, 0);
INSERT INTO pin_attempt(subject, pin_hash, at) VALUES ('8921800000000000001', x'0102', 1700000000000000);
INSERT INTO setting(name, value) VALUES ('pin_key', x'AABB'), ('alarm power', 1700000000000000), ('old copy 1 SM 4', '');
INSERT INTO modem(imei, manufacturer, model, ussd_form, seen_at) VALUES ('356938031000014', 'huawei', 'E173', 'packed', 1700000000000000);
INSERT INTO recovery(model, step, tried, worked, last_at) VALUES ('E173', 'reopen', 3, 2, 1700000000000000);
INSERT INTO line_event(id, line_id, at, kind, text) VALUES (1, 1, 1700000000000000, 'state', 'ready');
INSERT INTO balance(id, line_id, at, amount_milli, currency, expires_at, units, text) VALUES (1, 1, 1700000000000000, 12500, 'LYD', NULL, NULL, '12.5 LYD');
PRAGMA user_version = 2;
