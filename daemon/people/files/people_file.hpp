#pragma once

#include "daemon/people/files/file_error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::daemon
{

/// What a column of a file is taken for.
enum class Meaning {
    number,       ///< the person's telephone number, or one of several
    other_number, ///< a number that is taken only where no column of `number` has one: at home, at work
    number_label, ///< what kind of number stands in the column with the same place: "Mobile", "Home"
    name,
    first_name,
    middle_name,
    last_name,
    language,
    groups,
    notes,
    activity, ///< FrontlineSMS's "Current Status": who is dormant there is not imported
    field,    ///< one of the organisation's own
    ignored,
};

/// The English word for it, as in a mapping: "number", "first_name", "ignore"...
std::string_view to_string(Meaning meaning);

struct Column {
    std::string heading; ///< as it stands in the file; empty where the file has no headings
    Meaning meaning = Meaning::ignored;
    std::string field{};     ///< the field's name, for `field`
    bool is_mobile = false;  ///< of numbers: said so
    int place = 0;           ///< of numbers and their labels: "Phone 2 - Value" has 2
    bool by_content = false; ///< no heading said so, the cells did
};

/// One person in a file; what is absent is empty.
struct PersonRow {
    std::uint64_t line = 0; ///< where the row or card begins, counted from 1
    std::string number;     ///< digits, with '+' before them where it was written; not yet judged by any numbering plan
    std::vector<std::string> other_numbers; ///< likewise: what else the file had
    std::string name;
    std::string language; ///< "ar", "fr", "en" or as it was written
    std::vector<std::string> groups;
    std::string notes;
    std::vector<std::pair<std::string, std::string>> fields; ///< name, value
};

struct PeopleFile {
    struct Rejected {
        std::uint64_t line;
        std::string error; ///< English, as the daemon's own: it goes into JSON
    };
    enum class Format { csv, vcard };

    std::string encoding; ///< decode_text()'s name for it
    Format format = Format::csv;
    char separator = 0;          ///< of CSV
    bool has_headings = true;    ///< of CSV
    std::vector<Column> columns; ///< of CSV
    std::vector<PersonRow> rows;
    std::vector<Rejected> rejected;
};

/// How a file is to be read where the one who asks knows better than we.
struct FileReading {
    std::string encoding;          ///< iconv's name; empty: look
    std::optional<char> separator; ///< none: look
    /// Heading and meaning, "ignore", or the name of a field. A column without heading is named by its place: "2".
    std::vector<std::pair<std::string, std::string>> mapping;
};

/// Reads a list of people: CSV as spreadsheets, address books and FrontlineSMS write it, or vCards (2.1, 3.0, 4.0). Which
/// it is, its encoding, its separator and what its columns are is found out from its content.
/// @throws FileError
PeopleFile read_people_file(std::string octets, const FileReading& how = {});

} // namespace nida::daemon
