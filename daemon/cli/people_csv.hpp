#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon::cli
{

/// One person in a file; absent columns and empty cells are empty texts.
struct PersonRow {
    std::uint64_t line = 0; ///< where the row begins, counted from 1
    std::string number;
    std::string name;
    std::string language;
    std::vector<std::string> groups;
};

/// What people wrote into a CSV file, and the rows that cannot be used.
struct PeopleCsv {
    struct Rejected {
        std::uint64_t line;
        std::string error; ///< English, as the daemon's own: it goes into JSON
    };
    std::vector<PersonRow> rows;
    std::vector<Rejected> rejected;
};

/// The file as a whole cannot be read.
struct CsvError : std::runtime_error {
    enum class Why { no_number_column, unknown_column, malformed, not_utf8, no_header };
    CsvError(Why why_, std::uint64_t line_, const std::string& what) : std::runtime_error{what}, why{why_}, line{line_}
    {
    }
    Why why;
    std::uint64_t line;
};

/// Reads a file with the header `number,name,language,groups`, after RFC 4180: columns in any order and either case, all
/// but `number` may be left out. Groups are separated by ";". A byte order mark is passed over, and a header that is
/// separated by semicolons says that the rows are, too (spreadsheets write so in French).
/// @throws CsvError
PeopleCsv read_people(std::string_view text);

/// One row of CSV with a line feed; cells are quoted where they must be.
std::string csv_row(const std::vector<std::string>& cells);

} // namespace nida::daemon::cli
