// What brings a campaign from one state into the next.
#include "daemon/cli/campaign_commands.hpp"
#include "daemon/cli/campaign_preview.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/follow_campaign.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

Target target_of(std::int64_t campaign) { return Target{"/v1/campaigns"} / campaign; }

/// Shows who would get what, and asks.
bool is_wanted(Context& context, std::int64_t campaign, bool yes, Text question)
{
    const auto found = context.api.get(target_of(campaign));
    const auto preview = preview_of(context, campaign);
    show_preview(context, context.io.err, preview, texts_of(object_of(found)));
    if (integer(preview, "recipients") == 0) throw Refusal{EX_DATAERR, context.words(Text::nobody)};
    return yes || confirmed(context, context.words(question));
}

/// It was allowed to go: says what becomes of it.
int went(Context& context, const json::value& answer, bool follow)
{
    const auto& campaign = object_of(answer);
    say_state(context, campaign);
    if (follow && field(campaign, "state") != "draft") return follow_campaign(context, integer(campaign, "id"));
    if (context.json) write_json(context.io.out, answer);
    return EX_OK;
}

int change(Context& context, std::int64_t campaign, std::string_view how, const json::value& body = nullptr)
{
    return went(context, context.api.post(target_of(campaign) / how, body), false);
}

} // namespace

int send_campaign(Context& context, std::int64_t campaign, const GoOptions& options)
{
    if (!is_wanted(context, campaign, options.yes, Text::confirm_broadcast)) {
        context.io.err << context.words(Text::not_sent) << '\n';
        return EX_OK;
    }
    return went(context, context.api.post(target_of(campaign) / "submit"), options.follow);
}

int approve_campaign(Context& context, std::int64_t campaign, const GoOptions& options)
{
    if (!is_wanted(context, campaign, options.yes, Text::confirm_approve)) {
        context.io.err << context.words(Text::not_approved) << '\n';
        return EX_OK;
    }
    return went(context, context.api.post(target_of(campaign) / "approve"), options.follow);
}

int refuse_campaign(Context& context, std::int64_t campaign, const std::string& why)
{
    json::object body;
    if (!why.empty()) body["why"] = why;
    return change(context, campaign, "refuse", body);
}

int pause_campaign(Context& context, std::int64_t campaign) { return change(context, campaign, "pause"); }

int resume_campaign(Context& context, std::int64_t campaign) { return change(context, campaign, "resume"); }

int cancel_campaign(Context& context, std::int64_t campaign)
{
    const auto answer = context.api.post(target_of(campaign) / "cancel");
    if (context.json)
        write_json(context.io.out, answer);
    else
        show_counts(context, object_of(answer));
    return EX_OK;
}

} // namespace nida::daemon::cli
