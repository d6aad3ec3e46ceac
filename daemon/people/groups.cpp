#include "daemon/people/groups.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/flow/keywords.hpp"
#include "daemon/flow/languages.hpp"
#include "daemon/people/people.hpp"
#include "daemon/people/rule_sql.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
/// The text run together, and without an article where it begins with one: "la santé", "الصحة".
std::vector<std::string> spellings_of(std::string_view text)
{
    static constexpr std::string_view arabic_article = "ال";
    static constexpr std::size_t longest_article = 3; // letters of Latin script: the, la, les
    std::vector<std::string> spellings;
    auto whole = run_together(text);
    if (whole.empty()) return spellings;
    const auto all = words(fold(text));
    if (all.size() > 1 && all.front().size() <= longest_article) spellings.push_back(whole.substr(all.front().size()));
    if (whole.starts_with(arabic_article) && whole.size() > arabic_article.size())
        spellings.push_back(whole.substr(arabic_article.size()));
    spellings.insert(spellings.begin(), std::move(whole));
    return spellings;
}
} // namespace

std::optional<Group> Groups::find(const std::string& name)
{
    std::optional<Group> group;
    {
        auto row = db_.query("SELECT id, name, rule, is_open, confirm FROM people_group WHERE name = ?1", name);
        if (!row.step()) return {};
        group = Group{row.integer(0), row.text(1), row.optional_text(2), row.integer(3) != 0, row.integer(4) != 0};
    }
    auto spoken = db_.query("SELECT shown FROM group_word WHERE group_id = ?1 ORDER BY shown", group->id);
    while (spoken.step())
        group->words.push_back(spoken.text(0));
    return group;
}

std::optional<Group> Groups::find_spelt(std::string_view text)
{
    const auto wanted = spellings_of(text);
    if (wanted.empty()) return {};
    std::vector<std::string> names;
    {
        auto rows = db_.query("SELECT name FROM people_group ORDER BY is_open DESC, id");
        while (rows.step())
            names.push_back(rows.text(0));
    }
    for (const auto& spelling : wanted)
        for (const auto& name : names) {
            const auto accepted = spellings_of(name);
            if (std::ranges::find(accepted, spelling) != accepted.end()) return find(name);
        }
    for (const auto& spelling : wanted)
        if (auto group = find_by_word(spelling)) return group;
    return {};
}

std::optional<Group> Groups::find_by_word(std::string_view text)
{
    std::string name;
    {
        auto row =
            db_.query("SELECT g.name FROM group_word w JOIN people_group g ON g.id = w.group_id WHERE w.folded = "
                      "?1 AND g.is_open = 1",
                      run_together(text));
        if (!row.step()) return {};
        name = row.text(0);
    }
    return find(name);
}

bool Groups::has_rule(const std::string& name)
{
    return db_.query("SELECT 1 FROM people_group WHERE name = ?1 AND rule IS NOT NULL", name).step();
}

bool Groups::has(const std::string& number, std::int64_t group)
{
    return db_
        .query("SELECT 1 FROM person p JOIN membership m ON m.person_id = p.id WHERE p.number = ?1 AND m.group_id = ?2",
               number, group)
        .step();
}

std::string Groups::name_of(std::int64_t group)
{
    auto row = db_.query("SELECT name FROM people_group WHERE id = ?1", group);
    return row.step() ? row.text(0) : std::string{};
}

std::int64_t Groups::id_of(const std::string& name)
{
    {
        auto row = db_.query("SELECT id FROM people_group WHERE name = ?1", name);
        if (row.step()) return row.integer(0);
    }
    db_.run("INSERT INTO people_group(name) VALUES (?1)", name);
    return db_.last_id();
}

