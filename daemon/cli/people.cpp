#include "daemon/cli/local_time.hpp"
#include "daemon/cli/people_commands.hpp"
#include "daemon/cli/rule_place.hpp"

#include <boost/json.hpp>

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
    for (const auto& [name, value] : object_in(person, "fields"))
        details.add({std::string{name}, field(object_in(person, "fields"), name)});
    add(Text::heading_notes, field(person, "notes"));
    add(Text::heading_line, field(person, "line"));
    for (const auto& item : rows_of(person, "former_numbers")) {
        const auto& former = object_of(item);
        add(Text::heading_former_number,
            context.words(Text::until_value, field(former, "number"), local_time(field(former, "until"))));
    }
    for (const auto& item : rows_of(person, "left_groups")) {
        const auto& left = object_of(item);
        add(Text::heading_left_group,
            context.words(Text::since_value, field(left, "group"), local_time(field(left, "at"))));
    }
    add(Text::heading_created, local_time(field(person, "created_at")));
    add(Text::heading_joined, local_time(field(person, "joined_at")));
    add(Text::heading_left, local_time(field(person, "left_at")));
    if (const auto& failed = object_in(person, "failed"); !failed.empty())
        add(Text::heading_failures, context.words(Text::failures_value, integer(failed, "times"),
                                                  local_time(field(failed, "last_at")), field(failed, "code")));
    details.flush(context.io.out);
}

/// "NAME=VALUE" as {"NAME": "VALUE"}.
json::object field_values(const std::vector<std::string>& written)
{
    json::object values;
    for (const auto& one : written) {
        const auto equals = one.find('=');
        values[one.substr(0, equals)] = one.substr(equals + 1);
    }
    return values;
}

json::array list_of(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }

int show_answer(Context& context, const json::value& person)
{
    if (context.json)
        write_json(context.io.out, person);
    else
        show_person_rows(context, object_of(person));
    return EX_OK;
}

} // namespace

Target people_target(const PeopleFilter& filter)
{
    return Target{"/v1/people"}
        .with("limit", 1000)
        .with("group", filter.group)
        .with("rule", filter.rule)
        .with("search", filter.search);
}

int list_people(Context& context, const PeopleFilter& filter)
{
    auto table = context.table({Text::heading_id, Text::heading_number, Text::heading_name, Text::heading_language,
                                Text::heading_state, Text::heading_groups, Text::heading_joined});
    with_rule(context, filter.rule, [&] {
        return each_row(
            context.api, people_target(filter), 0,
            [&](const json::object& person) {
                if (context.json) return write_json(context.io.out, person);
                table.add({field(person, "id"), field(person, "number"), field(person, "name"),
                           field(person, "language"), state_word(context.words, field(person, "state")),
                           field(person, "groups"), local_time(field(person, "joined_at"))});
            },
            [&] {
                if (!context.json) table.flush(context.io.out);
            });
    });
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
    if (!options.groups.empty()) body["groups"] = list_of(options.groups);
    if (!options.note.empty()) body["notes"] = options.note;
    if (!options.fields.empty()) body["fields"] = field_values(options.fields);
    return show_answer(context, context.api.post(Target{"/v1/people"}, body));
}

int edit_person(Context& context, const PersonEdit& edit)
{
    json::object body;
    if (edit.name) body["name"] = *edit.name;
    if (edit.language) body["language"] = *edit.language;
    if (edit.note) body["notes"] = *edit.note;
    if (!edit.fields.empty()) body["fields"] = field_values(edit.fields);
    if (!edit.into.empty()) body["into_groups"] = list_of(edit.into);
    if (!edit.out_of.empty()) body["out_of_groups"] = list_of(edit.out_of);
    return show_answer(context, context.api.patch(Target{"/v1/people"} / edit.number, body));
}

} // namespace nida::daemon::cli
