#include "daemon/line/line.hpp"
#include "daemon/line/sending_hours.hpp"

#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;

namespace
{
constexpr auto ceiling_told_every = std::chrono::hours{12};
} // namespace

/// What this line may send now; nothing where it has to wait, and then until when in `ask_again`, if that is known.
std::optional<LineBudget> Line::budget(std::optional<Time>& ask_again) const
{
    if (!may_send()) return {};
    if (paused_until_ && std::chrono::steady_clock::now() < *paused_until_) return {};
    if (!context_.store.closed().empty()) return {}; // whoever opens it again wakes the lines
    LineBudget budget;
    budget.line = id_;
    budget.per_minute = settings_.segments_per_minute;
    budget.shared = neighbours_.shared_pace(*this);
    budget.quotas = settings_.quotas;
    budget.ceiling = context_.defaults.segments_per_day;
    budget.others = neighbours_.that_can_send(*this);
    budget.give_up_after = context_.defaults.give_up_after;
    budget.sure_clock = context_.clock.trusted();
    budget.alerts_only = !credit_.low().empty();
    const auto steady_now = std::chrono::steady_clock::now();
    if (jitter_until_ && steady_now < *jitter_until_) {
        budget.alerts_only = true;
        ask_again = context_.clock.now() + std::chrono::duration_cast<Time::duration>(*jitter_until_ - steady_now);
    }
    const auto& hours = context_.defaults.hours;
    if (!hours) return budget;
    budget.direct_only = hours->restrict() && !budget.sure_clock; // nobody is woken because a clock was wrong
    budget.quiet_until = [hours, now = context_.clock.now(), sure = budget.sure_clock](
                             const std::string& zone, std::optional<CampaignId> campaign, Connection& db) {
        return hours->quiet_until(zone, campaign, db, now, sure);
    };
    return budget;
}

bool Line::can_send_alerts() const
{
    if (!in_service() || !may_send() || stopping_) return false;
    if (paused_until_ && std::chrono::steady_clock::now() < *paused_until_) return false;
    return !over_quota_until_ || settings_.quotas.alerts_pass;
}

bool Line::can_send_all() const { return can_send_alerts() && credit_.low().empty() && !over_quota_until_; }

std::string Line::operator_id() const
{
    if (settings_.operator_name) return *settings_.operator_name;
    const auto* recipe = recipe_for_imsi(*context_.recipes, identity_.imsi.empty() ? sim_.imsi : identity_.imsi);
    return recipe ? recipe->id : std::string{};
}

/// What passes it (alerts, answers) does not mean that it is over: it is told anew after a while instead.
void Line::tell_of_ceiling()
{
    const auto now = std::chrono::steady_clock::now();
    if (ceiling_told_ && now - *ceiling_told_ < ceiling_told_every) return;
    ceiling_told_ = now;
    context_.alarms.over(Alarm::daily_ceiling, 0, {});
    context_.alarms.raise(Alarm::daily_ceiling, 0, {}, in_words(Limit::of_box, settings_.quotas, {}));
}

/// A line that is over a quota keeps nothing from the others; one that has only used up its minute goes on soon.
/// @param wait  what a claim found; none where it found a segment
asio::awaitable<void> Line::note_limit(std::optional<Wait> wait)
{
    const auto now = context_.clock.now();
    const bool known = over_quota_until_.has_value();
    if (!wait || (known && now >= *over_quota_until_)) over_quota_until_.reset();
    if (wait && wait->limit == Limit::of_box) tell_of_ceiling();
    if (!wait || !is_quota(wait->limit)) co_return;
    over_quota_until_ = wait->until;
    co_await leave_messages_to_others();
    if (known) co_return;
    context_.wake_lines();
    // What somebody begins anew every few minutes is said once an hour.
    const auto steady_now = std::chrono::steady_clock::now();
    if (quota_told_ && steady_now - *quota_told_ < std::chrono::hours{1}) co_return;
    quota_told_ = steady_now;
    spdlog::warn("{}: {}; the other lines take over", settings_.name, in_words(wait->limit, settings_.quotas, {}));
}
} // namespace nida::daemon
