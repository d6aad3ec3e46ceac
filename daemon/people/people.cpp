#include "daemon/people/people.hpp"

#include "daemon/people/groups.hpp"
#include "daemon/people/person_fields.hpp"
#include "daemon/people/search.hpp"
#include "protocol/unicode.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::size_t longest_group_name = 64;
constexpr std::size_t longest_person_name = 200;
constexpr std::size_t longest_notes = 4000;

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }
bool is_control_within_lines(char32_t c) { return is_control(c) && c != U'\n' && c != U'\t' && c != U'\r'; }

/// Readable text of at most so many characters.
bool is_text(std::string_view text, std::size_t most_characters, bool (*forbidden)(char32_t))
{
    if (!protocol::is_valid_utf8(text)) return false;
    const auto characters = protocol::decode_utf8(text);
    return characters.size() <= most_characters && std::ranges::none_of(characters, forbidden);
}

std::optional<std::string> unless_empty(const std::string& text)
{
    if (text.empty()) return {};
    return text;
}

std::optional<std::string> code_of(std::optional<Language> language)
{
    if (!language) return {};
    return std::string{to_string(*language)};
}

void note_change(boost::json::object* changes, std::string_view what, const std::string& before,
                 const std::string& after)
{
    if (changes) (*changes)[what] = boost::json::array{boost::json::value(before), boost::json::value(after)};
}
} // namespace

std::optional<std::string> group_name(std::string_view written)
{
    const auto name = trimmed(written);
    const bool separates = name.find(';') != name.npos || name.find(" ::: ") != name.npos;
    if (name.empty() || separates || !is_text(name, longest_group_name, is_control)) return {};
    return std::string{name};
}

std::optional<std::string> person_name(std::string_view written)
{
    const auto name = trimmed(written);
    if (!is_text(name, longest_person_name, is_control)) return {};
    return std::string{name};
}

std::optional<std::string> person_notes(std::string_view written)
{
    const auto notes = trimmed(written);
    if (!is_text(notes, longest_notes, is_control_within_lines)) return {};
    return std::string{notes};
}

std::optional<Person> People::find(const std::string& number)
{
    auto row = db_.query("SELECT p.id, p.token, p.number, p.name, p.language, p.notes, p.joined_at, l.at FROM person p "
                         "LEFT JOIN leaving l ON l.number = p.number WHERE p.number = ?1",
                         number);
    if (!row.step()) return {};
    return Person{row.integer(0),       token_of(row.octets(1)),     row.text(2),
                  row.text(3),          parse_language(row.text(4)), row.text(5),
                  row.optional_time(6), row.optional_time(7)};
}

bool People::has_left(const std::string& number)
{
    return db_.query("SELECT 1 FROM leaving WHERE number = ?1", number).step();
}

bool People::was_erased(const std::string& number)
{
    return db_.query("SELECT 1 FROM erased WHERE hash = erasure_hash(?1)", number).step();
}

/// Somebody who comes by themselves: whatever stood against it is over.
Person People::welcome(const std::string& number, std::optional<Language> language, Time now)
{
    db_.run("DELETE FROM leaving WHERE number = ?1", number);
    db_.run("DELETE FROM erased WHERE hash = erasure_hash(?1)", number);
    // Whoever had this number before has another one now.
    db_.run("DELETE FROM former_number WHERE number = ?1", number);
    db_.run("INSERT INTO person(number, language, created_at, joined_at) VALUES (?1, ?2, ?3, ?3) "
            "ON CONFLICT(number) DO UPDATE SET language = coalesce(?2, language), joined_at = ?3",
            number, code_of(language), now);
    return *find(number);
}

Joined People::join(const std::string& number, std::optional<Language> language, const std::string& words,
                    const std::string& line, const Act& act, const char* kind)
{
    const auto person = welcome(number, std::move(language), act.at);
    Groups groups{db_};
    const bool is_new = groups.join(person.id, groups.id_of(members_group));
    Audit{db_}.note_of(person.token, act, kind, {{"line", line}}, words);
    return {person.id, !is_new};
}

