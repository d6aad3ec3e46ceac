#include "daemon/people/people_rows.hpp"

#include "daemon/people/people.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace nida::daemon
{
namespace
{
boost::json::array groups_of(Connection& db, std::int64_t person)
{
    boost::json::array names;
    auto rows = db.query("SELECT g.name FROM membership m JOIN people_group g ON g.id = m.group_id "
                         "WHERE m.person_id = ?1 ORDER BY g.name",
                         person);
    while (rows.step())
        names.emplace_back(rows.text(0));
    return names;
}

/// Messages to this number that failed for good, one after the other.
boost::json::value failures_in(const Query& row)
{
    if (row.is_null(7)) return nullptr;
    return boost::json::object{{"times", row.integer(7)}, {"code", row.text(8)}, {"last_at", json_time(row.time(9))}};
}

boost::json::object present(Connection& db, const Query& row)
{
    const auto left_at = row.optional_time(6);
    auto groups = groups_of(db, row.integer(0));
    const bool member = std::ranges::find(groups, boost::json::value(members_group)) != groups.end();
    return {
        {"id", row.integer(0)},
        {"number", row.text(1)},
        {"name", json_text(row.optional_text(2))},
        {"language", json_text(row.optional_text(3))},
        {"state", left_at  ? "left"
                  : member ? "member"
                           : "contact"},
        {"groups", std::move(groups)},
        {"created_at", json_time(row.time(4))},
        {"joined_at", json_time(row.optional_time(5))},
        {"left_at", json_time(left_at)},
        {"failed", failures_in(row)},
    };
}

boost::json::array consents_of(Connection& db, std::int64_t person)
{
    boost::json::array consents;
    auto rows = db.query("SELECT at, kind, words, line, actor FROM consent WHERE person_id = ?1 ORDER BY id", person);
    while (rows.step())
        consents.push_back(boost::json::object{
            {"at", json_time(rows.time(0))},
            {"kind", rows.text(1)},
            {"words", json_text(rows.optional_text(2))},
            {"line", json_text(rows.optional_text(3))},
            {"actor", json_text(rows.optional_text(4))},
        });
    return consents;
}
} // namespace

std::optional<boost::json::object> person_row(Connection& db, const std::string& number, bool consents)
{
    auto row = db.query(
        "SELECT p.id, p.number, p.name, p.language, p.created_at, p.joined_at, l.at, u.failures, u.code, "
        "u.last_at FROM person p "
        "LEFT JOIN leaving l USING (number) LEFT JOIN unreachable u ON u.number = p.number WHERE p.number = ?1",
        number);
    if (!row.step()) return {};
    auto person = present(db, row);
    if (consents) person["consents"] = consents_of(db, row.integer(0));
    return person;
}

std::optional<Page> people_page(Connection& db, const std::optional<std::string>& group, PageRange range)
{
    Page page{range};
    const auto fill = [&](Query rows) {
        while (rows.step() && page.add(present(db, rows)))
            ;
    };
    if (!group) {
        fill(db.query(
            "SELECT p.id, p.number, p.name, p.language, p.created_at, p.joined_at, l.at, u.failures, u.code, "
            "u.last_at FROM person p "
            "LEFT JOIN leaving l USING (number) LEFT JOIN unreachable u ON u.number = p.number WHERE p.id > ?1 ORDER "
            "BY p.id LIMIT ?2",
            range.since, page.rows_to_read()));
        return page;
    }
    auto known = db.query("SELECT id FROM people_group WHERE name = ?1", *group);
    if (!known.step()) return {};
    fill(db.query("SELECT p.id, p.number, p.name, p.language, p.created_at, p.joined_at, l.at, u.failures, u.code, "
                  "u.last_at FROM membership m "
                  "JOIN person p ON p.id = m.person_id LEFT JOIN leaving l USING (number) "
                  "LEFT JOIN unreachable u ON u.number = p.number WHERE m.group_id = ?1 AND m.person_id > ?2 ORDER BY "
                  "m.person_id LIMIT ?3",
                  known.integer(0), range.since, page.rows_to_read()));
    return page;
}

boost::json::object group_rows(Connection& db)
{
    boost::json::array groups;
    auto rows =
        db.query("SELECT g.name, (SELECT count(*) FROM membership m WHERE m.group_id = g.id) FROM people_group g "
                 "ORDER BY g.name");
    while (rows.step())
        groups.push_back(boost::json::object{{"name", rows.text(0)}, {"people", rows.integer(1)}});
    return {{"rows", std::move(groups)}};
}
} // namespace nida::daemon
