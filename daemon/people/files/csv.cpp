#include "daemon/people/files/csv.hpp"

#include "daemon/people/files/file_error.hpp"

#include <csv.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <utility>

namespace nida::daemon
{

namespace
{

/// libcsv's buffer for a cell grows by this much at a time.
constexpr std::size_t cell_octets = 16 * 1024;

constexpr char guard = '\'';

enum class Guards { add, take_away };

/// Guards are counted before every place where a spreadsheet may begin a cell: at the start, and behind the separators and line ends of those that
/// know other separators than the comma, for which our quotes are none. What somebody wrote with a guard gets one more, and comes back with its own.
std::string with(Guards what, std::string_view text)
{
    std::string result;
    bool may_begin = true;
    for (std::size_t at = 0; at < text.size();) {
        if (!std::exchange(may_begin, false)) {
            may_begin = std::string_view{";\t\r\n"}.find(text[at]) != std::string_view::npos;
            result += text[at++];
            continue;
        }
        const auto behind = std::min(text.find_first_not_of(guard, at), text.size());
        auto guards = behind - at;
        const std::string_view marks = at == 0 ? "=+-@\t\r\n" : "=+-@"; // some take blanks away before they look
        const bool formula = behind < text.size() && marks.find(text[behind]) != marks.npos;
        if (formula && what == Guards::add) ++guards;
        if (formula && what == Guards::take_away && guards > 0) --guards;
        result.append(guards, guard);
        at = behind;
    }
    return result;
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

std::string guarded_cell(std::string_view text) { return with(Guards::add, text); }

std::string unguarded_cell(std::string_view cell) { return with(Guards::take_away, cell); }

} // namespace nida::daemon