void People::join_group(const std::string& number, std::int64_t group, std::optional<Language> language,
                        const std::string& words, const std::string& line, const Act& act, const char* kind)
{
    const auto person = welcome(number, std::move(language), act.at);
    Groups groups{db_};
    groups.join(person.id, group);
    Audit{db_}.note_of(person.token, act, kind, {{"line", line}, {"group", groups.name_of(group)}}, words);
}

void People::leave_group(const std::string& number, std::int64_t group, const std::string& words,
                         const std::string& line, const Act& act)
{
    const auto person = find(number);
    if (!person) return;
    Groups groups{db_};
    groups.leave(person->id, group, act.at);
    Audit{db_}.note_of(person->token, act, "leave_group", {{"line", line}, {"group", groups.name_of(group)}}, words);
}

bool People::leave(const std::string& number, const std::string& words, const std::string& line, const Act& act)
{
    const auto person = find(number);
    db_.run("DELETE FROM join_request WHERE number = ?1", number);
    if (!person && was_erased(number)) return false; // which says all that is needed, without the number
    db_.run("INSERT INTO leaving(number, at) VALUES (?1, ?2) ON CONFLICT(number) DO UPDATE SET at = ?2", number,
            act.at);
    if (!person) return false;
    db_.run("DELETE FROM membership WHERE person_id = ?1", person->id);
    Audit{db_}.note_of(person->token, act, "leave", {{"line", line}}, words);
    return !person->left;
}

void People::note_line(const std::string& number, std::int64_t line)
{
    db_.run("UPDATE person SET line_id = ?2 WHERE number = ?1 AND line_id IS NOT ?2", number, line);
}

std::string People::objection(const PersonDetails& details)
{
    if (was_erased(details.number))
        return "they were erased at their wish: only they can come back, by texting a word for joining";
    if (has_left(details.number)) return "they have left: only they can come back, by texting a word for joining";
    {
        auto former = db_.query("SELECT p.number FROM former_number f JOIN person p ON p.id = f.person_id WHERE "
                                "f.number = ?1",
                                details.number);
        if (former.step())
            return fmt::format("this number was changed to {}: add to that one, or remove it first", former.text(0));
    }
    Groups groups{db_};
    for (const auto& name : details.groups)
        if (groups.has_rule(name))
            return fmt::format("group \"{}\" is made by a rule: nobody is put into it by hand", name);
    PersonFields fields{db_};
    for (const auto& [name, value] : details.fields)
        if (auto wrong = fields.objection(name, value); !wrong.empty()) return wrong;
    return {};
}

Person People::create(const PersonDetails& details, Time now)
{
    db_.run("INSERT INTO person(number, name, language, notes, created_at) VALUES (?1, ?2, ?3, ?4, ?5)", details.number,
            unless_empty(details.name), code_of(details.language), unless_empty(details.notes), now);
    return *find(details.number);
}

/// Gives a known person what is told of them and differs. @return whether anything did
bool People::update(const Person& known, const PersonDetails& details, boost::json::object* changes)
{
    bool changed = false;
    const auto differs = [&](std::string_view what, const std::string& before, const std::string& after) {
        if (after.empty() || before == after) return;
        note_change(changes, what, before, after);
        changed = true;
    };
    differs("name", known.name, details.name);
    differs("language", code_of(known.language).value_or(""), code_of(details.language).value_or(""));
    differs("notes", known.notes, details.notes);
    if (changed)
        db_.run("UPDATE person SET name = coalesce(?2, name), language = coalesce(?3, language), notes = coalesce(?4, "
                "notes) WHERE id = ?1",
                known.id, unless_empty(details.name), code_of(details.language), unless_empty(details.notes));
    return changed;
}

