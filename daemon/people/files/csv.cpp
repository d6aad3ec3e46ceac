#include "daemon/people/files/csv.hpp"

#include "daemon/people/files/file_error.hpp"

#include <csv.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>

namespace nida::daemon
{

namespace
{

/// libcsv's buffer for a cell grows by this much at a time.
constexpr std::size_t cell_octets = 16 * 1024;

constexpr char guard = '\'';

/// Behind any number of guards, so that what somebody wrote with one is guarded by one more, and comes back with it.
bool begins_a_formula(std::string_view text)
{
    const auto first = text.find_first_not_of(guard);
    return first != text.npos && std::string_view{"=+-@\t\r\n"}.find(text[first]) != std::string_view::npos;
}

/// Gathers libcsv's cells into rows. Line ends are reported one by one (CSV_REPALL_NL), so that lines can be counted.
class Gatherer
{
public:
    Gatherer(std::string_view text, char separator, unsigned char strictness, const CsvSink& sink) : sink_{sink}
    {
        csv_parser parser;
        if (csv_init(&parser, static_cast<unsigned char>(strictness | CSV_REPALL_NL)) != 0) throw std::bad_alloc{};
        const std::unique_ptr<csv_parser, decltype(&csv_free)> freed{&parser, csv_free};
        csv_set_delim(&parser, static_cast<unsigned char>(separator));
        csv_set_blk_size(&parser, cell_octets);

        const auto read = csv_parse(&parser, text.data(), text.size(), on_cell, on_row_end, this);
        const bool is_whole = read == text.size() && csv_fini(&parser, on_cell, on_row_end, this) == 0;
        if (trouble_) std::rethrow_exception(trouble_);
        if (is_whole) return;
        if (csv_error(&parser) == CSV_ENOMEM) throw std::bad_alloc{};
        throw FileError{FileError::Why::malformed, line_};
    }
private:
    static void on_cell(void* text, std::size_t size, void* self)
    {
        auto& gatherer = *static_cast<Gatherer*>(self);
        gatherer.guarded([&] { gatherer.cell({static_cast<const char*>(text), size}); });
    }

    static void on_row_end(int terminator, void* self)
    {
        auto& gatherer = *static_cast<Gatherer*>(self);
        gatherer.guarded([&] { gatherer.row_end(terminator); });
    }

    /// Nothing may be thrown through the C library that calls.
    template <class Work> void guarded(Work work)
    {
        if (trouble_) return;
        try {
            work();
        } catch (...) {
            trouble_ = std::current_exception();
        }
    }

    void cell(std::string_view text)
    {
        cells_.emplace_back(text);
        line_ += static_cast<std::uint64_t>(std::ranges::count(text, '\n')); // inside quotes
    }

    void row_end(int terminator)
    {
        if (!cells_.empty()) sink_(row_line_, cells_);
        cells_.clear();
        if (terminator == '\n') ++line_;
        row_line_ = line_;
    }

    const CsvSink& sink_;
    std::exception_ptr trouble_;
    std::vector<std::string> cells_;
    std::uint64_t line_ = 1;
    std::uint64_t row_line_ = 1;
};

} // namespace

void read_csv_rows(std::string_view text, char separator, const CsvSink& sink)
{
    Gatherer{text, separator, CSV_STRICT | CSV_STRICT_FINI, sink};
}

std::vector<std::vector<std::string>> first_csv_rows(std::string_view text, char separator, std::size_t most)
{
    constexpr std::size_t octets_a_row = 4'000;
    if (text.size() > most * octets_a_row) {
        text = text.substr(0, most * octets_a_row);
        text = text.substr(0, std::min(text.rfind('\n'), text.size())); // a row cut short is none
    }
    std::vector<std::vector<std::string>> rows;
    struct Enough {
    };
    try {
        Gatherer{text, separator, 0, [&](std::uint64_t, const std::vector<std::string>& cells) {
                     rows.push_back(cells);
                     if (rows.size() == most) throw Enough{};
                 }};
    } catch (const Enough&) {
        // The rest of the sample is of no interest.
    }
    return rows;
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

std::string guarded_cell(std::string_view text)
{
    std::string cell{text};
    if (begins_a_formula(text)) cell.insert(cell.begin(), guard);
    return cell;
}

std::string_view unguarded_cell(std::string_view cell)
{
    if (cell.starts_with(guard) && begins_a_formula(cell)) cell.remove_prefix(1);
    return cell;
}

} // namespace nida::daemon
