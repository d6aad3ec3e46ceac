#include "daemon/cli/local_time.hpp"
#include "daemon/cli/people_commands.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

Target blocked() { return Target{"/v1/blocked"}; }
Target ceiling() { return Target{"/v1/ceiling"}; }

int show(Context& context, const json::value& answer)
{
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const auto& found = object_of(answer);
    const auto& words = context.words;
    const auto most = field(found, "segments_per_day");
    const auto lifted = field(found, "lifted_until");
    auto details = context.details();
    details.add({std::string{words.raw(Text::heading_ceiling)},
                 most.empty() ? std::string{words.raw(Text::no_ceiling)} : most});
    details.add({std::string{words.raw(Text::heading_used)}, field(found, "used")});
    if (!lifted.empty()) details.add({std::string{words.raw(Text::heading_lifted_until)}, local_time(lifted)});
    details.flush(context.io.out);
    return EX_OK;
}

} // namespace

int list_blocked(Context& context)
{
    const auto answer = context.api.get(blocked());
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto table = context.table({Text::heading_number, Text::heading_since, Text::heading_actor, Text::heading_notes});
    for (const auto& item : rows_of(object_of(answer))) {
        const auto& row = object_of(item);
        table.add({field(row, "number"), local_time(field(row, "since")), field(row, "actor"), field(row, "note")});
    }
    table.flush(context.io.out);
    return EX_OK;
}

int block(Context& context, const std::string& number, const std::optional<std::string>& note)
{
    json::object body;
    if (note) body["note"] = *note;
    const auto answer = context.api.put(blocked() / number, body);
    if (context.json) write_json(context.io.out, answer);
    return EX_OK;
}

int unblock(Context& context, const std::string& number)
{
    context.api.erase(blocked() / number);
    if (context.json) write_json(context.io.out, json::object{{"unblocked", number}});
    return EX_OK;
}

int show_ceiling(Context& context) { return show(context, context.api.get(ceiling())); }

int lift_ceiling(Context& context, std::int64_t hours)
{
    return show(context, context.api.post(ceiling() / "lift", json::object{{"hours", hours}}));
}

int hold_ceiling(Context& context) { return show(context, context.api.post(ceiling() / "hold")); }

} // namespace nida::daemon::cli
