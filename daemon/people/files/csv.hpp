#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{

/// A row of CSV: where it begins, counted from 1, and its cells without their quotes. Empty lines are no rows.
using CsvSink = std::function<void(std::uint64_t line, const std::vector<std::string>& cells)>;

/// Reads CSV after RFC 4180, with either line end. @throws FileError (malformed), and what `sink` throws
void read_csv_rows(std::string_view text, char separator, const CsvSink& sink);

/// The rows at the beginning of a file, at most `most`. Quotes may be misplaced: then the rows are as they come.
std::vector<std::vector<std::string>> first_csv_rows(std::string_view text, char separator, std::size_t most);

/// What separates the cells: one of , ; tab |. Judged by the first rows: in how many of them the count of cells agrees, and
/// how many headings are known ones.
char separator_of(std::string_view text);

/// One row of CSV with a line feed; cells are quoted where they must be.
std::string csv_row(const std::vector<std::string>& cells);

/// A text that people gave, as a cell that no spreadsheet computes: an apostrophe stands before what begins as a formula does, also behind ";", tabs
/// and line ends, where a spreadsheet with another separator begins a new cell.
std::string guarded_cell(std::string_view text);
/// The text that guarded_cell() was given; any other cell as it stands.
std::string unguarded_cell(std::string_view cell);

} // namespace nida::daemon
