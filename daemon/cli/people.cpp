#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/input_file.hpp"
#include "daemon/cli/local_time.hpp"
#include "daemon/cli/people_csv.hpp"

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

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::string explanation(const Context& context, const CsvError& error)
{
    switch (error.why) {
    case CsvError::Why::no_number_column: return context.words(Text::csv_no_number);
    case CsvError::Why::unknown_column: return context.words(Text::csv_unknown_column, std::string{error.what()});
    case CsvError::Why::malformed: return context.words(Text::csv_malformed, error.line);
    case CsvError::Why::not_utf8: return context.words(Text::csv_not_utf8);
    case CsvError::Why::no_header: return context.words(Text::csv_no_header);
    }
    std::abort();
}

PeopleCsv read_file(const Context& context, const std::string& file)
{
    try {
        return read_people(InputFile{context, file}.all());
    } catch (const CsvError& error) {
        throw Refusal{EX_DATAERR, explanation(context, error)};
    }
}

void show_person_rows(Context& context, const json::object& person)
{
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        if (!value.empty()) details.add({std::string{context.words.raw(what)}, std::move(value)});
    };
    add(Text::heading_number, field(person, "number"));
    add(Text::heading_name, field(person, "name"));
    add(Text::heading_language, field(person, "language"));
    add(Text::heading_state, state_word(context.words, field(person, "state")));
    add(Text::heading_groups, field(person, "groups"));
    add(Text::heading_created, local_time(field(person, "created_at")));
    add(Text::heading_joined, local_time(field(person, "joined_at")));
    add(Text::heading_left, local_time(field(person, "left_at")));
    if (const auto& failed = object_in(person, "failed"); !failed.empty())
        add(Text::heading_failures, context.words(Text::failures_value, integer(failed, "times"),
                                                  local_time(field(failed, "last_at")), field(failed, "code")));
    details.flush(context.io.out);
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

json::array rows_for_api(const std::vector<PersonRow>& people, std::size_t begin)
{
    json::array rows;
    for (auto i = begin; i < std::min(begin + rows_a_request, people.size()); ++i) {
        const auto& person = people[i];
        rows.push_back(json::object{{"line", person.line},
                                    {"number", person.number},
                                    {"name", text_or_null(person.name)},
                                    {"language", text_or_null(person.language)},
                                    {"groups", json::array(person.groups.begin(), person.groups.end())}});
    }
    return rows;
}

void show_import(Context& context, const ImportResult& result, bool dry_run)
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

int list_people(Context& context, const std::string& group)
{
    auto table = context.table({Text::heading_id, Text::heading_number, Text::heading_name, Text::heading_language,
                                Text::heading_state, Text::heading_groups, Text::heading_joined});
    each_row(
        context.api, Target{"/v1/people"}.with("limit", 1000).with("group", group), 0,
        [&](const json::object& person) {
            if (context.json) return write_json(context.io.out, person);
            table.add({field(person, "id"), field(person, "number"), field(person, "name"), field(person, "language"),
                       state_word(context.words, field(person, "state")), field(person, "groups"),
                       local_time(field(person, "joined_at"))});
        },
        [&] {
            if (!context.json) table.flush(context.io.out);
        });
    return EX_OK;
}

int list_groups(Context& context)
{
    const auto answer = context.api.get(Target{"/v1/groups"});
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto table = context.table({Text::heading_group, Text::heading_people});
    for (const auto& row : rows_of(object_of(answer)))
        table.add({field(object_of(row), "name"), field(object_of(row), "people")});
    table.flush(context.io.out);
    return EX_OK;
}

int show_person(Context& context, const std::string& number)
{
    const auto answer = context.api.get(Target{"/v1/people"} / number);
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    show_person_rows(context, object_of(answer));
    auto table = context.table(
        {Text::heading_when, Text::heading_event, Text::heading_words, Text::heading_line, Text::heading_actor});
    for (const auto& item : rows_of(object_of(answer), "consents")) {
        const auto& consent = object_of(item);
        table.add({local_time(field(consent, "at")), state_word(context.words, field(consent, "kind")),
                   field(consent, "words"), field(consent, "line"), field(consent, "actor")});
    }
    table.flush(context.io.out);
    return EX_OK;
}

int add_person(Context& context, const PersonOptions& options)
{
    json::object body{{"number", options.number}};
    if (!options.name.empty()) body["name"] = options.name;
    if (!options.language.empty()) body["language"] = options.language;
    if (!options.groups.empty()) body["groups"] = json::array(options.groups.begin(), options.groups.end());
    const auto answer = context.api.post(Target{"/v1/people"}, body);
    if (context.json)
        write_json(context.io.out, answer);
    else
        show_person_rows(context, object_of(answer));
    return EX_OK;
}

int remove_person(Context& context, const std::string& number, bool yes)
{
    const auto target = Target{"/v1/people"} / number;
    if (!yes) {
        const auto person = context.api.get(target);
        const auto& found = object_of(person);
        if (!confirmed(context, context.words(Text::confirm_remove, field(found, "number"), field(found, "name")))) {
            context.io.err << context.words(Text::not_removed) << '\n';
            return EX_OK;
        }
    }
    context.api.erase(target);
    if (context.json) write_json(context.io.out, json::object{{"removed", number}});
    return EX_OK;
}

int import_people(Context& context, const std::string& file, bool dry_run)
{
    const auto people = read_file(context, file);
    ImportResult result;
    for (const auto& row : people.rejected)
        result.reject(static_cast<std::int64_t>(row.line), row.error);

    auto target = Target{"/v1/people/import"};
    if (dry_run) target = target.with("dry_run", 1);
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

    for (const auto& row : result.rejected)
        context.io.err << "nida: " << printable(file) << ':' << integer(object_of(row), "line") << ": "
                       << printable(field(object_of(row), "error")) << '\n';
    if (context.json)
        write_json(context.io.out, result.object());
    else
        show_import(context, result, dry_run);
    return result.rejected_count > 0 ? EX_DATAERR : EX_OK;
}

int export_people(Context& context, const std::string& group)
{
    context.io.out << csv_row({"number", "name", "language", "groups"});
    each_row(
        context.api, Target{"/v1/people"}.with("limit", 1000).with("group", group), 0,
        [&](const json::object& person) {
            // Who left is no entry of a list from which somebody may be texted again.
            if (field(person, "state") == "left") return;
            std::string groups;
            for (const auto& name : rows_of(person, "groups"))
                groups +=
                    (groups.empty() ? "" : ";") + (name.is_string() ? std::string{name.get_string()} : std::string{});
            context.io.out << csv_row(
                {field(person, "number"), field(person, "name"), field(person, "language"), groups});
        },
        [] {});
    return EX_OK;
}

} // namespace nida::daemon::cli
