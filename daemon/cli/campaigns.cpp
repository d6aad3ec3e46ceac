#include "daemon/cli/campaign_commands.hpp"
#include "daemon/cli/campaign_list.hpp"
#include "daemon/cli/campaign_preview.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/follow_campaign.hpp"
#include "daemon/cli/local_time.hpp"
#include "daemon/cli/progress.hpp"
#include "daemon/cli/rule_place.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

Target campaigns() { return Target{"/v1/campaigns"}; }

std::string minutes_text(const json::object& definition, std::string_view key)
{
    const auto minutes = integer(definition, key);
    return minutes > 0 ? duration_text(minutes * 60) : std::string{};
}

/// "2026-12-01 18:00 (recipient)"
std::string schedule_text(const json::object& campaign)
{
    const auto& definition = object_in(campaign, "definition");
    const auto due = field(campaign, "due_at"), zone = field(definition, "zone");
    auto text = due.empty() ? field(definition, "at") : local_time(due);
    if (!text.empty() && !zone.empty()) text += " (" + zone + ')';
    return text;
}

std::string approvals_text(const json::object& campaign)
{
    std::string all;
    for (const auto& approval : rows_of(campaign, "approvals"))
        all += (all.empty() ? "" : ", ") + field(object_of(approval), "actor");
    return all;
}

void show_details(const Context& context, const json::object& campaign)
{
    const auto& words = context.words;
    const auto& definition = object_in(campaign, "definition");
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        if (!value.empty()) details.add({std::string{words.raw(what)}, std::move(value)});
    };
    const auto add_time = [&](Text what, std::string_view key) { add(what, local_time(field(campaign, key))); };
    add(Text::heading_id, field(campaign, "id"));
    add(Text::heading_name, field(campaign, "name"));
    add(Text::heading_state, state_word(words, field(campaign, "state")));
    add_time(Text::heading_created, "created_at");
    add(Text::heading_actor, field(campaign, "actor"));
    add(Text::heading_parent, field(campaign, "parent"));
    add(Text::heading_submitted_by, field(campaign, "submitted_by"));
    add(Text::heading_approved_by, approvals_text(campaign));
    add(Text::heading_starts, schedule_text(campaign));
    add(Text::heading_repeat, field(definition, "repeat"));
    add_time(Text::heading_started, "started_at");
    add_time(Text::heading_ended, "ended_at");
    add(Text::heading_audience, field(campaign, "audience"));
    if (integer(campaign, "listed") > 0) add(Text::heading_listed, field(campaign, "listed"));
    add(Text::heading_priority, state_word(words, field(campaign, "priority")));
    add(Text::heading_spread, minutes_text(definition, "spread_minutes"));
    add(Text::heading_per_minute, field(definition, "per_minute"));
    add(Text::heading_avoid, field(definition, "avoid"));
    add(Text::heading_valid, minutes_text(definition, "validity_minutes"));
    const auto& texts = rows_of(definition, "texts");
    if (texts.empty()) add(Text::heading_text, field(campaign, "text"));
    for (const auto& one : texts) {
        const auto& text = object_of(one);
        std::string whose = field(text, "language");
        if (const auto variant = field(text, "variant"); !variant.empty()) {
            whose += (whose.empty() ? "" : "/") + variant;
            whose += ':' + (text.contains("share") ? field(text, "share") : "1");
        }
        const auto label = std::string{words.raw(Text::heading_text)} + (whose.empty() ? "" : " " + whose);
        details.add({label, field(text, "text")});
    }
    details.flush(context.io.out);
}

/// A draft that was made or changed: its preview for people, its ID for scripts.
/// @param exit_code  where nothing else went wrong
int show_draft(Context& context, std::int64_t id, int exit_code)
{
    auto campaign = object_of(context.api.get(campaigns() / id));
    try {
        const auto preview = preview_of(context, id);
        show_preview(context, context.io.err, preview, texts_of(campaign));
        campaign["preview"] = preview;
    } catch (const ApiError& error) {
        report(context.io.err, context.words, error); // the draft is there: it lacks a text, perhaps
    }
    say_state(context, campaign);
    if (context.json)
        write_json(context.io.out, campaign);
    else
        context.io.out << id << '\n';
    return exit_code;
}

