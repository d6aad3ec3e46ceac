#include "daemon/store/people_schema.hpp"

#include "daemon/audit/chain.hpp"
#include "daemon/flow/fold.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace nida::daemon
{
namespace
{
// Times are microseconds since 1970.
constexpr const char* people_tables = R"sql(
CREATE TEMP TABLE given AS SELECT seq FROM sqlite_sequence WHERE name = 'person';
CREATE TABLE new_person(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token BLOB NOT NULL UNIQUE DEFAULT (randomblob(16)) CHECK(length(token) = 16), -- random: what the audit calls them, so that it needs nothing of theirs
    number TEXT NOT NULL UNIQUE CHECK(number <> ''), -- E.164 with '+'
    name TEXT, language TEXT, notes TEXT,
    line_id INTEGER REFERENCES line(id),             -- the line that they know: they wrote to it last, or it reached them
    created_at INTEGER NOT NULL, joined_at INTEGER
) STRICT;
INSERT INTO new_person(id, number, name, language, created_at, joined_at)
    SELECT id, number, name, language, created_at, joined_at FROM person;
DROP TABLE person;
ALTER TABLE new_person RENAME TO person;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM given) WHERE name = 'person' AND EXISTS (SELECT 1 FROM given);
INSERT INTO sqlite_sequence(name, seq) SELECT 'person', seq FROM given
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'person');
DROP TABLE given;
CREATE INDEX person_created ON person(created_at);
CREATE INDEX person_joined ON person(joined_at) WHERE joined_at IS NOT NULL;
CREATE INDEX person_language ON person(language);

