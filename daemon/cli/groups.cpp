#include "daemon/cli/failures.hpp"
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

std::string joining(const Words& words, const json::object& group)
{
    if (!is_true(group, "open")) return std::string{words.raw(Text::joining_closed)};
    return std::string{words.raw(is_true(group, "confirm") ? Text::joining_confirmed : Text::joining_open)};
}

/// How many people a rule would drive out of the group's list.
std::int64_t listed_people(ApiClient& api, const std::string& name)
{
    const auto answer = api.get(Target{"/v1/groups"});
    for (const auto& row : rows_of(object_of(answer)))
        if (field(object_of(row), "name") == name) return integer(object_of(row), "people");
    return 0;
}

} // namespace

int list_groups(Context& context)
{
    const auto answer = context.api.get(Target{"/v1/groups"});
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto table = context.table(
        {Text::heading_group, Text::heading_people, Text::heading_joining, Text::heading_words, Text::heading_rule});
    for (const auto& row : rows_of(object_of(answer))) {
        const auto& group = object_of(row);
        table.add({field(group, "name"), field(group, "people"), joining(context.words, group), field(group, "words"),
                   field(group, "rule")});
    }
    table.flush(context.io.out);
    return EX_OK;
}

int set_group(Context& context, const GroupOptions& options)
{
    const bool by_rule = options.rule && !options.rule->empty();
    if (by_rule && !options.yes) {
        const auto people = listed_people(context.api, options.name);
        if (people > 0 && !confirmed(context, context.words(Text::confirm_group_rule, options.name, people))) {
            context.io.err << context.words(Text::not_changed) << '\n';
            return EX_OK;
        }
    }
    json::object body;
    if (options.rule) body["rule"] = *options.rule;
    if (options.open) body["open"] = *options.open;
    if (options.confirm) body["confirm"] = *options.confirm;
    if (options.words) body["words"] = json::array(options.words->begin(), options.words->end());
    const auto answer = with_rule(context, options.rule.value_or(""),
                                  [&] { return context.api.put(Target{"/v1/groups"} / options.name, body); });
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const auto& group = object_of(answer);
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        if (!value.empty()) details.add({std::string{context.words.raw(what)}, std::move(value)});
    };
    add(Text::heading_group, field(group, "name"));
    add(Text::heading_rule, field(group, "rule"));
    add(Text::heading_joining, joining(context.words, group));
    add(Text::heading_words, field(group, "words"));
    details.flush(context.io.out);
    return EX_OK;
}

int remove_group(Context& context, const std::string& name, bool yes)
{
    if (!yes && !confirmed(context, context.words(Text::confirm_remove_group, name))) {
        context.io.err << context.words(Text::not_changed) << '\n';
        return EX_OK;
    }
    context.api.erase(Target{"/v1/groups"} / name);
    if (context.json) write_json(context.io.out, json::object{{"removed", name}});
    return EX_OK;
}

} // namespace nida::daemon::cli
