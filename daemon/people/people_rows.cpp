#include "daemon/people/people_rows.hpp"

#include "daemon/audit/audit.hpp"
#include "daemon/people/people.hpp"
#include "daemon/people/person_fields.hpp"

#include <boost/json/array.hpp>

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

/// Columns: id, number, name, language, created_at, joined_at, left at, failures, code, last_at, notes, line
boost::json::object present(Connection& db, const Query& row)
{
    const auto left_at = row.optional_time(6);
    auto groups = groups_of(db, row.integer(0));
    const bool member = !row.is_null(5); // by their own word; others may put them into any group
    return {
        {"id", row.integer(0)},
        {"number", row.text(1)},
        {"name", json_text(row.optional_text(2))},
        {"language", json_text(row.optional_text(3))},
        {"state", left_at  ? "left"
                  : member ? "member"
                           : "contact"},
        {"groups", std::move(groups)},
        {"fields", PersonFields{db}.of_person(row.integer(0))},
        {"notes", json_text(row.optional_text(10))},
        {"line", json_text(row.optional_text(11))},
        {"created_at", json_time(row.time(4))},
        {"joined_at", json_time(row.optional_time(5))},
        {"left_at", json_time(left_at)},
        {"failed", failures_in(row)},
    };
}

/// What the audit has of them, in the words of before.
boost::json::array consents_of(Connection& db, const PersonToken& token)
{
    boost::json::array consents;
    for (auto& item : Audit{db}.of_person(token)) {
        auto& entry = item.as_object();
        const auto* detail = entry.at("detail").if_object();
        const auto* line = detail ? detail->if_contains("line") : nullptr;
        consents.push_back(boost::json::object{
            {"at", entry.at("at")},
            {"kind", entry.at("kind")},
            {"words", entry.at("words")},
            {"line", line ? *line : boost::json::value(nullptr)},
            {"actor", entry.at("actor")},
            {"detail", entry.at("detail")},
            {"sure_clock", entry.at("sure_clock")},
            {"audit", entry.at("id")},
        });
    }
    return consents;
}

boost::json::array left_groups_of(Connection& db, std::int64_t person)
{
    boost::json::array groups;
    auto rows = db.query("SELECT g.name, l.at FROM group_leaving l JOIN people_group g ON g.id = l.group_id WHERE "
                         "l.person_id = ?1 ORDER BY g.id",
                         person);
    while (rows.step())
        groups.push_back(boost::json::object{{"group", rows.text(0)}, {"at", json_time(rows.time(1))}});
    return groups;
}

boost::json::array former_numbers_of(Connection& db, std::int64_t person)
{
    boost::json::array numbers;
    auto rows = db.query("SELECT number, until FROM former_number WHERE person_id = ?1 ORDER BY until", person);
    while (rows.step())
        numbers.push_back(boost::json::object{{"number", rows.text(0)}, {"until", json_time(rows.time(1))}});
    return numbers;
}
} // namespace

std::optional<boost::json::object> person_row(Connection& db, const std::string& number, bool whole)
{
    std::optional<boost::json::object> person;
    std::int64_t id = 0;
    {
        auto row =
            db.query("SELECT p.id, p.number, p.name, p.language, p.created_at, p.joined_at, l.at, u.failures, u.code, "
                     "u.last_at, p.notes, line.name FROM person p LEFT JOIN line ON line.id = p.line_id "
                     "LEFT JOIN leaving l ON l.number = p.number LEFT JOIN unreachable u ON u.number = p.number WHERE "
                     "p.number = ?1",
                     number);
        if (!row.step()) return {};
        person = present(db, row);
        id = row.integer(0);
    }
    if (whole) {
        (*person)["consents"] = consents_of(db, People{db}.find(number)->token);
        (*person)["left_groups"] = left_groups_of(db, id);
        (*person)["former_numbers"] = former_numbers_of(db, id);
    }
    return person;
}

Page people_page(Connection& db, PageRange range)
{
    Page page{range};
    auto rows = db.query("SELECT p.id, p.number, p.name, p.language, p.created_at, p.joined_at, l.at, u.failures, "
                         "u.code, u.last_at, p.notes, line.name FROM person p LEFT JOIN line ON line.id = p.line_id "
                         "LEFT JOIN leaving l ON l.number = p.number LEFT JOIN unreachable u ON u.number = p.number "
                         "WHERE p.id > ?1 ORDER BY p.id LIMIT ?2",
                         range.since, page.rows_to_read());
    while (rows.step() && page.add(present(db, rows)))
        ;
    return page;
}

Page people_page(Connection& db, const std::vector<std::int64_t>& ids, PageRange range)
{
    Page page{range};
    for (const auto id : ids) {
        auto row = db.query("SELECT p.id, p.number, p.name, p.language, p.created_at, p.joined_at, l.at, u.failures, "
                            "u.code, u.last_at, p.notes, line.name FROM person p LEFT JOIN line ON line.id = p.line_id "
                            "LEFT JOIN leaving l ON l.number = p.number LEFT JOIN unreachable u ON u.number = p.number "
                            "WHERE p.id = ?1",
                            id);
        if (row.step() && !page.add(present(db, row))) break;
    }
    return page;
}

std::vector<std::int64_t> people_in(Connection& db, const Audience& audience, std::int64_t since, std::int64_t limit,
                                    Time now)
{
    const auto meant = audience_sql(db, audience, now);
    std::vector<SqlValue> values{since, limit};
    values.insert(values.end(), meant.values.begin(), meant.values.end());
    auto rows = db.query_once(
        "SELECT p.id FROM person p WHERE p.id > ?1 AND ?2 > 0 AND " + meant.sql + " ORDER BY p.id LIMIT ?2", values);
    std::vector<std::int64_t> ids;
    while (rows.step())
        ids.push_back(rows.integer(0));
    return ids;
}

boost::json::object group_row(const Group& group)
{
    boost::json::array words;
    for (const auto& word : group.words)
        words.emplace_back(word);
    return {{"name", group.name},
            {"rule", json_text(group.rule)},
            {"open", group.is_open},
            {"confirm", group.confirm},
            {"words", std::move(words)}};
}

boost::json::object group_rows(Connection& db)
{
    std::vector<std::pair<std::string, std::int64_t>> listed;
    {
        auto rows = db.query("SELECT g.name, (SELECT count(*) FROM membership m WHERE m.group_id = g.id) FROM "
                             "people_group g ORDER BY g.name");
        while (rows.step())
            listed.emplace_back(rows.text(0), rows.integer(1));
    }
    boost::json::array groups;
    Groups all{db};
    for (const auto& [name, people] : listed) {
        const auto group = all.find(name);
        auto row = group_row(*group);
        row["people"] = group->rule ? boost::json::value(nullptr) : boost::json::value(people);
        groups.push_back(std::move(row));
    }
    return {{"rows", std::move(groups)}};
}
} // namespace nida::daemon