People::Change People::add(const PersonDetails& details, const char* kind, const Act& act,
                           const boost::json::object& detail, boost::json::object* changes)
{
    if (has_left(details.number) || was_erased(details.number)) return Change::left;
    const auto known = find(details.number);
    const auto person = known ? *known : create(details, act.at);
    bool changed = known ? update(*known, details, changes) : true;

    PersonFields fields{db_};
    for (const auto& [name, value] : details.fields)
        if (!value.empty())
            if (const auto set = fields.set(person.id, name, value)) {
                note_change(changes, "field " + name, set->before, set->after);
                changed = true;
            }
    Groups groups{db_};
    boost::json::array into;
    for (const auto& name : details.groups)
        if (groups.put(person.id, groups.id_of(name))) into.emplace_back(name);
    if (!into.empty()) changed = true;
    if (changes && !into.empty()) (*changes)["groups"] = into;
    if (!changed) return Change::unchanged;

    note_words(db_, person.id);
    auto noted = detail;
    if (!into.empty()) noted["groups"] = std::move(into);
    Audit{db_}.note_of(person.token, act, kind, noted);
    return known ? Change::updated : Change::added;
}

std::string People::correct(const std::string& number, const PersonCorrection& correction, const Act& act)
{
    const auto known = find(number);
    if (!known) return "nobody is known under this number";
    PersonFields fields{db_};
    Groups groups{db_};
    for (const auto& [name, value] : correction.fields)
        if (auto wrong = fields.objection(name, value); !wrong.empty()) return wrong;
    for (const auto& name : correction.into_groups) {
        if (known->left) return "they have left: only they can come back, by texting a word for joining";
        if (groups.has_rule(name))
            return fmt::format("group \"{}\" is made by a rule: nobody is put into it by hand", name);
        if (const auto group = groups.find(name); group && groups.was_left(known->id, group->id))
            return fmt::format(
                "they have left group \"{}\": only they can come back, by texting a word for joining and "
                "its name",
                name);
    }
    for (const auto& name : correction.out_of_groups)
        if (!groups.find(name)) return fmt::format("there is no group \"{}\"", name);

    boost::json::array what;
    const auto correct_text = [&](const char* sql, std::string_view column, const std::string& before,
                                  const std::optional<std::string>& after) {
        if (!after || *after == before) return;
        db_.run(sql, known->id, unless_empty(*after));
        what.emplace_back(column);
    };
    correct_text("UPDATE person SET name = ?2 WHERE id = ?1", "name", known->name, correction.name);
    correct_text("UPDATE person SET language = ?2 WHERE id = ?1", "language", code_of(known->language).value_or(""),
                 correction.language);
    correct_text("UPDATE person SET notes = ?2 WHERE id = ?1", "notes", known->notes, correction.notes);
    for (const auto& [name, value] : correction.fields)
        if (fields.set(known->id, name, value)) what.emplace_back("field " + name);
    for (const auto& name : correction.into_groups)
        if (groups.put(known->id, groups.id_of(name))) what.emplace_back("into " + name);
    for (const auto& name : correction.out_of_groups)
        if (groups.take(known->id, groups.find(name)->id)) what.emplace_back("out of " + name);
    if (what.empty()) return {};
    note_words(db_, known->id);
    Audit{db_}.note_of(known->token, act, "change", {{"what", std::move(what)}});
    return {};
}

bool People::remove(const std::string& number, const Act& act)
{
    const auto known = find(number);
    if (!known) return false;
    db_.run(
        "DELETE FROM audit_words WHERE audit_id IN (SELECT id FROM audit WHERE person IN (SELECT ?1 UNION ALL SELECT "
        "token FROM former_token WHERE person_id = ?2))",
        known->token, known->id);
    // The store's foreign keys take along what else belongs to them.
    db_.run("DELETE FROM person WHERE id = ?1", known->id);
    Audit{db_}.note_of(known->token, act, "remove");
    return true;
}
} // namespace nida::daemon
