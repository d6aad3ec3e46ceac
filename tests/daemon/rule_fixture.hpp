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
                       "sent_at, finished_at, error_code, line_id, submitting_at, in_doubt_at, lane_id) "
                       "VALUES (?1, ?2, 2, ?3, 1, 0, 0, 0, 0, 'x', ?4, 0, 0, 1)",
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
