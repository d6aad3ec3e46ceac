#include "daemon/coordinator/person_order.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/flow/languages.hpp"
#include "daemon/people/people.hpp"
#include "protocol/numbering/numbering_plan.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::string_view spaces = " \t\r\n\f\v";
/// Words that a group's name has, at most.
constexpr std::size_t most_group_words = 8;
/// Words that a telephone number is written in, at most.
constexpr std::size_t most_number_words = 8;

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(spaces);
    return begin == text.npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

/// Where each of the first words ends that space separates.
std::vector<std::size_t> word_ends(std::string_view text, std::size_t at_most)
{
    std::vector<std::size_t> ends;
    for (std::size_t at = text.find_first_not_of(spaces); at != text.npos && ends.size() < at_most;) {
        const auto end = std::min(text.find_first_of(spaces, at), text.size());
        ends.push_back(end);
        at = text.find_first_not_of(spaces, end);
    }
    return ends;
}

/// How many octets at the front of a text are a comma, in one of two scripts.
std::size_t comma_at(std::string_view text)
{
    if (text.starts_with(",")) return 1;
    static constexpr std::string_view arabic = "،";
    return text.starts_with(arabic) ? arabic.size() : 0;
}

/// The first comma, or the end.
std::size_t find_comma(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at)
        if (comma_at(text.substr(at)) > 0) return at;
    return text.size();
}

/// Letter by letter, unlike in what people text to join: whom an alert goes to is not guessed.
std::optional<std::string> group_called(Connection& db, std::string_view written)
{
    const auto wanted = run_together(written);
    if (wanted.empty()) return {};
    auto names = db.query("SELECT name FROM people_group ORDER BY id");
    while (names.step())
        if (run_together(names.text(0)) == wanted) return names.text(0);
    return {};
}

std::string_view without_colon(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with(":")) text = trimmed(text.substr(1));
    return text;
}
} // namespace

GroupsAndText groups_before_text(Connection& db, std::string_view written)
{
    GroupsAndText found;
    for (auto rest = trimmed(written);;) {
        const auto name_space = rest.substr(0, find_comma(rest));
        std::optional<std::string> group;
        std::size_t end = 0;
        const auto ends = word_ends(name_space, most_group_words);
        for (auto it = ends.rbegin(); it != ends.rend() && !group; ++it) {
            end = *it;
            group = group_called(db, name_space.substr(0, end));
        }
        if (!group) {
            // "women-sfax, come at five": what stands behind the comma is no other group, but the text.
            if (!found.groups.empty()) found.text = without_colon(rest);
            return found;
        }
        if (std::ranges::find(found.groups, *group) == found.groups.end()) found.groups.push_back(*group);
        rest = trimmed(rest.substr(end));
        const auto comma = comma_at(rest);
        if (comma == 0) {
            found.text = without_colon(rest);
            return found;
        }
        rest = trimmed(rest.substr(comma));
    }
}

std::optional<PersonOrder> read_person(Connection& db, std::string_view written, const std::string& country)
{
    const auto text = trimmed(written);
    PersonOrder person;
    std::size_t behind = 0;
    const auto ends = word_ends(text, most_number_words);
    for (auto it = ends.rbegin(); it != ends.rend() && behind == 0; ++it) {
        const auto number = text.substr(0, *it);
        const bool has_letters = std::ranges::any_of(words(fold(number)), [](const std::string& word) {
            return !std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
        });
        if (has_letters) continue;
        const auto parsed = protocol::parse_number(number, country);
        if (!parsed || !parsed->possible) continue;
        person.number = parsed->text();
        behind = *it;
    }
    if (behind == 0) return {};
    const auto rest = trimmed(text.substr(behind));
    // The longest run of words at the end that spells a group, with a name before it.
    for (const auto end : word_ends(rest, 64)) {
        const auto last = trimmed(rest.substr(end));
        if (last.empty()) break;
        const auto group = group_called(db, last);
        if (!group) continue;
        auto name = trimmed(rest.substr(0, end));
        while (name.ends_with(','))
            name.remove_suffix(1);
        const auto checked = person_name(name);
        if (!checked || checked->empty()) return {};
        person.name = *checked;
        person.group = *group;
        return person;
    }
    return {};
}
} // namespace nida::daemon
