#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/local_time.hpp"
#include "daemon/people/files/csv.hpp"
#include "daemon/people/files/written_cells.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

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

/// Groups as one cell, which groups_in() reads back.
std::string groups_cell(const json::object& person)
{
    std::string cell;
    std::size_t count = 0;
    for (const auto& name : rows_of(person, "groups")) {
        cell += (count++ > 0 ? ";" : "") + (name.is_string() ? std::string{name.get_string()} : std::string{});
    }
    // A lone name with a comma in it would be taken for two.
    return count == 1 && groups_in(cell).size() > 1 ? cell + ';' : cell;
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

int export_people(Context& context, const std::string& group)
{
    context.io.out << csv_row({"number", "name", "language", "groups"});
    each_row(
        context.api, Target{"/v1/people"}.with("limit", 1000).with("group", group), 0,
        [&](const json::object& person) {
            // Who left is no entry of a list from which somebody may be texted again.
            if (field(person, "state") == "left") return;
            context.io.out << csv_row(
                {field(person, "number"), field(person, "name"), field(person, "language"), groups_cell(person)});
        },
        [] {});
    return EX_OK;
}

} // namespace nida::daemon::cli
