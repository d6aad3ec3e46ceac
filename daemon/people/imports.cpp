#include "daemon/people/imports.hpp"

#include "daemon/people/groups.hpp"
#include "daemon/people/person_fields.hpp"
#include "daemon/people/search.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <map>

namespace nida::daemon
{
namespace
{
enum class ImportState { open = 0, done = 1, undone = 2, trial = 3 };

std::string_view to_string(ImportState state)
{
    switch (state) {
    case ImportState::open: return "open";
    case ImportState::done: return "done";
    case ImportState::undone: return "undone";
    case ImportState::trial: break;
    }
    return "trial";
}

/// What two rows about one person changed together.
void add_changes(boost::json::object& all, const boost::json::object& more)
{
    for (const auto& [what, change] : more) {
        auto* known = all.if_contains(what);
        if (!known)
            all[what] = change;
        else if (what == "groups")
            for (const auto& group : change.as_array())
                known->as_array().push_back(group);
        else
            known->as_array().at(1) = change.as_array().at(1);
    }
}

boost::json::object present(const Query& row)
{
    return {{"id", row.integer(0)},
            {"at", json_time(row.time(1))},
            {"actor", row.text(2)},
            {"name", json_text(row.optional_text(3))},
            {"basis", json_text(row.optional_text(4))},
            {"state", to_string(row.as<ImportState>(5))},
            {"added", row.integer(6)},
            {"updated", row.integer(7)},
            {"unchanged", row.integer(8)},
            {"refused", row.integer(9)}};
}

std::optional<std::string> unless_empty(const std::string& text)
{
    if (text.empty()) return {};
    return text;
}
} // namespace

std::int64_t Imports::open(const NewImport& import, const Act& act)
{
    // Trials that were cut off before their end have left their rows.
    db_.run("DELETE FROM import WHERE state = 3 AND at < ?1", act.at - std::chrono::hours{24});
    db_.run("INSERT INTO import(at, actor, name, basis, state) VALUES (?1, ?2, ?3, ?4, ?5)", act.at,
            act.actor.value_or(""), unless_empty(import.name), unless_empty(import.basis),
            import.trial ? ImportState::trial : ImportState::open);
    const auto id = db_.last_id();
    if (!import.trial) {
        boost::json::object detail{{"import", id}};
        if (!import.basis.empty()) detail["basis"] = import.basis;
        Audit{db_}.note(act, "import_begins", detail);
    }
    return id;
}

std::optional<bool> Imports::is_open(std::int64_t import)
{
    auto row = db_.query("SELECT state FROM import WHERE id = ?1", import);
    if (!row.step()) return {};
    const auto state = row.as<ImportState>(0);
    return state == ImportState::open || state == ImportState::trial;
}

std::optional<Imports::Told> Imports::told_before(std::int64_t import, const std::string& number)
{
    auto row =
        db_.query("SELECT line, outcome, changes FROM import_row WHERE import_id = ?1 AND number = ?2", import, number);
    if (!row.step()) return {};
    Told told{row.integer(0), row.text(1), {}};
    if (!row.is_null(2)) told.changes = boost::json::parse(row.text(2)).as_object();
    return told;
}

void Imports::take_row(const ImportRow& row, const boost::json::object& detail, const Act& act,
                       std::optional<Told>& told, ImportTally& tally)
{
    People people{db_};
    if (auto why = people.objection(row.details); !why.empty()) {
        const bool gone = people.has_left(row.details.number) || people.was_erased(row.details.number);
        ++(gone ? tally.left : tally.refused);
        (gone ? tally.passed_over : tally.refusals).push_back({row.line, std::move(why)});
        return;
    }
    boost::json::object changes;
    const auto change = people.add(row.details, "import", act, detail, &changes);
    const bool updated = change == People::Change::updated || (told && change == People::Change::added);
    tally.added += change == People::Change::added && !told;
    tally.updated += updated;
    tally.unchanged += change == People::Change::unchanged;
    if (!told)
        told = Told{row.line, change == People::Change::added ? "added" : updated ? "updated" : "unchanged", {}};
    else {
        tally.merged.push_back({row.line, fmt::format("the same person as in line {}", told->line)});
        if (updated && told->outcome == "unchanged") told->outcome = "updated";
    }
    add_changes(told->changes, changes);
}

ImportTally Imports::take(std::int64_t import, std::span<const ImportRow> rows, const Act& act)
{
    bool trial = false;
    boost::json::object detail{{"import", import}};
    {
        auto row = db_.query("SELECT state, basis FROM import WHERE id = ?1", import);
        if (!row.step()) return {};
        trial = row.as<ImportState>(0) == ImportState::trial;
        if (!row.is_null(1)) detail["basis"] = row.text(1);
    }
    ImportTally tally;
    std::map<std::string, Told> all;
    if (trial) db_.run("SAVEPOINT trial");
    for (const auto& row : rows) {
        const auto& number = row.details.number;
        std::optional<Told> told;
        if (const auto known = all.find(number); known != all.end())
            told = std::move(known->second);
        else
            told = told_before(import, number);
        take_row(row, detail, act, told, tally);
        if (told) all[number] = std::move(*told);
    }
    if (trial) {
        db_.run("ROLLBACK TO trial");
        db_.run("RELEASE trial");
    }
    for (const auto& [number, told] : all) {
        std::optional<std::string> changes;
        if (!trial && !told.changes.empty()) changes = boost::json::serialize(told.changes);
        db_.run("INSERT INTO import_row(import_id, number, line, outcome, changes) VALUES (?1, ?2, ?3, ?4, ?5) "
                "ON CONFLICT(import_id, number) DO UPDATE SET outcome = ?4, changes = ?5",
                import, number, told.line, told.outcome, changes);
    }
    db_.run(
        "UPDATE import SET added = added + ?2, updated = updated + ?3, unchanged = unchanged + ?4, refused = refused "
        "+ ?5 WHERE id = ?1",
        import, tally.added, tally.updated, tally.unchanged, tally.refused + tally.left);
    return tally;
}

void Imports::close(std::int64_t import)
{
    db_.run("DELETE FROM import WHERE id = ?1 AND state = 3", import);
    db_.run("UPDATE import SET state = 1 WHERE id = ?1 AND state = 0", import);
}

/// Whether anybody but this import has written about them since it began.
bool Imports::changed_since(const PersonToken& person, std::int64_t import)
{
    auto row =
        db_.query("SELECT 1 FROM audit WHERE person = ?1 AND NOT (kind = 'import' AND json_extract(detail, "
                  "'$.import') = ?2) AND id > (SELECT min(id) FROM audit WHERE person = ?1 AND kind = 'import' AND "
                  "json_extract(detail, '$.import') = ?2) LIMIT 1",
                  person, import);
    return row.step();
}

/// @return whether anything could be put back
bool Imports::put_back(const Person& person, const boost::json::object& changes, const Act& act)
{
    PersonFields fields{db_};
    const auto now_in = fields.of_person(person.id);
    Groups groups{db_};
    PersonCorrection correction;
    for (const auto& [key, change] : changes) {
        const std::string what{key};
        if (what == "groups") {
            for (const auto& group : change.as_array())
                if (groups.find(std::string{group.as_string()}))
                    correction.out_of_groups.emplace_back(group.as_string());
            continue;
        }
        const std::string before{change.as_array().at(0).as_string()}, after{change.as_array().at(1).as_string()};
        if (what == "name" && person.name == after) correction.name = before;
        if (what == "notes" && person.notes == after) correction.notes = before;
        if (what == "language" && person.language && to_string(*person.language) == after) correction.language = before;
        if (what.starts_with("field ")) {
            const auto name = what.substr(6);
            const auto field = fields.find(name);
            const auto* value = field ? now_in.if_contains(field->name) : nullptr;
            if (value && value->as_string() == after) correction.fields.emplace_back(name, before);
        }
    }
    const bool anything = correction.name || correction.language || correction.notes || !correction.fields.empty() ||
                          !correction.out_of_groups.empty();
    return anything && People{db_}.correct(person.number, correction, act).empty();
}

Imports::Undone Imports::undo(std::int64_t import, int rows, const Act& act)
{
    struct Done {
        std::string number, outcome;
        boost::json::object changes;
    };
    std::vector<Done> some;
    {
        auto row =
            db_.query("SELECT number, outcome, changes FROM import_row WHERE import_id = ?1 LIMIT ?2", import, rows);
        while (row.step())
            some.push_back({row.text(0), row.text(1),
                            row.is_null(2) ? boost::json::object{} : boost::json::parse(row.text(2)).as_object()});
    }
    Undone undone;
    People people{db_};
    for (const auto& [number, outcome, changes] : some) {
        db_.run("DELETE FROM import_row WHERE import_id = ?1 AND number = ?2", import, number);
        const auto person = people.find(number);
        if (!person || outcome == "unchanged") continue;
        if (outcome == "added" && !person->joined_at && !changed_since(person->token, import)) {
            people.remove(number, act);
            ++undone.removed;
            continue;
        }
        if (outcome == "added") {
            undone.kept.push_back(number);
            continue;
        }
        if (put_back(*person, changes, act)) ++undone.restored;
    }
    undone.over = static_cast<int>(some.size()) < rows;
    if (undone.over) {
        db_.run("UPDATE import SET state = 2 WHERE id = ?1", import);
        Audit{db_}.note(act, "import_undone", {{"import", import}});
    }
    return undone;
}

std::optional<boost::json::object> Imports::row(std::int64_t import)
{
    auto row =
        db_.query("SELECT id, at, actor, name, basis, state, added, updated, unchanged, refused FROM import WHERE "
                  "id = ?1",
                  import);
    if (!row.step()) return {};
    return present(row);
}

Page Imports::page(PageRange range)
{
    Page page{range};
    auto rows =
        db_.query("SELECT id, at, actor, name, basis, state, added, updated, unchanged, refused FROM import WHERE "
                  "id > ?1 ORDER BY id LIMIT ?2",
                  range.since, page.rows_to_read());
    while (rows.step() && page.add(present(rows)))
        ;
    return page;
}
} // namespace nida::daemon
