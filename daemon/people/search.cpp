#include "daemon/people/search.hpp"

#include "daemon/flow/fold.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace nida::daemon
{
namespace
{
constexpr std::size_t longest_word = 64;       // octets: what is longer is found by its beginning
constexpr std::size_t most_words_of_one = 400; // long notes
constexpr std::size_t most_words_asked = 8;
constexpr std::int64_t ids_at_a_stretch = 2000;

void add_words(std::set<std::string>& all, const std::string& text)
{
    for (auto& word : words(fold(text))) {
        if (all.size() >= most_words_of_one) return;
        word.resize(std::min(word.size(), longest_word));
        all.insert(std::move(word));
    }
}

/// The least text that begins with no `prefix` and stands behind all that do.
std::string behind(std::string prefix)
{
    prefix += "\xF8"; // behind every octet of UTF-8
    return prefix;
}

bool is_of_digits(const std::string& word)
{
    return word.size() >= 4 && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool has_word(Connection& db, std::int64_t person, const std::string& word)
{
    auto found = db.query("SELECT 1 FROM person_word WHERE person_id = ?1 AND word >= ?2 AND word < ?3 LIMIT 1", person,
                          word, behind(word));
    if (found.step()) return true;
    if (!is_of_digits(word)) return false;
    auto number = db.query("SELECT 1 FROM person WHERE id = ?1 AND instr(number, ?2) > 0", person, word);
    return number.step();
}

/// Some of those who have the word, in their order. @return false where there may be more behind the last
bool candidates(Connection& db, const std::string& word, std::int64_t since, std::vector<std::int64_t>& ids)
{
    const auto take = [&](Query rows) {
        std::int64_t count = 0;
        for (; rows.step(); ++count)
            ids.push_back(rows.integer(0));
        return count < ids_at_a_stretch;
    };
    if (!is_of_digits(word))
        return take(
            db.query("SELECT DISTINCT person_id FROM person_word WHERE word >= ?1 AND word < ?2 AND person_id > "
                     "?3 ORDER BY person_id LIMIT ?4",
                     word, behind(word), since, ids_at_a_stretch));
    return take(db.query("SELECT id FROM person WHERE id > ?1 AND (instr(number, ?2) > 0 OR EXISTS (SELECT 1 FROM "
                         "person_word WHERE person_id = person.id AND word >= ?2 AND word < ?3)) ORDER BY id LIMIT ?4",
                         since, word, behind(word), ids_at_a_stretch));
}
} // namespace

void note_words(Connection& db, std::int64_t person)
{
    std::set<std::string> all;
    {
        auto row = db.query("SELECT name, notes FROM person WHERE id = ?1", person);
        if (!row.step()) return;
        add_words(all, row.text(0));
        add_words(all, row.text(1));
    }
    {
        auto rows = db.query("SELECT value FROM person_field WHERE person_id = ?1", person);
        while (rows.step())
            add_words(all, rows.text(0));
    }
    {
        auto rows = db.query("SELECT word FROM person_word WHERE person_id = ?1", person);
        std::vector<std::string> gone;
        while (rows.step())
            if (all.erase(rows.text(0)) == 0) gone.push_back(rows.text(0));
        for (const auto& word : gone)
            db.run("DELETE FROM person_word WHERE word = ?1 AND person_id = ?2", word, person);
    }
    for (const auto& word : all)
        db.run("INSERT INTO person_word(word, person_id) VALUES (?1, ?2)", word, person);
}

std::vector<std::int64_t> find_people(Connection& db, std::string_view text, std::int64_t since, std::int64_t limit)
{
    auto asked = words(fold(text));
    if (asked.size() > most_words_asked) asked.resize(most_words_asked);
    if (asked.empty()) return {};
    // The longest word is most often the rarest.
    std::ranges::stable_sort(asked, [](const auto& a, const auto& b) {
        return is_of_digits(a) != is_of_digits(b) ? is_of_digits(b) : a.size() > b.size();
    });
    for (auto& word : asked)
        word.resize(std::min(word.size(), longest_word));

    std::vector<std::int64_t> found;
    for (bool over = false; !over;) {
        std::vector<std::int64_t> some;
        over = candidates(db, asked.front(), since, some);
        for (const auto id : some) {
            since = id;
            const bool fits =
                std::all_of(asked.begin() + 1, asked.end(), [&](const auto& word) { return has_word(db, id, word); });
            if (!fits) continue;
            found.push_back(id);
            if (static_cast<std::int64_t>(found.size()) == limit) return found;
        }
    }
    return found;
}
} // namespace nida::daemon
