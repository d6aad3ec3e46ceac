#include "daemon/people/files/people_csv.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/people/files/csv.hpp"
#include "daemon/people/files/headings.hpp"
#include "daemon/people/files/person_builder.hpp"
#include "daemon/people/files/written_cells.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace nida::daemon
{

namespace
{

constexpr std::size_t rows_looked_at = 100;

using Cells = std::vector<std::string>;

/// "sep=;" is Excel's own first line. Takes it off, but leaves its line end, so that lines are counted as people see them.
std::optional<char> take_separator_line(std::string_view& text)
{
    const auto line = text.substr(0, text.find_first_of("\r\n"));
    auto content = trimmed(line);
    if (content.size() > 2 && content.front() == '"' && content.back() == '"')
        content = content.substr(1, content.size() - 2);
    if (content.size() != 5 || !fold(content.substr(0, 4)).starts_with("sep=")) return {};
    text.remove_prefix(line.size());
    return content[4];
}

bool is_blank(const Cells& row)
{
    return std::ranges::all_of(row, [](const auto& cell) { return trimmed(cell).empty(); });
}

/// A date has as many digits as a number, and the same dashes.
bool is_date(std::string_view text)
{
    const auto first = text.find_first_of("-/."), second = text.find_first_of("-/.", first + 1);
    if (first == text.npos || second == text.npos || text.find_first_of("-/.", second + 1) != text.npos) return false;
    const auto middle = second - first - 1;
    return text.size() <= 10 && middle <= 2 && (first == 4 || (first <= 2 && text.size() - second - 1 <= 4));
}

bool seems_a_number(std::string_view cell)
{
    for (const auto& written : numbers_in(cell)) {
        if (is_date(written)) return false;
        if (is_shortened_number(written)) return true;
        const auto plain = plain_number(written).digits;
        const auto digits = plain.size() - (plain.starts_with('+') ? 1 : 0);
        if (digits >= 7 && digits <= 15) return true;
    }
    return false;
}

bool has_letters(std::string_view cell)
{
    return std::ranges::any_of(fold(cell),
                               [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

/// The first column for which `holds` is true in nearly all rows, and which nobody has named yet.
template <class Predicate>
Column* column_holding(std::vector<Column>& columns, const std::vector<Cells>& rows, Predicate holds)
{
    Column* best = nullptr;
    std::size_t most = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].meaning != Meaning::field && columns[i].meaning != Meaning::ignored) continue;
        const auto count = static_cast<std::size_t>(
            std::ranges::count_if(rows, [&](const Cells& row) { return i < row.size() && holds(row[i]); }));
        if (count * 10 < rows.size() * 8 || count <= most) continue;
        best = &columns[i];
        most = count;
    }
    return best;
}

/// Where no heading names the numbers, and perhaps none the names, the cells do.
void settle_by_content(std::vector<Column>& columns, const std::vector<Cells>& rows)
{
    const auto is_any = [&](std::initializer_list<Meaning> meanings) {
        return std::ranges::any_of(columns, [&](const Column& column) {
            return std::ranges::find(meanings, column.meaning) != meanings.end();
        });
    };
    if (rows.empty() || is_any({Meaning::number, Meaning::other_number})) return;
    auto* numbers = column_holding(columns, rows, seems_a_number);
    if (!numbers) return;
    *numbers = Column{numbers->heading, Meaning::number, {}, false, 0, true};
    if (is_any({Meaning::name, Meaning::first_name, Meaning::last_name})) return;
    // Beside headings that we do not know, names cannot be told from towns.
    if (std::ranges::any_of(columns, [](const Column& column) { return !column.heading.empty(); })) return;
    if (auto* names = column_holding(columns, rows, has_letters))
        *names = Column{names->heading, Meaning::name, {}, false, 0, true};
}

bool names_numbers(const Cells& row)
{
    const auto columns = columns_of(row);
    return std::ranges::find(columns, Meaning::number, &Column::meaning) != columns.end();
}

/// Which of the first rows names the columns, nothing where none does. It has no number itself, and it is the first, unless
/// a title stands above it ("Members, May 2024").
std::optional<std::size_t> headings_among(const std::vector<Cells>& rows)
{
    constexpr std::size_t longest_title = 10;
    for (std::size_t i = 0; i < std::min(rows.size(), longest_title); ++i) {
        if (std::ranges::any_of(rows[i], seems_a_number)) break;
        if (names_numbers(rows[i])) return i;
    }
    const auto first = std::ranges::find_if_not(rows, is_blank);
    if (first == rows.end() || std::ranges::any_of(*first, seems_a_number)) return {};
    return static_cast<std::size_t>(first - rows.begin());
}

bool is_dormant(std::string_view cell)
{
    const auto state = fold(trimmed(cell));
    return state == "false" || state == "dormant" || state == "inactive" || state == "0";
}

/// Turns rows into people.
class Taker
{
public:
    explicit Taker(PeopleFile& file) : file_{file} {}

    void take(std::uint64_t line, const Cells& cells)
    {
        if (is_blank(cells)) return;
        const auto& columns = file_.columns;
        for (auto i = columns.size(); i < cells.size(); ++i)
            if (!trimmed(cells[i]).empty()) {
                file_.rejected.push_back({line, "more cells than the header has columns"});
                return;
            }
        PersonBuilder person{line};
        std::string first, middle, last;
        for (std::size_t i = 0; i < std::min(cells.size(), columns.size()); ++i) {
            const auto& column = columns[i];
            const auto cell = unguarded_cell(cells[i]);
            switch (column.meaning) {
            case Meaning::number:
            case Meaning::other_number: add_numbers(person, cells, column, cell); break;
            case Meaning::name: person.set_name(cell); break;
            case Meaning::first_name: first = cell; break;
            case Meaning::middle_name: middle = cell; break;
            case Meaning::last_name: last = cell; break;
            case Meaning::language: person.set_language(cell); break;
            case Meaning::groups: person.add_groups(groups_in(cell)); break;
            case Meaning::notes: person.add_note(cell); break;
            case Meaning::activity:
                if (is_dormant(cell)) person.refuse("the file calls this contact dormant");
                break;
            case Meaning::field: person.add_field(column.field, cell); break;
            case Meaning::number_label:
            case Meaning::ignored: break;
            }
        }
        person.set_names(first, middle, last);
        person.finish(file_);
    }
private:
    void add_numbers(PersonBuilder& person, const Cells& cells, const Column& column, std::string_view cell) const
    {
        auto rank = column.meaning == Meaning::other_number ? PersonBuilder::Rank::other
                    : column.is_mobile                      ? PersonBuilder::Rank::mobile
                                                            : PersonBuilder::Rank::plain;
        for (std::size_t i = 0; column.place > 0 && i < std::min(cells.size(), file_.columns.size()); ++i) {
            if (file_.columns[i].meaning != Meaning::number_label || file_.columns[i].place != column.place) continue;
            if (is_useless_label(cells[i])) return;
            if (is_mobile_label(cells[i])) rank = PersonBuilder::Rank::mobile;
        }
        for (const auto& number : numbers_in(cell))
            person.add_number(number, rank);
    }

    PeopleFile& file_;
};

/// Columns that are empty all the way down are not worth a field.
void ignore_empty_fields(std::vector<Column>& columns, const std::vector<bool>& used)
{
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].meaning == Meaning::field && !used[i]) columns[i].meaning = Meaning::ignored;
}

} // namespace