-- Numbers that people had before; what was exchanged under them is theirs.
CREATE TABLE former_number(
    number TEXT PRIMARY KEY CHECK(number <> ''),
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE, until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_number_person ON former_number(person_id);

-- Under which the audit has what happened to them before they were merged with another entry.
CREATE TABLE former_token(
    token BLOB PRIMARY KEY CHECK(length(token) = 16), person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX former_token_person ON former_token(person_id);

ALTER TABLE people_group ADD COLUMN rule TEXT CHECK(rule <> '');  -- NULL: a list, in `membership`
ALTER TABLE people_group ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0 CHECK(is_open IN (0, 1)); -- people come in by texting its name
ALTER TABLE people_group ADD COLUMN confirm INTEGER NOT NULL DEFAULT 0 CHECK(confirm IN (0, 1)); -- who wants in is asked once more
-- Words that stand for "JOIN" and the group's name.
CREATE TABLE group_word(
    folded TEXT PRIMARY KEY CHECK(folded <> ''), shown TEXT NOT NULL,
    group_id INTEGER NOT NULL REFERENCES people_group(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX group_word_group ON group_word(group_id);
-- Who wrote that they want in, and has not said yes yet.
CREATE TABLE join_request(
    number TEXT NOT NULL CHECK(number <> ''), group_id INTEGER NOT NULL REFERENCES people_group(id) ON DELETE CASCADE,
    at INTEGER NOT NULL, sure INTEGER NOT NULL CHECK(sure IN (0, 1)), language TEXT, words TEXT NOT NULL, line TEXT NOT NULL,
    PRIMARY KEY(number, group_id)
) STRICT, WITHOUT ROWID;
-- Who left one group alone; like `leaving`, it ends only by their own text.
CREATE TABLE group_leaving(
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES people_group(id) ON DELETE CASCADE,
    at INTEGER NOT NULL, PRIMARY KEY(person_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_leaving_group ON group_leaving(group_id);

-- What an organisation wants to know of people, besides.
CREATE TABLE field(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK(name <> ''), folded TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK(kind IN ('text', 'number', 'date', 'choice', 'place')),
    choices TEXT,                                    -- a JSON array of texts
    CHECK((kind = 'choice') = (choices IS NOT NULL))
) STRICT;
CREATE TABLE person_field(
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    field_id INTEGER NOT NULL REFERENCES field(id) ON DELETE CASCADE,
    value TEXT NOT NULL CHECK(value <> ''),          -- as it is shown; a date is YYYY-MM-DD
    compared ANY NOT NULL,                           -- as rules compare it: folded; a number as REAL; a date as YYYY-MM-DD
    PRIMARY KEY(person_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_field_compared ON person_field(field_id, compared, person_id);
-- The folded words of names, notes and fields: what people are searched by.
CREATE TABLE person_word(
    word TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    PRIMARY KEY(word, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_word_person ON person_word(person_id);

-- Who was erased at their wish: a keyed hash of the number, the key of which is not in here.
CREATE TABLE erased(
    hash BLOB PRIMARY KEY CHECK(length(hash) = 32), at INTEGER NOT NULL,
    key_check BLOB NOT NULL                          -- of the key that it was made with
) STRICT, WITHOUT ROWID;

CREATE TABLE import(
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL,
    name TEXT, basis TEXT,                           -- the file's, and on what ground these people may be texted
    state INTEGER NOT NULL DEFAULT 0 CHECK(state BETWEEN 0 AND 3), -- open, done, undone, open and only tried
    added INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;
-- What an import made of whom, so that it can be undone.
CREATE TABLE import_row(
    import_id INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE,
    number TEXT NOT NULL,                            -- E.164 with '+'
    line INTEGER NOT NULL,                           -- of the file, where the number stands first
    outcome TEXT NOT NULL CHECK(outcome IN ('added', 'updated', 'unchanged', 'refused')),
    changes TEXT,                                    -- JSON: each changed value as [before, after]
    PRIMARY KEY(import_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_row_number ON import_row(number);

ALTER TABLE inbox ADD COLUMN number TEXT;            -- the sender as E.164 with '+'; NULL for names and short codes
UPDATE inbox SET number = sender WHERE sender GLOB '+[0-9]*';
CREATE INDEX inbox_number ON inbox(number, received_at) WHERE number IS NOT NULL;
CREATE INDEX message_recipient ON message(recipient);
)sql";

constexpr const char* audit_tables = R"sql(
-- Who did what, and who agreed to what, in the order in which it happened. Each row's hash covers the row before (audit/chain.hpp).
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
CREATE INDEX audit_person ON audit(person) WHERE person IS NOT NULL;
CREATE INDEX audit_backup ON audit(id) WHERE kind = 'backup';
-- What somebody wrote; the only part of the audit that goes when they are erased.
CREATE TABLE audit_words(
    audit_id INTEGER PRIMARY KEY REFERENCES audit(id), salt BLOB NOT NULL CHECK(length(salt) = 16), words TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'nothing of the audit is deleted'); END;
CREATE TRIGGER audit_words_are_not_changed BEFORE UPDATE ON audit_words
    BEGIN SELECT RAISE(ABORT, 'the words of the audit are not changed'); END;
)sql";

/// The consents of before, in their order.
void take_over_consents(Connection& db)
{
    auto consents = db.query("SELECT c.at, c.kind, c.words, c.line, c.actor, p.token FROM consent c JOIN person p ON "
                             "p.id = c.person_id ORDER BY c.id");
    while (consents.step()) {
        AuditEntry entry;
        entry.at = consents.time(0);
        entry.kind = consents.text(1);
        entry.actor = consents.optional_text(4);
        entry.person = token_of(consents.octets(5));
        if (const auto line = consents.optional_text(3))
            entry.detail = boost::json::serialize(boost::json::object{{"line", *line}});
        append_to_audit(db, std::move(entry), consents.optional_text(2));
    }
}

void note_words_of_people(Connection& db)
{
    auto people = db.query("SELECT id, name FROM person WHERE name IS NOT NULL");
    while (people.step())
        for (const auto& word : words(fold(people.text(1))))
            db.run("INSERT OR IGNORE INTO person_word(word, person_id) VALUES (?1, ?2)", word, people.integer(0));
}
} // namespace

void add_people_and_audit(Connection& connection)
{
    connection.database().exec(people_tables);
    connection.database().exec(audit_tables);
    take_over_consents(connection);
    connection.database().exec("DROP TABLE consent");
    note_words_of_people(connection);
}
} // namespace nida::daemon
