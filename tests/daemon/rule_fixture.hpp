#pragma once
#include "daemon/people/rule_sql.hpp"
#include "tests/daemon/temporary_store.hpp"

#include "daemon/people/rule_values.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// A store with people, fields, groups, campaigns and answers, in few words.
struct RuleFixture : TemporaryStore {
    RuleFixture()
    {
        auto& db = connection.database();
        if (db.execAndGet("SELECT count(*) FROM sqlite_master WHERE name = 'field'").getInt() > 0) return;
        db.exec(R"sql(
            DROP TABLE person;
            CREATE TABLE person(id INTEGER PRIMARY KEY AUTOINCREMENT, token BLOB NOT NULL UNIQUE CHECK(length(token) = 16),
                number TEXT NOT NULL UNIQUE CHECK(number <> ''), name TEXT, language TEXT, notes TEXT,
                created_at INTEGER NOT NULL, joined_at INTEGER) STRICT;
            CREATE INDEX person_created ON person(created_at);
            CREATE INDEX person_joined ON person(joined_at) WHERE joined_at IS NOT NULL;
            CREATE INDEX person_language ON person(language);
            ALTER TABLE people_group ADD COLUMN rule TEXT;
            ALTER TABLE people_group ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0;
            CREATE TABLE field(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL UNIQUE,
                kind TEXT NOT NULL CHECK(kind IN ('text', 'number', 'date', 'choice', 'place')), choices TEXT) STRICT;
            CREATE TABLE person_field(
                person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
                field_id INTEGER NOT NULL REFERENCES field(id) ON DELETE CASCADE,
                value TEXT NOT NULL, compared ANY NOT NULL, PRIMARY KEY(person_id, field_id)) STRICT, WITHOUT ROWID;
            CREATE INDEX person_field_compared ON person_field(field_id, compared, person_id);
            ALTER TABLE inbox ADD COLUMN number TEXT;
            CREATE INDEX inbox_number ON inbox(number, received_at) WHERE number IS NOT NULL;
            CREATE INDEX message_recipient ON message(recipient, id);)sql");
    }

    std::int64_t add_person(const std::string& number, const char* language = nullptr, std::optional<Time> joined = {},
                            Time added = noon)
    {
        connection.run("INSERT INTO person(token, number, language, created_at, joined_at) "
                       "VALUES (randomblob(16), ?1, ?2, ?3, ?4)",
                       number, language ? std::optional<std::string>{language} : std::nullopt, added, joined);
        return connection.last_id();
    }
    std::int64_t add_field(const std::string& name, const std::string& kind, std::optional<std::string> choices = {})
    {
        connection.run("INSERT INTO field(name, folded, kind, choices) VALUES (?1, ?2, ?3, ?4)", name,
                       compared_words(name), kind, choices);
        return connection.last_id();
    }
    void set(std::int64_t person, std::int64_t field, const std::string& value)
    {
        connection.run("INSERT INTO person_field(person_id, field_id, value, compared) VALUES (?1, ?2, ?3, ?4)", person,
                       field, value, compared_words(value));
    }
    void set(std::int64_t person, std::int64_t field, double value)
    {
        connection.run("INSERT INTO person_field(person_id, field_id, value, compared) VALUES (?1, ?2, ?3, ?4)", person,
                       field, std::to_string(value), value);
    }
    void set_day(std::int64_t person, std::int64_t field, const std::string& day)
    {
        connection.run("INSERT INTO person_field(person_id, field_id, value, compared) VALUES (?1, ?2, ?3, ?3)", person,
                       field, day);
    }
    std::int64_t add_group(const std::string& name, std::optional<std::string> rule = {})
    {
        connection.run("INSERT INTO people_group(name, rule) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET rule = ?2",
                       name, rule);
        auto row = connection.query("SELECT id FROM people_group WHERE name = ?1", name);
        row.step();
        return row.integer(0);
    }
    void put(std::int64_t person, std::int64_t group)
    {
        connection.run("INSERT INTO membership(group_id, person_id) VALUES (?1, ?2)", group, person);
    }
    std::int64_t add_campaign(Time at)
    {
        connection.run("INSERT INTO campaign(created_at, audience, text, priority, segments, recipients) "
                       "VALUES (?1, 'all', 'x', 2, 1, 0)",
                       at);
        return connection.last_id();
    }
    void add_message(std::int64_t campaign, const std::string& to, int state)
    {
        connection.run("INSERT INTO message(campaign_id, recipient, priority, state, segments, valid_until, queued_at, "
                       "sent_at, finished_at, error_code, line_id, submitting_at, in_doubt_at) "
                       "VALUES (?1, ?2, 2, ?3, 1, 0, 0, 0, 0, 'x', ?4, 0, 0)",
                       campaign, to, state, line);
    }
    void add_reply(const std::string& number, Time at)
    {
        connection.run("INSERT INTO inbox(sender, number, line_id, received_at, complete) VALUES (?1, ?1, ?2, ?3, 1)",
                       number, line, at);
    }

    /// Whom a rule means, by their ids in order.
    std::vector<std::int64_t> people(const Rule& rule, RuleUse use = RuleUse::all, std::int64_t few = few_people)
    {
        const auto compiled = compile_rule(rule, connection, utc_rule_clock(noon), use, few).value();
        auto rows = connection.query_once("SELECT p.id FROM person p WHERE " + compiled.sql + " ORDER BY p.id",
                                          compiled.values);
        std::vector<std::int64_t> ids;
        while (rows.step())
            ids.push_back(rows.integer(0));
        return ids;
    }

    std::int64_t line = add_line("one");
};
} // namespace nida::daemon
