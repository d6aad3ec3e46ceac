#include "daemon/cli/campaign_preview.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/follow_campaign.hpp"
#include "daemon/cli/rule_place.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

int broadcast(Context& context, const BroadcastOptions& options)
{
    const auto text = message_text(context, options.text, options.text_file);
    json::object body{{"text", text}};
    if (options.all)
        body["all"] = true;
    else if (!options.rule.empty())
        body["rule"] = options.rule;
    else
        body["group"] = options.group;
    if (!options.priority.empty()) body["priority"] = options.priority;
    if (!options.key.empty()) body["id"] = options.key;

    const auto preview =
        with_rule(context, options.rule, [&] { return context.api.post(Target{"/v1/broadcasts/preview"}, body); });
    show_preview(context, context.io.err, object_of(preview), {text});
    if (integer(object_of(preview), "recipients") == 0) throw Refusal{EX_DATAERR, context.words(Text::nobody)};
    if (!options.yes && !confirmed(context, context.words(Text::confirm_broadcast))) {
        context.io.err << context.words(Text::not_sent) << '\n';
        return EX_OK;
    }

    const auto answer = context.api.post(Target{"/v1/broadcasts"}, body);
    const auto& made = object_of(answer);
    const auto id = integer(made, "campaign");
    const bool waits = field(made, "state") == "waiting";
    const auto what_now = waits ? context.words(Text::campaign_waits, id, "nida campaign approve " + std::to_string(id))
                                : context.words(Text::campaign_started, id);
    if (waits || !options.detach) context.io.err << what_now << std::endl;
    if (!waits && !options.detach) return follow_campaign(context, id);
    if (context.json)
        write_json(context.io.out, answer);
    else
        context.io.out << id << '\n';
    return EX_OK;
}

} // namespace nida::daemon::cli
