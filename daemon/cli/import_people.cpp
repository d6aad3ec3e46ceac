#include "daemon/cli/failures.hpp"
#include "daemon/cli/input_file.hpp"
#include "daemon/cli/people_commands.hpp"
#include "daemon/cli/people_list.hpp"
#include "daemon/people/files/headings.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>
#include <sysexits.h>
#include <utility>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

constexpr std::size_t rows_a_request = 5'000;
constexpr std::size_t octets_a_request = 2 * 1024 * 1024; // notes are long, and the daemon takes 4 MiB
constexpr std::size_t most_spelled_out = 100;

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

/// A person as POST /v1/imports/ID/rows takes it.
json::object row_for_api(const PersonRow& person)
{
    json::object fields;
    for (const auto& [name, value] : person.fields)
        fields[name] = value;
    return {{"line", person.line},
            {"number", person.number},
            {"name", text_or_null(person.name)},
            {"language", text_or_null(person.language)},
            {"groups", json::array(person.groups.begin(), person.groups.end())},
            {"notes", text_or_null(person.notes)},
            {"fields", std::move(fields)}};
}

/// As many rows as a request takes, from `begin` on: one at least.
json::array rows_for_api(const std::vector<PersonRow>& people, std::size_t begin)
{
    json::array rows;
    std::size_t octets = 0;
    for (auto i = begin; i < people.size() && rows.size() < rows_a_request && octets < octets_a_request; ++i) {
        rows.push_back(row_for_api(people[i]));
        octets += json::serialize(rows.back()).size();
    }
    return rows;
}

/// The file's fields that the box does not have, in the file's order.
std::vector<std::string> unknown_fields(ApiClient& api, const PeopleFile& file)
{
    std::set<std::string> known;
    const auto defined = api.get(Target{"/v1/fields"});
    for (const auto& item : rows_of(object_of(defined)))
        known.insert(heading_key(field(object_of(item), "name")));
    std::vector<std::string> unknown;
    for (const auto& row : file.rows)
        for (const auto& [name, value] : row.fields)
            if (known.insert(heading_key(name)).second) unknown.push_back(name);
    return unknown;
}

void leave_out(PeopleFile& file, const std::vector<std::string>& fields)
{
    std::set<std::string> keys;
    for (const auto& name : fields)
        keys.insert(heading_key(name));
    for (auto& row : file.rows)
        std::erase_if(row.fields, [&](const auto& one) { return keys.contains(heading_key(one.first)); });
}

/// Makes the fields that are missing, or leaves them out of the rows and says so.
void settle_fields(Context& context, PeopleFile& file, const ImportOptions& options)
{
    if (std::ranges::all_of(file.rows, [](const auto& row) { return row.fields.empty(); })) return;
    const auto unknown = unknown_fields(context.api, file);
    if (unknown.empty()) return;
    std::string names;
    for (const auto& name : unknown)
        names += (names.empty() ? "" : ", ") + name;
    if (options.new_fields && !options.dry_run) {
        const json::object text{{"kind", "text"}};
        for (const auto& name : unknown)
            context.api.put(Target{"/v1/fields"} / name, text);
        context.io.err << context.words(Text::import_new_fields, names) << '\n';
        return;
    }
    leave_out(file, unknown);
    context.io.err << (options.new_fields ? context.words(Text::import_would_make_fields, names)
                                          : context.words(Text::import_unknown_fields, names, "nida fields add NAME"))
                   << '\n';
}

/// @return its number
std::int64_t open_import(Context& context, const ImportOptions& options)
{
    json::object body{{"dry_run", options.dry_run}};
    if (options.file != "-") body["name"] = std::filesystem::path{options.file}.filename().string();
    if (!options.basis.empty()) body["basis"] = options.basis;
    const auto answer = context.api.post(Target{"/v1/imports"}, body);
    return integer(object_of(answer), "import");
}

/// What is said of single rows, the first of them spelled out.
struct Remarks {
    json::array rows;

