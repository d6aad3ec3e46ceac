#include "daemon/people/people.hpp"

#include "protocol/unicode.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::size_t longest_group_name = 64;
constexpr std::size_t longest_person_name = 200;

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// One line of readable text of at most so many characters.
bool is_one_line(std::string_view text, std::size_t most_characters)
{
    if (!protocol::is_valid_utf8(text)) return false;
    const auto characters = protocol::decode_utf8(text);
    const auto is_control = [](char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); };
    return characters.size() <= most_characters && std::ranges::none_of(characters, is_control);
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
} // namespace

std::optional<std::string> group_name(std::string_view written)
{
    const auto name = trimmed(written);
    if (name.empty() || name.find(';') != name.npos || !is_one_line(name, longest_group_name)) return {};
    return std::string{name};
}

std::optional<std::string> person_name(std::string_view written)
{
    const auto name = trimmed(written);
    if (!is_one_line(name, longest_person_name)) return {};
    return std::string{name};
}

std::optional<Person> People::find(const std::string& number)
{
    auto row = db_.query("SELECT p.id, p.number, p.name, p.language, p.joined_at, l.at FROM person p "
                         "LEFT JOIN leaving l ON l.number = p.number WHERE p.number = ?1",
                         number);
    if (!row.step()) return {};
    return Person{row.integer(0),       row.text(1),         row.text(2), parse_language(row.text(3)),
                  row.optional_time(4), row.optional_time(5)};
}

bool People::has_left(const std::string& number)
{
    return db_.query("SELECT 1 FROM leaving WHERE number = ?1", number).step();
}

Joined People::join(const std::string& number, std::optional<Language> language, const std::string& words,
                    const std::string& line, Time now)
{
    db_.run("DELETE FROM leaving WHERE number = ?1", number);
    db_.run("INSERT INTO person(number, language, created_at, joined_at) VALUES (?1, ?2, ?3, ?3) "
            "ON CONFLICT(number) DO UPDATE SET language = coalesce(?2, language), joined_at = ?3",
            number, code_of(language), now);
    const auto person = find(number)->id;
    const bool is_new = put_into_group(person, members_group);
    consent(person, now, "join", words, line, {});
    return {person, !is_new};
}

bool People::leave(const std::string& number, const std::string& words, const std::string& line, Time now)
{
    const auto person = find(number);
    db_.run("INSERT INTO leaving(number, at) VALUES (?1, ?2) ON CONFLICT(number) DO UPDATE SET at = ?2", number, now);
    if (!person) return false;
    db_.run("DELETE FROM membership WHERE person_id = ?1", person->id);
    consent(person->id, now, "leave", words, line, {});
    return !person->left;
}

People::Change People::add(const PersonDetails& details, const char* kind, const std::string& actor, Time now)
{
    if (has_left(details.number)) return Change::left;
    const bool added = !find(details.number);
    if (added)
        db_.run("INSERT INTO person(number, name, language, created_at) VALUES (?1, ?2, ?3, ?4)", details.number,
                unless_empty(details.name), code_of(details.language), now);
    else
        db_.run("UPDATE person SET name = coalesce(?2, name), language = coalesce(?3, language) WHERE number = ?1 "
                "AND (name IS NOT coalesce(?2, name) OR language IS NOT coalesce(?3, language))",
                details.number, unless_empty(details.name), code_of(details.language));
    bool changed = db_.changes() > 0;

    const auto person = find(details.number)->id;
    for (const auto& group : details.groups)
        changed |= put_into_group(person, group);
    if (changed) consent(person, now, kind, {}, {}, actor);
    return added ? Change::added : changed ? Change::updated : Change::unchanged;
}

bool People::erase(const std::string& number)
{
    // The store's foreign keys take memberships and consents along.
    db_.run("DELETE FROM person WHERE number = ?1", number);
    return db_.changes() > 0;
}

std::int64_t People::group_id(const std::string& name)
{
    db_.run("INSERT OR IGNORE INTO people_group(name) VALUES (?1)", name);
    auto row = db_.query("SELECT id FROM people_group WHERE name = ?1", name);
    row.step();
    return row.integer(0);
}

bool People::put_into_group(std::int64_t person, const std::string& group)
{
    db_.run("INSERT OR IGNORE INTO membership(group_id, person_id) VALUES (?1, ?2)", group_id(group), person);
    return db_.changes() > 0;
}

void People::consent(std::int64_t person, Time at, const char* kind, const std::optional<std::string>& words,
                     const std::optional<std::string>& line, const std::optional<std::string>& actor)
{
    db_.run("INSERT INTO consent(person_id, at, kind, words, line, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", person, at,
            kind, words, line, actor);
}
} // namespace nida::daemon
