#include "daemon/cli/people_csv.hpp"

#include "daemon/cli/terminal_text.hpp"

#include <csv.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

namespace nida::daemon::cli
{

namespace
{

constexpr std::string_view columns[] = {"number", "name", "language", "groups"};
constexpr std::size_t unknown = std::size(columns);

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

std::size_t column_of(std::string name)
{
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return static_cast<std::size_t>(std::ranges::find(columns, name) - std::begin(columns));
}

std::vector<std::string> split_groups(std::string_view text)
{
    std::vector<std::string> groups;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(';', begin), text.size());
        if (auto group = trimmed(text.substr(begin, end - begin)); !group.empty()) groups.push_back(std::move(group));
        begin = end + 1;
    }
    return groups;
}

/// Gathers libcsv's cells into rows. Line ends are reported one by one (CSV_REPALL_NL), so that lines can be counted.
class Gatherer
{
public:
    PeopleCsv result;
    std::optional<CsvError> trouble; // kept, since nothing may be thrown through the C library that calls

    void cell(std::string_view text)
    {
        cells_.emplace_back(text);
        line_ += static_cast<std::uint64_t>(std::ranges::count(text, '\n')); // inside quotes
    }

    void row_end(int terminator)
    {
        if (!cells_.empty() && !trouble) take_row();
        cells_.clear();
        if (terminator == '\n') ++line_;
        row_line_ = line_;
    }

    std::uint64_t line() const { return line_; }
    bool has_header() const { return !meaning_.empty(); }
private:
    void take_row()
    {
        if (meaning_.empty()) return take_header();
        if (std::ranges::all_of(cells_, [](const auto& cell) { return trimmed(cell).empty(); })) return;
        if (cells_.size() > meaning_.size()) {
            result.rejected.push_back({row_line_, "more cells than the header has columns"});
            return;
        }
        PersonRow row;
        row.line = row_line_;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            const auto name = columns[meaning_[i]];
            if (name == "number") row.number = trimmed(cells_[i]);
            if (name == "name") row.name = trimmed(cells_[i]);
            if (name == "language") row.language = trimmed(cells_[i]);
            if (name == "groups") row.groups = split_groups(cells_[i]);
        }
        if (row.number.empty())
            result.rejected.push_back({row_line_, "the number is missing"});
        else
            result.rows.push_back(std::move(row));
    }

    void take_header()
    {
        for (const auto& cell : cells_) {
            const auto name = trimmed(cell);
            meaning_.push_back(column_of(name));
            if (meaning_.back() == unknown) trouble.emplace(CsvError::Why::unknown_column, row_line_, name);
        }
        if (!trouble && std::ranges::find(meaning_, column_of("number")) == meaning_.end())
            trouble.emplace(CsvError::Why::no_number_column, row_line_, "");
    }

    std::vector<std::size_t> meaning_; // of each cell of a row: its place in `columns`
    std::vector<std::string> cells_;
    std::uint64_t line_ = 1;
    std::uint64_t row_line_ = 1;
};

void on_cell(void* text, std::size_t size, void* gatherer)
{
    static_cast<Gatherer*>(gatherer)->cell({static_cast<const char*>(text), size});
}

void on_row_end(int terminator, void* gatherer) { static_cast<Gatherer*>(gatherer)->row_end(terminator); }

/// The separator that the header uses.
char separator_of(std::string_view text)
{
    const auto header = text.substr(0, text.find('\n'));
    return header.find(',') == std::string_view::npos && header.find(';') != std::string_view::npos ? ';' : ',';
}

} // namespace

PeopleCsv read_people(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (!is_utf8(text)) throw CsvError{CsvError::Why::not_utf8, 1, ""};

    csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) throw std::bad_alloc{};
    const std::unique_ptr<csv_parser, decltype(&csv_free)> freed{&parser, csv_free};
    csv_set_delim(&parser, static_cast<unsigned char>(separator_of(text)));

    Gatherer gatherer;
    const auto read = csv_parse(&parser, text.data(), text.size(), on_cell, on_row_end, &gatherer);
    if (!gatherer.trouble && (read != text.size() || csv_fini(&parser, on_cell, on_row_end, &gatherer) != 0))
        throw CsvError{CsvError::Why::malformed, gatherer.line(), csv_strerror(csv_error(&parser))};
    if (gatherer.trouble) throw *gatherer.trouble;
    if (!gatherer.has_header()) throw CsvError{CsvError::Why::no_header, 1, ""};
    return std::move(gatherer.result);
}

std::string csv_row(const std::vector<std::string>& cells)
{
    std::string row;
    for (const auto& cell : cells) {
        if (!row.empty() || &cell != &cells.front()) row += ',';
        if (cell.find_first_of(",;\"\r\n") == std::string::npos) {
            row += cell;
            continue;
        }
        std::string quoted(csv_write(nullptr, 0, cell.data(), cell.size()), '\0');
        csv_write(quoted.data(), quoted.size(), cell.data(), cell.size());
        row += quoted;
    }
    return row + '\n';
}

} // namespace nida::daemon::cli
