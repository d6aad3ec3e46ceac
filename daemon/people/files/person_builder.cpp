#include "daemon/people/files/person_builder.hpp"

#include "daemon/people/files/written_cells.hpp"

#include <algorithm>
#include <utility>

namespace nida::daemon
{

namespace
{

/// A name, a group or a field is a word or a few. Longer ones are cells that were never closed, and not worth a copy.
constexpr std::size_t longest_cell = 10'000;
constexpr std::size_t most_groups = 200;
constexpr std::size_t most_numbers = 100;

/// Line ends and other runs of blanks inside a name are one blank.
std::string on_one_line(std::string_view text)
{
    std::string line;
    for (const char c : trimmed(text)) {
        const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!is_blank)
            line += c;
        else if (line.empty() || line.back() != ' ')
            line += ' ';
    }
    return line;
}

} // namespace

void PersonBuilder::add_number(std::string_view written, Rank rank)
{
    if (trimmed(written).empty() || numbers_.size() == most_numbers) return;
    numbers_.push_back({std::string{trimmed(written)}, rank});
}

void PersonBuilder::add_groups(const std::vector<std::string>& groups)
{
    for (const auto& group : groups) {
        if (std::ranges::find(person_.groups, group) != person_.groups.end()) continue;
        if (group.size() > longest_cell) return refuse("a cell is too long");
        if (person_.groups.size() == most_groups) return refuse("more groups than anybody is in");
        person_.groups.push_back(group);
    }
}

void PersonBuilder::add_note(std::string_view note)
{
    const auto text = trimmed(note);
    if (text.empty()) return;
    if (!person_.notes.empty()) person_.notes += '\n';
    person_.notes += text;
}

void PersonBuilder::add_field(const std::string& name, std::string_view value)
{
    auto text = on_one_line(value);
    if (text.empty()) return;
    if (text.size() > longest_cell) return refuse("a cell is too long");
    for (const auto& [known, _] : person_.fields)
        if (known == name) return;
    person_.fields.push_back({name, std::move(text)});
}

void PersonBuilder::set_language(std::string_view written)
{
    if (written.size() > longest_cell) return refuse("a cell is too long");
    if (person_.language.empty()) person_.language = language_code(written);
}

void PersonBuilder::set_names(std::string_view first, std::string_view middle, std::string_view last)
{
    joined_name_.clear();
    for (const auto part : {first, middle, last})
        if (const auto text = on_one_line(part); !text.empty())
            joined_name_ += (joined_name_.empty() ? "" : " ") + text;
}

void PersonBuilder::finish(PeopleFile& file)
{
    person_.name = on_one_line(name_);
    if (person_.name.empty()) person_.name = std::move(joined_name_);
    if (person_.name.size() > longest_cell) refuse("a cell is too long");

    std::ranges::stable_sort(numbers_, {}, &Number::rank);
    if (refused_.empty() && numbers_.empty()) refuse("the number is missing");
    for (const auto& number : numbers_) {
        auto [plain, trouble] = plain_number(number.written);
        const bool is_first = &number == &numbers_.front();
        // A damaged mobile number is not replaced by that of an office.
        if (is_first && !trouble.empty() && refused_.empty()) refuse(std::move(trouble));
        if (plain.empty()) continue;
        if (is_first)
            person_.number = std::move(plain);
        else if (plain != person_.number &&
                 std::ranges::find(person_.other_numbers, plain) == person_.other_numbers.end())
            person_.other_numbers.push_back(std::move(plain));
    }
    if (refused_.empty())
        file.rows.push_back(std::move(person_));
    else
        file.rejected.push_back({person_.line, std::move(refused_)});
}

} // namespace nida::daemon
