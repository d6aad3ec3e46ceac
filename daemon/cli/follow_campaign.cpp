#include "daemon/cli/follow_campaign.hpp"

#include "daemon/cli/failures.hpp"
#include "daemon/cli/local_time.hpp"
#include "daemon/cli/progress.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

std::string state_text(const Words& words, const json::object& campaign)
{
    const auto id = integer(campaign, "id");
    const auto number = std::to_string(id);
    const auto state = field(campaign, "state");
    if (state == "draft") return words(Text::campaign_is_draft, id, "nida campaign send " + number);
    if (state == "waiting") return words(Text::campaign_waits, id, "nida campaign approve " + number);
    if (state == "scheduled") return words(Text::campaign_starts, id, local_time(field(campaign, "due_at")));
    if (state == "running") return words(Text::campaign_started, id);
    auto text = words(Text::campaign_state_is, id, state_word(words, state));
    if (state == "paused") text += ". " + words(Text::campaign_paused_resume, "nida campaign resume " + number);
    return text;
}

std::optional<std::chrono::seconds> time_since(const std::string& rfc3339)
{
    const auto then = seconds_since_1970(rfc3339);
    if (!then) return {};
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    return std::max(std::chrono::seconds{0}, now - std::chrono::seconds{*then});
}

/// What is shown of a campaign while it goes on.
class Following
{
public:
    explicit Following(Context& context)
        : context_{context}, line_{context.io.err, context.io.err_is_terminal, context.io.columns}
    {
    }
    /// @return whether it is over
    bool show(const json::object& campaign)
    {
        const Tally tally{campaign};
        if (tally.state != state_) {
            // What starts now may have been still for days: its pace is measured from here.
            pace_.reset();
            if (!state_.empty() || tally.state != "running") line_.note(state_text(context_.words, campaign));
            state_ = tally.state;
        }
        const auto now = Pace::Clock::now();
        if (!pace_) pace_.emplace(tally, now, time_since(field(campaign, "started_at")));
        const auto text = progress_text(context_.words, tally, pace_->remaining(tally, now));
        const bool over = tally.is_over();
        over ? line_.finish(text) : line_.show(text);
        return over;
    }
private:
    Context& context_;
    ProgressLine line_;
    std::string state_;
    std::optional<Pace> pace_;
};

/// What was done about those whom an alert has not reached.
void show_ladder(Context& context, const json::object& campaign)
{
    const auto& words = context.words;
    if (const auto answered = Tally{campaign}.answered)
        context.io.out << words(Text::progress_answered, *answered) << '\n';
    const auto& ladder = object_in(campaign, "ladder");
    if (integer(ladder, "repeats") + integer(ladder, "rung") + integer(ladder, "to_ring") > 0)
        context.io.out << words(Text::ladder_state, integer(ladder, "repeats"), integer(ladder, "rung"),
                                integer(ladder, "to_ring"))
                       << '\n';
    if (const auto given_up = integer(ladder, "given_up"); given_up > 0)
        context.io.out << words(Text::ladder_given_up, given_up) << '\n';
    const auto& escalation = object_in(ladder, "escalation");
    if (const auto passed_over = integer(escalation, "passed_over"); passed_over > 0)
        context.io.out << words(Text::ladder_passed_over, passed_over) << '\n';
    const auto& taken = object_in(escalation, "taken_by");
    const auto name = field(taken, "name");
    if (!taken.empty())
        context.io.out << words(Text::ladder_taken, printable(name.empty() ? field(taken, "number") : name)) << '\n';
}

} // namespace

void show_counts(Context& context, const json::object& campaign)
{
    auto table = context.table({Text::heading_state, Text::heading_messages});
    for (const auto& [state, count] : object_in(campaign, "counts"))
        if (count != 0) table.add({state_word(context.words, state), json::serialize(count)});
    table.add({std::string{context.words.raw(Text::total)}, field(campaign, "recipients")});
    table.flush(context.io.out);
    show_ladder(context, campaign);
}

void say_in_doubt(Context& context, const json::object& campaign)
{
    if (const auto in_doubt = Tally{campaign}.in_doubt; in_doubt > 0)
        context.io.err << context.words(Text::some_in_doubt, in_doubt,
                                        "nida outbox --state in_doubt --campaign " + field(campaign, "id"),
                                        "nida resolve")
                       << '\n';
}

void say_state(Context& context, const json::object& campaign)
{
    context.io.err << state_text(context.words, campaign) << std::endl;
}

int follow_campaign(Context& context, std::int64_t id)
{
    const auto number = std::to_string(id);
    const auto watching = context.words(Text::campaign_watch, "nida campaign show " + number + " --follow");
    const InterruptNotice notice{'\n' + context.words(Text::campaign_goes_on, id) + "\n  " + watching + "\n  " +
                                 context.words(Text::campaign_stop, "nida cancel --campaign " + number) + '\n'};
    Following following{context};
    json::object campaign;
    try {
        watch(context, Target{"/v1/campaigns"} / id, std::chrono::steady_clock::time_point::max(),
              [&](const json::object& now) {
                  campaign = now;
                  return following.show(now);
              });
    } catch (const ConnectionLost& lost) {
        context.io.err << '\n';
        report(context.io.err, context.words, lost);
        context.io.err << "  " << watching << '\n';
        return EX_TEMPFAIL;
    }
    if (context.json)
        write_json(context.io.out, campaign);
    else
        show_counts(context, campaign);
    say_in_doubt(context, campaign);
    return Tally{campaign}.exit_code();
}

} // namespace nida::daemon::cli
