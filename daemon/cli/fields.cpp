#include "daemon/cli/failures.hpp"
#include "daemon/cli/people_commands.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

void show(Context& context, const json::array& fields)
{
    auto table = context.table({Text::heading_name, Text::heading_kind, Text::heading_choices});
    for (const auto& item : fields)
        table.add({field(object_of(item), "name"), field(object_of(item), "kind"), field(object_of(item), "choices")});
    table.flush(context.io.out);
}

} // namespace

int list_fields(Context& context)
{
    const auto answer = context.api.get(Target{"/v1/fields"});
    if (context.json)
        write_json(context.io.out, answer);
    else
        show(context, rows_of(object_of(answer)));
    return EX_OK;
}

int add_field(Context& context, const std::string& name, const std::string& kind,
              const std::vector<std::string>& choices)
{
    json::object body{{"kind", kind}};
    if (!choices.empty()) body["choices"] = json::array(choices.begin(), choices.end());
    const auto answer = context.api.put(Target{"/v1/fields"} / name, body);
    if (context.json)
        write_json(context.io.out, answer);
    else
        show(context, json::array(1, answer));
    return EX_OK;
}

int remove_field(Context& context, const std::string& name, bool yes)
{
    if (!yes && !confirmed(context, context.words(Text::confirm_remove_field, name))) {
        context.io.err << context.words(Text::not_changed) << '\n';
        return EX_OK;
    }
    context.api.erase(Target{"/v1/fields"} / name);
    if (context.json) write_json(context.io.out, json::object{{"removed", name}});
    return EX_OK;
}

} // namespace nida::daemon::cli