std::string Groups::set(const std::string& name, const GroupSettings& settings, const Languages& languages,
                        const Act& act)
{
    const auto before = find(name);
    const bool by_rule = settings.rule ? !settings.rule->empty() : before && before->rule;
    const bool open = settings.is_open.value_or(before && before->is_open);
    if (by_rule && open) return "a group that is made by a rule cannot be open: nobody is put into it";
    if (by_rule && name == members_group) return "who joined is in this group; a rule cannot say otherwise";
    for (const auto& word : settings.words.value_or(std::vector<std::string>{})) {
        if (run_together(word).empty()) return fmt::format("\"{}\" has no letter and no digit", word);
        if (match_keyword(word, languages)) return fmt::format("\"{}\" is a word that the box knows already", word);
        auto taken =
            db_.query("SELECT g.name FROM group_word w JOIN people_group g ON g.id = w.group_id WHERE w.folded "
                      "= ?1 AND g.name <> ?2",
                      run_together(word), name);
        if (taken.step()) return fmt::format("\"{}\" stands for group \"{}\" already", word, taken.text(0));
    }

    std::optional<std::string> rule; // as it is kept
    if (settings.rule && !settings.rule->empty()) {
        std::optional<std::int64_t> known;
        if (before) known = before->id;
        auto checked = check_rule(db_, *settings.rule, system_rule_clock(act.at), known);
        if (!checked)
            return fmt::format("column {}: {}{}{}", checked.error().column, checked.error().text,
                               checked.error().hint.empty() ? "" : "; ", checked.error().hint);
        rule = std::move(*checked);
    }
    const auto id = id_of(name);
    boost::json::object what{{"group", name}};
    if (settings.rule) {
        db_.run("UPDATE people_group SET rule = ?2 WHERE id = ?1", id, rule);
        if (rule) db_.run("DELETE FROM membership WHERE group_id = ?1", id);
        what["rule"] = rule.has_value();
    }
    if (settings.is_open) {
        db_.run("UPDATE people_group SET is_open = ?2 WHERE id = ?1", id, *settings.is_open);
        what["open"] = *settings.is_open;
    }
    if (settings.confirm) {
        db_.run("UPDATE people_group SET confirm = ?2 WHERE id = ?1", id, *settings.confirm);
        what["confirm"] = *settings.confirm;
    }
    if (settings.words) {
        db_.run("DELETE FROM group_word WHERE group_id = ?1", id);
        boost::json::array all;
        for (const auto& word : *settings.words) {
            db_.run("INSERT OR REPLACE INTO group_word(folded, shown, group_id) VALUES (?1, ?2, ?3)",
                    run_together(word), word, id);
            all.emplace_back(word);
        }
        what["words"] = std::move(all);
    }
    // A rule may name somebody's number: it is kept beside.
    Audit{db_}.note(act, before ? "group_change" : "group_add", what, rule);
    return {};
}

bool Groups::remove(const std::string& name, const Act& act)
{
    const auto group = find(name);
    if (!group) return false;
    db_.run("DELETE FROM membership WHERE group_id = ?1", group->id);
    db_.run("DELETE FROM people_group WHERE id = ?1", group->id);
    Audit{db_}.note(act, "group_remove", {{"group", name}});
    return true;
}

bool Groups::was_left(std::int64_t person, std::int64_t group)
{
    return db_.query("SELECT 1 FROM group_leaving WHERE person_id = ?1 AND group_id = ?2", person, group).step();
}

bool Groups::put(std::int64_t person, std::int64_t group)
{
    if (was_left(person, group)) return false;
    db_.run("INSERT INTO membership(group_id, person_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING", group, person);
    return db_.changes() > 0;
}

bool Groups::take(std::int64_t person, std::int64_t group)
{
    db_.run("DELETE FROM membership WHERE group_id = ?1 AND person_id = ?2", group, person);
    return db_.changes() > 0;
}

bool Groups::join(std::int64_t person, std::int64_t group)
{
    db_.run("DELETE FROM group_leaving WHERE person_id = ?1 AND group_id = ?2", person, group);
    return put(person, group);
}

bool Groups::leave(std::int64_t person, std::int64_t group, Time now)
{
    db_.run("INSERT OR REPLACE INTO group_leaving(person_id, group_id, at) VALUES (?1, ?2, ?3)", person, group, now);
    return take(person, group);
}
} // namespace nida::daemon
