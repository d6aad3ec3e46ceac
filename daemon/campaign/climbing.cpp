// What alerts do, step by step, about those whom they have not reached.
#include "daemon/campaign/alert_sweep.hpp"
#include "daemon/campaign/alerts.hpp"
#include "daemon/campaign/escalation.hpp"
#include "daemon/campaign/runner.hpp"

#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;

namespace
{
// A box that was off for longer goes on with nothing: what it would repeat was true then.
constexpr std::chrono::hours latest{1};

template <class T> T needed(Stored<T> stored)
{
    if (!stored) throw std::runtime_error{stored.error().text};
    return std::move(*stored);
}
} // namespace

/// While the hour cannot be believed, only what began since then goes on: its hours are wrong by as much as the present one.
Time CampaignRunner::alerts_since() const { return clock_.trusted() ? Time{} : clock_.unsure_since(); }

/// @return whether there was anything to do
asio::awaitable<bool> CampaignRunner::climb()
{
    co_await end_missed();
    struct Due {
        std::optional<CampaignId> sweep, escalation;
    };
    auto look = [since = alerts_since(), now = clock_.now()](Connection& db) {
        Alerts alerts{db};
        return Due{alerts.due(now, since), alerts.escalation_due(now, since)};
    };
    const auto due = needed(co_await store_.read(std::move(look)));
    if (due.escalation) co_await escalate(*due.escalation);
    if (due.sweep) co_await sweep(*due.sweep);
    co_return due.escalation || due.sweep;
}

/// Once, as soon as the hour is known.
asio::awaitable<void> CampaignRunner::end_missed()
{
    if (caught_up_ || !clock_.trusted()) co_return;
    // However late the hour came to be known: what was due since this run began was only waiting for that.
    const auto up = std::chrono::duration_cast<Time::duration>(std::chrono::steady_clock::now() - began_);
    missed_before_ = clock_.now() - up - latest;
    auto work = [before = missed_before_, now = clock_.now()](Connection& db) {
        return Alerts{db}.end_missed(before, now);
    };
    const auto missed = needed(co_await store_.write(std::move(work)));
    caught_up_ = true;
    if (missed > 0)
        spdlog::warn("{} alerts had more to do while the box was off: that is too long ago, they are not repeated",
                     missed);
}

asio::awaitable<void> CampaignRunner::sweep(CampaignId id)
{
    AlertSweep walk{id};
    AlertSweep::Done all;
    for (all.more = true; all.more && !stopping_;) {
        AlertSweep::Settings settings{needs_.router(), clock_.now(), clock_.trusted(), missed_before_};
        auto slice = [&walk, settings](Connection& db) { return walk.next(db, settings); };
        const auto done = needed(co_await store_.write(std::move(slice)));
        all.more = done.more;
        all.over = done.over;
        all.repeated += done.repeated;
        all.to_call += done.to_call;
        if (done.repeated + done.to_call > 0) needs_.messages_changed();
        bool leave = false;
        if (all.more) leave = co_await is_more_urgent();
        if (leave) break; // it is begun again afterwards
    }
    if (all.repeated + all.to_call > 0)
        spdlog::info("campaign {}: {} texts are sent again, {} people are to be called", id, all.repeated, all.to_call);
    if (all.over) spdlog::info("campaign {}: nothing more is done about those whom it has not reached", id);
}

/// A new warning, or a question who takes charge, does not wait for a walk through many people.
asio::awaitable<bool> CampaignRunner::is_more_urgent()
{
    auto look = [since = alerts_since(), now = clock_.now()](Connection& db) {
        return Alerts{db}.escalation_due(now, since).has_value() ||
               db.query("SELECT 1 FROM campaign WHERE filling = 1 LIMIT 1").step();
    };
    co_return needed(co_await store_.read(std::move(look)));
}

asio::awaitable<void> CampaignRunner::escalate(CampaignId id)
{
    auto languages = needs_.languages ? needs_.languages() : nullptr;
    if (!languages) languages = std::make_shared<const Languages>();
    const auto language = parse_language(needs_.language()).value_or(Language::en);
    Escalation::Settings settings{languages, language, clock_.now(), clock_.trusted()};
    if (needs_.alarm_numbers) settings.alarm_numbers = needs_.alarm_numbers();
    auto work = [id, settings](Connection& db) { return Escalation{db}.ask_next(id, settings); };
    const auto asked = needed(co_await store_.write(std::move(work)));
    using Asked = Escalation::Asked;
    if (asked == Asked::somebody) spdlog::info("campaign {}: the next one on its list is asked to take charge", id);
    if (asked == Asked::nobody_left) spdlog::warn("campaign {}: nobody on its list has taken charge", id);
    needs_.messages_changed();
}
} // namespace nida::daemon
