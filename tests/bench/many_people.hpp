#pragma once
#include "tests/daemon/rule_fixture.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

namespace nida::daemon
{
/// People with numbers in no order, of whom two thirds joined over two years, in 200 groups; four fields; a campaign to nearly everybody, one
/// to few, and answers of some.
struct ManyPeople : RuleFixture {
    explicit ManyPeople(std::int64_t people)
    {
        const auto end = std::int64_t{noon.time_since_epoch().count()};
        connection.database().exec("PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF; BEGIN");
        add_field("city", "place");
        add_field("age", "number");
        add_field("birth", "date");
        add_field("role", "choice", R"(["member", "marshal", "medic"])");
        fill("INSERT INTO person(token, number, name, language, created_at, joined_at) "
             "SELECT randomblob(16), '+2162' || printf('%07d', (i * 7919) % 10000000), 'name ' || i, "
             "CASE WHEN i % 10 < 6 THEN 'ar' WHEN i % 10 < 9 THEN 'fr' WHEN i % 100 < 95 THEN 'en' END, "
             "?2 - (?1 - i) * 63000000, CASE WHEN i % 3 THEN ?2 - (?1 - i) * 63000000 END FROM n",
             people, end);
        for (int i = 1; i <= 200; ++i)
            add_group(i == 1 ? "members" : fmt::format("group {}", i));
        fill("INSERT INTO membership SELECT 1, i FROM n WHERE i % 3", people, end);
        for (std::int64_t group = 2; group <= 200; ++group)
            connection.run("INSERT INTO membership SELECT ?1, id FROM person WHERE (id * 31 + ?1 * 17) % (?1 * 2) = 0",
                           group);
        fill("INSERT INTO person_field SELECT i, 1, 'City ' || ((i * i + 7) % 300), 'city ' || ((i * i + 7) % 300) "
             "FROM n "
             "WHERE i % 20",
             people, end);
        fill("INSERT INTO person_field SELECT i, 2, 16 + i % 60, CAST(16 + i % 60 AS REAL) FROM n WHERE i % 2", people,
             end);
        fill("INSERT INTO person_field SELECT i, 4, r, r FROM (SELECT i, CASE WHEN i % 500 = 0 THEN 'medic' "
             "WHEN i % 50 = 0 THEN 'marshal' ELSE 'member' END r FROM n WHERE i % 5 = 0)",
             people, end);
        for (int days = 20; days > 0; --days)
            add_campaign(noon - std::chrono::days{days});
        fill("INSERT INTO message(campaign_id, recipient, priority, state, segments, valid_until, queued_at, sent_at, "
             "finished_at, "
             "error_code) SELECT 12, number, 2, CASE WHEN id % 20 = 0 THEN 7 WHEN id % 2 THEN 3 ELSE 2 END, 1, 0, 0, "
             "0, 0, 'x' "
             "FROM person WHERE id % 33",
             people, end);
        fill("INSERT INTO message(campaign_id, recipient, priority, state, segments, valid_until, queued_at, sent_at, "
             "finished_at) "
             "SELECT 13, number, 2, 3, 1, 0, 0, 0, 0 FROM person WHERE id % 500 = 1",
             people, end);
        fill("INSERT INTO inbox(sender, number, line_id, received_at, complete) SELECT r, r, 1, t, 1 FROM (SELECT "
             "'+2162' || printf('%07d', (i * 7919) % 10000000) r, ?2 - (?1 - i) * 5000000 t FROM n WHERE i % 3 = 0)",
             people, end);
        fill("INSERT INTO leaving SELECT number, 0, NULL FROM person WHERE id % 33 = 0", people, end);
        fill("INSERT INTO unreachable SELECT number, 3, 'x', 0, 0 FROM person WHERE id % "
             "70 = 0",
             people, end);
        connection.database().exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
        add_group("leaders", "field role is one of marshal, medic and in group members");
    }
    /// @param sql  with a table `n` of the numbers from 1 to ?1, the people; ?2 is the present
    void fill(const std::string& sql, std::int64_t people, std::int64_t end)
    {
        connection
            .query_once("WITH RECURSIVE n(i) AS (SELECT 1 WHERE ?2 > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) " +
                            sql,
                        std::vector<SqlValue>{people, end})
            .run();
    }
};
} // namespace nida::daemon
