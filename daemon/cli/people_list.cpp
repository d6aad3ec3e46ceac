#include "daemon/cli/people_list.hpp"

#include "daemon/cli/failures.hpp"

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <sysexits.h>
#include <utility>

namespace nida::daemon::cli
{

namespace
{

std::string explanation(const Words& words, const FileError& error)
{
    switch (error.why) {
    case FileError::Why::empty: return words(Text::file_empty);
    case FileError::Why::workbook: return words(Text::file_workbook);
    case FileError::Why::unknown_encoding: return words(Text::file_unknown_encoding, error.detail);
    case FileError::Why::missing_encoding: return words(Text::file_missing_encoding, error.detail);
    case FileError::Why::undecodable: return words(Text::file_undecodable, error.line, error.detail);
    case FileError::Why::malformed: return words(Text::csv_malformed, error.line);
    case FileError::Why::no_number_column: return words(Text::csv_no_number);
    case FileError::Why::unknown_heading: return words(Text::csv_unknown_heading, error.detail);
    }
    std::abort();
}

char separator_named(const std::string& name) { return name == "tab" || name == "\\t" ? '\t' : name.front(); }

std::string meaning_of(const Words& words, const Column& column)
{
    switch (column.meaning) {
    case Meaning::number: return words(Text::meaning_number);
    case Meaning::other_number: return words(Text::meaning_other_number);
    case Meaning::number_label: return words(Text::meaning_number_label);
    case Meaning::name: return words(Text::meaning_name);
    case Meaning::first_name: return words(Text::meaning_first_name);
    case Meaning::middle_name: return words(Text::meaning_middle_name);
    case Meaning::last_name: return words(Text::meaning_last_name);
    case Meaning::language: return words(Text::meaning_language);
    case Meaning::groups: return words(Text::meaning_groups);
    case Meaning::notes: return words(Text::meaning_notes);
    case Meaning::activity: return words(Text::meaning_activity);
    case Meaning::field: return words(Text::meaning_field, column.field);
    case Meaning::ignored: return words(Text::meaning_ignored);
    }
    std::abort();
}

} // namespace

PeopleFile read_people_list(const Context& context, std::string octets, const PeopleListOptions& options)
{
    FileReading how;
    how.encoding = options.encoding;
    if (!options.separator.empty()) how.separator = separator_named(options.separator);
    for (const auto& entry : options.mapping) {
        const auto equals = entry.rfind('='); // a heading may have one, a field's name has none
        how.mapping.push_back({entry.substr(0, equals), entry.substr(equals + 1)});
    }
    try {
        return read_people_file(std::move(octets), how);
    } catch (const FileError& error) {
        throw Refusal{EX_DATAERR, explanation(context.words, error)};
    }
}

void show_reading(const Context& context, const std::string& name, const PeopleFile& file)
{
    auto& err = context.io.err;
    const auto& words = context.words;
    if (file.format == PeopleFile::Format::vcard) {
        err << words(Text::file_is_vcard, name, file.encoding) << '\n';
    } else {
        const std::string separator = file.separator == '\t' ? "TAB" : std::string{file.separator};
        err << words(Text::file_is_csv, name, file.encoding, separator) << '\n';
        if (!file.has_headings) err << words(Text::file_without_headings) << '\n';
        auto table = context.table({Text::heading_column, Text::heading_taken_for});
        for (std::size_t i = 0; i < file.columns.size(); ++i) {
            const auto& heading = file.columns[i].heading;
            table.add({heading.empty() ? std::to_string(i + 1) : heading, meaning_of(words, file.columns[i])});
        }
        table.flush(err);
    }
    if (const auto more = std::ranges::count_if(file.rows, [](const auto& row) { return !row.other_numbers.empty(); }))
        err << words(Text::file_other_numbers, more) << '\n';
}

} // namespace nida::daemon::cli
