#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/input_file.hpp"
#include "daemon/people/files/people_file.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

constexpr std::size_t rows_a_request = 1'000;
constexpr std::size_t most_spelled_out = 100;

// ------------------------------------------------------------------------------------------------------ the file

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

PeopleFile read_file(const Context& context, const ImportOptions& options)
{
    FileReading how;
    how.encoding = options.encoding;
    if (!options.separator.empty()) how.separator = separator_named(options.separator);
    for (const auto& entry : options.mapping) {
        const auto equals = entry.rfind('='); // a heading may have one, a field's name has none
        how.mapping.push_back({entry.substr(0, equals), entry.substr(equals + 1)});
    }
    try {
        return read_people_file(InputFile{context, options.file}.all(), how);
    } catch (const FileError& error) {
        throw Refusal{EX_DATAERR, explanation(context.words, error)};
    }
}

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

/// What the file was taken for, so that somebody can see where that is wrong.
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

// ------------------------------------------------------------------------------------------------------ the API

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

/// A person as POST /v1/people/import takes it. Notes and fields stay here until it takes those.
json::object row_for_api(const PersonRow& person)
{
    return {{"line", person.line},
            {"number", person.number},
            {"name", text_or_null(person.name)},
            {"language", text_or_null(person.language)},
            {"groups", json::array(person.groups.begin(), person.groups.end())}};
}

json::array rows_for_api(const std::vector<PersonRow>& people, std::size_t begin)
{
    json::array rows;
    for (auto i = begin; i < std::min(begin + rows_a_request, people.size()); ++i)
        rows.push_back(row_for_api(people[i]));
    return rows;
}

/// The answers to all requests of an import as one.
struct ImportResult {
    std::int64_t added = 0, updated = 0, unchanged = 0, left = 0, rejected_count = 0;
    json::array rejected;

    void reject(std::int64_t line, const std::string& error)
    {
        ++rejected_count;
        if (rejected.size() < most_spelled_out) rejected.push_back(json::object{{"line", line}, {"error", error}});
    }

    void add(const json::object& answer)
    {
        added += integer(answer, "added");
        updated += integer(answer, "updated");
        unchanged += integer(answer, "unchanged");
        left += integer(answer, "left");
        rejected_count += integer(answer, "rejected_count");
        for (const auto& item : rows_of(answer, "rejected"))
            if (rejected.size() < most_spelled_out) rejected.push_back(item);
    }

    json::object object() const
    {
        return {{"added", added},
                {"updated", updated},
                {"unchanged", unchanged},
                {"left", left},
                {"rejected_count", rejected_count},
                {"rejected", rejected}};
    }
};

void show_result(Context& context, const ImportResult& result, bool dry_run)
{
    if (dry_run) context.io.err << context.words(Text::import_dry_run) << '\n';
    auto details = context.details();
    const auto add = [&](Text what, std::int64_t count) {
        details.add({std::string{context.words.raw(what)}, std::to_string(count)});
    };
    add(Text::import_added, result.added);
    add(Text::import_updated, result.updated);
    add(Text::import_unchanged, result.unchanged);
    add(Text::import_left, result.left);
    add(Text::import_rejected, result.rejected_count);
    details.flush(context.io.out);
}

} // namespace

int import_people(Context& context, const ImportOptions& options)
{
    const auto people = read_file(context, options);
    show_reading(context, options.file, people);
    ImportResult result;
    for (const auto& row : people.rejected)
        result.reject(static_cast<std::int64_t>(row.line), row.error);

    auto target = Target{"/v1/people/import"};
    if (options.dry_run) target = target.with("dry_run", 1);
    for (std::size_t begin = 0; begin < people.rows.size(); begin += rows_a_request) {
        try {
            const auto answer = context.api.post(target, json::object{{"rows", rows_for_api(people.rows, begin)}});
            result.add(object_of(answer));
        } catch (const ConnectionLost& lost) {
            report(context.io.err, context.words, lost);
            context.io.err << "  " << context.words(Text::import_again, people.rows[begin].line) << '\n';
            return EX_TEMPFAIL;
        }
    }

    std::ranges::stable_sort(result.rejected, {}, [](const auto& row) { return integer(object_of(row), "line"); });
    for (const auto& row : result.rejected)
        context.io.err << "nida: " << printable(options.file) << ':' << integer(object_of(row), "line") << ": "
                       << printable(field(object_of(row), "error")) << '\n';
    if (context.json)
        write_json(context.io.out, result.object());
    else
        show_result(context, result, options.dry_run);
    return result.rejected_count > 0 ? EX_DATAERR : EX_OK;
}

} // namespace nida::daemon::cli