    void add(std::int64_t line, const std::string& error)
    {
        if (rows.size() < most_spelled_out) rows.push_back(json::object{{"line", line}, {"error", error}});
    }
    void add(const json::array& more)
    {
        for (const auto& item : more)
            if (rows.size() < most_spelled_out) rows.push_back(item);
    }
};

/// The answers to all requests of an import as one.
struct ImportResult {
    std::int64_t added = 0, updated = 0, unchanged = 0, left = 0, merged_count = 0, rejected_count = 0;
    Remarks rejected, passed_over, merged;

    void reject(std::int64_t line, const std::string& error)
    {
        ++rejected_count;
        rejected.add(line, error);
    }

    void add(const json::object& answer)
    {
        added += integer(answer, "added");
        updated += integer(answer, "updated");
        unchanged += integer(answer, "unchanged");
        left += integer(answer, "left");
        merged_count += static_cast<std::int64_t>(rows_of(answer, "merged").size());
        rejected_count += integer(answer, "rejected_count");
        rejected.add(rows_of(answer, "rejected"));
        passed_over.add(rows_of(answer, "passed_over"));
        merged.add(rows_of(answer, "merged"));
    }

    /// The remarks come in the order of requests, and our own before them.
    void sort()
    {
        for (auto* remarks : {&rejected, &passed_over, &merged})
            std::ranges::stable_sort(remarks->rows, {},
                                     [](const auto& row) { return integer(object_of(row), "line"); });
    }

    json::object object() const
    {
        return {{"added", added},
                {"updated", updated},
                {"unchanged", unchanged},
                {"left", left},
                {"passed_over", passed_over.rows},
                {"merged_count", merged_count},
                {"merged", merged.rows},
                {"rejected_count", rejected_count},
                {"rejected", rejected.rows}};
    }
};

/// Each row of which something is to be said, by its line.
void show_remarks(Context& context, const std::string& file, const ImportResult& result)
{
    json::array all = result.rejected.rows;
    for (const auto* more : {&result.passed_over.rows, &result.merged.rows})
        all.insert(all.end(), more->begin(), more->end());
    std::ranges::stable_sort(all, {}, [](const auto& row) { return integer(object_of(row), "line"); });
    for (const auto& row : all)
        context.io.err << "nida: " << printable(file) << ':' << integer(object_of(row), "line") << ": "
                       << printable(field(object_of(row), "error")) << '\n';
}

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
    add(Text::import_merged, result.merged_count);
    add(Text::import_rejected, result.rejected_count);
    details.flush(context.io.out);
}

} // namespace

int import_people(Context& context, const ImportOptions& options)
{
    auto people = read_people_list(context, InputFile{context, options.file}.all(), options);
    show_reading(context, options.file, people);
    ImportResult result;
    for (const auto& row : people.rejected)
        result.reject(static_cast<std::int64_t>(row.line), row.error);
    settle_fields(context, people, options);

    const auto import = open_import(context, options);
    if (!options.dry_run)
        context.io.err << context.words(Text::import_number, import,
                                        "nida people undo-import " + std::to_string(import))
                       << '\n';
    const auto target = Target{"/v1/imports"} / import;
    for (std::size_t begin = 0; begin < people.rows.size();) {
        try {
            auto rows = rows_for_api(people.rows, begin);
            const auto count = rows.size();
            const auto answer = context.api.post(target / "rows", json::object{{"rows", std::move(rows)}});
            result.add(object_of(answer));
            begin += count;
        } catch (const ConnectionLost& lost) {
            report(context.io.err, context.words, lost);
            context.io.err << "  " << context.words(Text::import_again, people.rows[begin].line) << '\n';
            return EX_TEMPFAIL;
        }
    }
    context.api.post(target / "close");

    result.sort();
    show_remarks(context, options.file, result);
    if (context.json) {
        auto object = result.object();
        if (!options.dry_run) object["import"] = import;
        write_json(context.io.out, object);
    } else {
        show_result(context, result, options.dry_run);
    }
    return result.rejected_count > 0 ? EX_DATAERR : EX_OK;
}

} // namespace nida::daemon::cli
