// What is noted about numbers beside people: senders that are muted, and numbers that campaigns pass over.
#include "daemon/cli/local_time.hpp"
#include "daemon/cli/people_commands.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

int list_muted(Context& context)
{
    const auto answer = context.api.get(Target{"/v1/muted"});
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto table = context.table(
        {Text::heading_number, Text::heading_line, Text::heading_since, Text::heading_until, Text::heading_dropped});
    for (const auto& item : rows_of(object_of(answer))) {
        const auto& sender = object_of(item);
        table.add({field(sender, "number"), field(sender, "line"), local_time(field(sender, "since")),
                   local_time(field(sender, "until")), field(sender, "dropped")});
    }
    table.flush(context.io.out);
    return EX_OK;
}

int unmute(Context& context, const std::string& number)
{
    context.api.erase(Target{"/v1/muted"} / number);
    if (context.json) write_json(context.io.out, json::object{{"unmuted", number}});
    return EX_OK;
}

int make_reachable(Context& context, const std::string& number)
{
    context.api.erase(Target{"/v1/unreachable"} / number);
    if (context.json) write_json(context.io.out, json::object{{"reachable", number}});
    return EX_OK;
}

} // namespace nida::daemon::cli
