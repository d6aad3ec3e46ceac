#include "daemon/cli/coordinator_commands.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

std::string groups_of(const Context& context, const json::object& coordinator)
{
    if (is_true(coordinator, "every_group")) return std::string{context.words.raw(Text::every_group)};
    return field(coordinator, "groups");
}

int show(Context& context, const json::value& answer)
{
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const auto& coordinator = object_of(answer);
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        if (!value.empty()) details.add({std::string{context.words.raw(what)}, std::move(value)});
    };
    add(Text::heading_name, field(coordinator, "name"));
    add(Text::heading_number, field(coordinator, "number"));
    add(Text::heading_may, field(coordinator, "may"));
    add(Text::heading_groups, groups_of(context, coordinator));
    add(Text::heading_factor, field(coordinator, "factor"));
    details.flush(context.io.out);
    return EX_OK;
}

json::object body_of(const CoordinatorOptions& options)
{
    json::object body;
    if (!options.number.empty()) body["number"] = options.number;
    if (!options.language.empty()) body["language"] = options.language;
    if (!options.factor.empty()) body["factor"] = options.factor;
    if (options.may) body["may"] = json::array(options.may->begin(), options.may->end());
    if (options.groups == std::vector<std::string>{"all"})
        body["every_group"] = true;
    else if (!options.groups.empty())
        body["groups"] = json::array(options.groups.begin(), options.groups.end());
    return body;
}

} // namespace

int list_coordinators(Context& context)
{
    const auto answer = context.api.get(Target{"/v1/coordinators"});
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto table = context.table(
        {Text::heading_name, Text::heading_number, Text::heading_may, Text::heading_groups, Text::heading_factor});
    for (const auto& row : rows_of(object_of(answer))) {
        const auto& coordinator = object_of(row);
        table.add({field(coordinator, "name"), field(coordinator, "number"), field(coordinator, "may"),
                   groups_of(context, coordinator), field(coordinator, "factor")});
    }
    table.flush(context.io.out);
    return EX_OK;
}

int add_coordinator(Context& context, const CoordinatorOptions& options)
{
    auto body = body_of(options);
    body["name"] = options.name;
    return show(context, context.api.post(Target{"/v1/coordinators"}, body));
}

int change_coordinator(Context& context, const CoordinatorOptions& options)
{
    return show(context, context.api.patch(Target{"/v1/coordinators"} / options.name, body_of(options)));
}

int remove_coordinator(Context& context, const std::string& name, bool yes)
{
    if (!yes && !confirmed(context, context.words(Text::confirm_remove_coordinator, name))) {
        context.io.err << context.words(Text::not_changed) << '\n';
        return EX_OK;
    }
    context.api.erase(Target{"/v1/coordinators"} / name);
    if (context.json) write_json(context.io.out, json::object{{"removed", name}});
    return EX_OK;
}

int enrol_coordinator(Context& context, const std::string& name, bool yes)
{
    if (!yes && !confirmed(context, context.words(Text::confirm_totp, name))) {
        context.io.err << context.words(Text::not_changed) << '\n';
        return EX_OK;
    }
    const auto answer = context.api.post(Target{"/v1/coordinators"} / name / "totp", json::object{});
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    context.io.err << context.words(Text::totp_shown_once) << '\n';
    context.io.out << field(object_of(answer), "uri") << '\n';
    return EX_OK;
}

} // namespace nida::daemon::cli
