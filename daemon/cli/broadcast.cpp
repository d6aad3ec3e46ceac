#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
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

void show_preview(Context& context, const json::object& preview)
{
    const auto& words = context.words;
    const bool ucs2 = field(preview, "alphabet") == "ucs2";
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        details.add({std::string{words.raw(what)}, std::move(value)});
    };

    add(Text::preview_recipients, field(preview, "recipients"));
    if (const auto left = integer(object_in(preview, "excluded"), "left"); left > 0)
        add(Text::preview_excluded, std::to_string(left));
    add(Text::preview_segments,
        words(Text::preview_segments_value, integer(preview, "segments"), integer(preview, "segments_total")));
    add(Text::preview_alphabet, std::string{words.raw(ucs2 ? Text::alphabet_ucs2 : Text::alphabet_gsm7)});
    add(Text::preview_units,
        words(Text::preview_units_value, integer(preview, "units"), integer(preview, "units_left")));
    if (const auto forcing = field(preview, "forcing_ucs2"); !forcing.empty()) add(Text::preview_forcing, forcing);
    const auto* seconds = preview.if_contains("seconds");
    add(Text::preview_time, seconds == nullptr || seconds->is_null()
                                ? std::string{words.raw(Text::preview_time_unknown)}
                                : duration_text(integer(preview, "seconds")));
    details.flush(context.io.err);
    context.io.err.flush();
}

void show_counts(Context& context, const json::object& campaign)
{
    auto table = context.table({Text::heading_state, Text::heading_messages});
    for (const auto& [state, count] : object_in(campaign, "counts"))
        if (count != 0) table.add({state_word(context.words, state), json::serialize(count)});
    table.add({std::string{context.words.raw(Text::total)}, field(campaign, "recipients")});
    table.flush(context.io.out);
}

void say_in_doubt(Context& context, std::int64_t id, const Tally& tally)
{
    if (tally.in_doubt > 0)
        context.io.err << context.words(Text::some_in_doubt, tally.in_doubt,
                                        "nida outbox --state in_doubt --campaign " + std::to_string(id), "nida resolve")
                       << '\n';
}

/// Shows progress until nothing is queued or under way any more, then the result.
int follow_campaign(Context& context, std::int64_t id)
{
    const auto number = std::to_string(id);
    const InterruptNotice notice{'\n' + context.words(Text::campaign_goes_on, id) + "\n  " +
                                 context.words(Text::campaign_watch, "nida campaigns " + number + " --follow") +
                                 "\n  " + context.words(Text::campaign_stop, "nida cancel --campaign " + number) +
                                 '\n'};
    ProgressLine line{context.io.err, context.io.err_is_terminal, context.io.columns};
    json::object campaign;
    try {
        watch(context, Target{"/v1/campaigns"} / id, std::chrono::steady_clock::time_point::max(),
              [&](const json::object& now) {
                  campaign = now;
                  const Tally tally{now};
                  const bool over = tally.done || tally.remaining == 0;
                  const auto text = progress_text(context.words, tally);
                  over ? line.finish(text) : line.show(text);
                  return over;
              });
    } catch (const ConnectionLost& lost) {
        context.io.err << '\n';
        report(context.io.err, context.words, lost);
        context.io.err << "  " << context.words(Text::campaign_watch, "nida campaigns " + number + " --follow") << '\n';
        return EX_TEMPFAIL;
    }
    const Tally tally{campaign};
    if (context.json)
        write_json(context.io.out, campaign);
    else
        show_counts(context, campaign);
    say_in_doubt(context, id, tally);
    return tally.exit_code();
}

} // namespace

int broadcast(Context& context, const BroadcastOptions& options)
{
    json::object body{{"text", message_text(context, options.text, options.text_file)}};
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
    show_preview(context, object_of(preview));
    if (integer(object_of(preview), "recipients") == 0) throw Refusal{EX_DATAERR, context.words(Text::nobody)};
    if (!options.yes && !confirmed(context, context.words(Text::confirm_broadcast))) {
        context.io.err << context.words(Text::not_sent) << '\n';
        return EX_OK;
    }

    const auto answer = context.api.post(Target{"/v1/broadcasts"}, body);
    const auto id = integer(object_of(answer), "campaign");
    if (options.detach) {
        if (context.json)
            write_json(context.io.out, answer);
        else
            context.io.out << id << '\n';
        return EX_OK;
    }
    context.io.err << context.words(Text::campaign_started, id) << std::endl;
    return follow_campaign(context, id);
}

int list_campaigns(Context& context)
{
    auto table = context.table({Text::heading_id, Text::heading_created, Text::heading_audience, Text::heading_priority,
                                Text::heading_recipients, Text::heading_sent, Text::heading_remaining,
                                Text::heading_in_doubt, Text::heading_failed, Text::heading_text});
    json::array all;
    each_row(
        context.api, Target{"/v1/campaigns"}, 0,
        [&](const json::object& campaign) {
            if (context.json) {
                all.push_back(campaign);
                return;
            }
            const Tally tally{campaign};
            table.add({field(campaign, "id"), local_time(field(campaign, "created_at")), field(campaign, "audience"),
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
    const auto answer = context.api.get(Target{"/v1/campaigns"} / campaign);
    const auto& found = object_of(answer);
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        if (!value.empty()) details.add({std::string{context.words.raw(what)}, std::move(value)});
    };
    add(Text::heading_id, field(found, "id"));
    add(Text::heading_created, local_time(field(found, "created_at")));
    add(Text::heading_actor, field(found, "actor"));
    add(Text::heading_audience, field(found, "audience"));
    add(Text::heading_priority, state_word(context.words, field(found, "priority")));
    add(Text::heading_text, field(found, "text"));
    details.flush(context.io.out);
    show_counts(context, found);
    say_in_doubt(context, campaign, Tally{found});
    return EX_OK;
}

int cancel_campaign(Context& context, std::int64_t campaign)
{
    const auto answer = context.api.post(Target{"/v1/campaigns"} / campaign / "cancel");
    if (context.json)
        write_json(context.io.out, answer);
    else
        show_counts(context, object_of(answer));
    return EX_OK;
}

} // namespace nida::daemon::cli