/// Sends the list and shows the draft.
int complete_draft(Context& context, std::int64_t id, std::optional<CampaignList> list)
{
    if (!list) return show_draft(context, id, EX_OK);
    try {
        const auto sent = send_list(context, id, std::move(*list));
        context.io.err << context.words(Text::campaign_list, sent.listed, sent.rejected) << '\n';
        return show_draft(context, id, sent.rejected > 0 ? EX_DATAERR : EX_OK);
    } catch (const ConnectionLost& lost) {
        report(context.io.err, context.words, lost);
        context.io.err << "  "
                       << context.words(Text::campaign_list_again,
                                        "nida campaign edit " + std::to_string(id) + " --numbers FILE")
                       << '\n';
        return EX_TEMPFAIL;
    }
}

/// The rule that the daemon may complain of.
std::string rule_of(const CampaignOptions& options)
{
    return options.rule && !options.rule->empty() ? *options.rule : options.except_rule.value_or("");
}

} // namespace

int list_campaigns(Context& context)
{
    auto table =
        context.table({Text::heading_id, Text::heading_created, Text::heading_state, Text::heading_name,
                       Text::heading_audience, Text::heading_priority, Text::heading_recipients, Text::heading_sent,
                       Text::heading_remaining, Text::heading_in_doubt, Text::heading_failed, Text::heading_text});
    json::array all;
    each_row(
        context.api, campaigns(), 0,
        [&](const json::object& campaign) {
            if (context.json) {
                all.push_back(campaign);
                return;
            }
            const Tally tally{campaign};
            table.add({field(campaign, "id"), local_time(field(campaign, "created_at")),
                       state_word(context.words, tally.state), field(campaign, "name"), field(campaign, "audience"),
                       state_word(context.words, field(campaign, "priority")), field(campaign, "recipients"),
                       std::to_string(tally.sent), std::to_string(tally.remaining), std::to_string(tally.in_doubt),
                       std::to_string(tally.failed), field(campaign, "text")});
        },
        [] {});
    if (context.json)
        write_json(context.io.out, json::object{{"rows", all}});
    else
        table.flush(context.io.out);
    return EX_OK;
}

int show_campaign(Context& context, std::int64_t campaign, bool follow)
{
    if (follow) return follow_campaign(context, campaign);
    const auto answer = context.api.get(campaigns() / campaign);
    const auto& found = object_of(answer);
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    show_details(context, found);
    show_counts(context, found);
    say_in_doubt(context, found);
    return EX_OK;
}

int draft_campaign(Context& context, const CampaignDraftOptions& options)
{
    auto list = read_campaign_list(context, options.list);
    json::object body;
    apply(context, options.definition, body);
    if (list)
        body["audience"].as_object()["listed"] = true; // before its first row is there: its columns count as fields
    if (!options.key.empty()) body["id"] = options.key;
    const auto answer =
        with_rule(context, rule_of(options.definition), [&] { return context.api.post(campaigns(), body); });
    return complete_draft(context, integer(object_of(answer), "id"), std::move(list));
}

int edit_campaign(Context& context, const CampaignDraftOptions& options)
{
    const auto target = campaigns() / options.campaign;
    auto list = read_campaign_list(context, options.list);
    const auto found = context.api.get(target);
    auto definition = object_in(object_of(found), "definition");
    apply(context, options.definition, definition);
    if (options.no_list) definition["audience"].as_object().erase("listed");
    if (list) definition["audience"].as_object()["listed"] = true;
    // What the list had is taken away before the texts are checked, since they may name columns of the new one.
    if (list || options.no_list) context.api.erase(target / "recipients");
    with_rule(context, rule_of(options.definition), [&] { return context.api.patch(target, definition); });
    return complete_draft(context, options.campaign, std::move(list));
}

int preview_campaign(Context& context, std::int64_t campaign)
{
    const auto preview = preview_of(context, campaign);
    if (context.json)
        write_json(context.io.out, preview);
    else
        show_preview(context, context.io.out, preview, texts_of(object_of(context.api.get(campaigns() / campaign))));
    return EX_OK;
}

int test_campaign(Context& context, std::int64_t campaign, const std::string& number, const std::string& language)
{
    json::object body{{"to", number}};
    if (!language.empty()) body["language"] = language;
    const auto answer = context.api.post(campaigns() / campaign / "test", body);
    if (context.json)
        write_json(context.io.out, answer);
    else
        context.io.out << context.words(Text::campaign_test_queued, integer(object_of(answer), "message"),
                                        field(object_of(answer), "text"))
                       << '\n';
    return EX_OK;
}

int resend_campaign(Context& context, std::int64_t campaign)
{
    const auto answer = context.api.post(campaigns() / campaign / "resend");
    return show_draft(context, integer(object_of(answer), "id"), EX_OK);
}

} // namespace nida::daemon::cli