PeopleFile read_csv(std::string whole, const FileReading& how)
{
    // Old Macintosh programs end lines with CR alone.
    if (whole.find('\n') == std::string::npos) std::ranges::replace(whole, '\r', '\n');
    std::string_view text = whole;

    PeopleFile file;
    const auto told = take_separator_line(text);
    file.separator = how.separator ? *how.separator : told ? *told : separator_of(text);

    auto sample = first_csv_rows(text, file.separator, rows_looked_at);
    if (sample.empty()) throw FileError{FileError::Why::empty};
    const auto headings = headings_among(sample);
    file.has_headings = headings.has_value();
    const auto above = headings ? static_cast<std::ptrdiff_t>(*headings) + 1 : 0;
    if (headings) {
        file.columns = columns_of(sample[*headings]);
    } else {
        const auto widest = std::ranges::max_element(sample, {}, &Cells::size);
        file.columns.resize(widest->size());
    }
    sample.erase(sample.begin(), sample.begin() + above);
    std::erase_if(sample, is_blank);
    apply_mapping(file.columns, how.mapping);
    settle_by_content(file.columns, sample);
    if (std::ranges::none_of(file.columns, [](const Column& column) {
            return column.meaning == Meaning::number || column.meaning == Meaning::other_number;
        }))
        throw FileError{FileError::Why::no_number_column};

    Taker people{file};
    std::vector<bool> used(file.columns.size());
    auto rows_above = above;
    read_csv_rows(text, file.separator, [&](std::uint64_t line, const Cells& cells) {
        if (rows_above > 0) {
            --rows_above;
            return;
        }
        for (std::size_t i = 0; i < std::min(cells.size(), used.size()); ++i)
            if (!used[i] && !trimmed(cells[i]).empty()) used[i] = true;
        people.take(line, cells);
    });
    ignore_empty_fields(file.columns, used);
    return file;
}

} // namespace nida::daemon
