#include "daemon/campaign/runner.hpp"

#include "daemon/campaign/alerts.hpp"
#include "daemon/outbox/router.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr auto look_at_least_every = 60s;
constexpr auto store_retry = 2s;

std::optional<CampaignId> first_id(Query row)
{
    return row.step() && !row.is_null(0) ? std::optional<CampaignId>{row.integer(0)} : std::nullopt;
}
} // namespace

CampaignRunner::CampaignRunner(asio::any_io_executor executor, Store& store, WallClock& clock, Needs needs)
    : executor_{executor}, store_{store}, clock_{clock}, needs_{std::move(needs)}, bell_{executor}, settled_{executor}
{
}

asio::awaitable<void> CampaignRunner::run()
{
    while (!stopping_) {
        const auto heard = bell_.count();
        bool failed = false;
        try {
            for (bool more = true; more && !stopping_;) {
                const bool started = co_await start_due();
                const bool filled = co_await fill_one();
                const bool cancelled = co_await cancel_some();
                const bool climbed = co_await climb();
                more = started || filled || cancelled || climbed;
            }
        } catch (const boost::system::system_error&) {
            throw; // the service ends
        } catch (const std::exception& error) {
            spdlog::error("campaigns wait: {}", error.what());
            failed = true;
        }
        auto wait = std::chrono::steady_clock::duration{failed ? store_retry : look_at_least_every};
        const auto due = co_await next();
        if (!failed && due)
            wait = std::clamp<std::chrono::steady_clock::duration>(*due - clock_.now(), 0s, look_at_least_every);
        co_await bell_.after(heard, std::chrono::steady_clock::now() + wait);
    }
}

/// @return when the next one is due
asio::awaitable<std::optional<Time>> CampaignRunner::next()
{
    const auto since = alerts_since();
    const auto due = co_await store_.read([since, sure = clock_.trusted()](Connection& db) {
        auto next = Alerts{db}.next_due(since);
        // Nothing starts because a clock was wrong.
        auto row = db.query("SELECT due_at FROM campaign WHERE state = 2 ORDER BY due_at LIMIT 1");
        if (sure && row.step())
            if (const auto start = row.optional_time(0); start && (!next || *start < *next)) next = start;
        return next;
    });
    co_return due ? *due : std::nullopt;
}

/// Starts one whose time has come. Nothing starts because a clock was wrong. @return whether there was one
asio::awaitable<bool> CampaignRunner::start_due()
{
    if (!clock_.trusted()) co_return false;
    const auto now = clock_.now();
    const auto waiting = co_await store_.read([now](Connection& db) {
        return first_id(
            db.query("SELECT id FROM campaign WHERE state = 2 AND due_at <= ?1 ORDER BY due_at LIMIT 1", now));
    });
    if (!waiting || !*waiting) co_return false;
    auto begin = [id = **waiting, now](Connection& db) -> std::optional<CampaignId> {
        Campaigns campaigns{db};
        const auto campaign = campaigns.find(id);
        if (!campaign || campaign->state != CampaignState::scheduled) return {}; // somebody was faster
        return campaigns.begin_due(id, {"nidad", now, true});
    };
    Stored<std::optional<CampaignId>> started{std::optional<CampaignId>{}};
    std::string bad;
    try {
        started = co_await store_.write(std::move(begin));
    } catch (const BadDefinition& e) {
        bad = e.what();
    }
    if (!bad.empty()) {
        co_await give_up(**waiting, bad);
        co_return true;
    }
    if (started && *started)
        spdlog::info("campaign {}: its time has come{}", **waiting,
                     **started == **waiting ? "" : ", as campaign " + std::to_string(**started));
    else if (started)
        spdlog::warn("campaign {}: its time was missed, it is not sent", **waiting);
    co_return started.has_value();
}

/// Makes all messages of one campaign that has started. @return whether there was one
asio::awaitable<bool> CampaignRunner::fill_one()
{
    const auto language = needs_.language();
    const auto id = co_await store_.read([](Connection& db) {
        return first_id(db.query("SELECT id FROM campaign WHERE filling = 1 ORDER BY id LIMIT 1"));
    });
    if (!id || !*id) co_return false;
    auto collect = [language, which = **id](Connection& db) { return std::make_unique<Filling>(db, which, language); };
    Stored<std::unique_ptr<Filling>> filling{std::unique_ptr<Filling>{}};
    std::string bad;
    try {
        filling = co_await store_.read(std::move(collect));
    } catch (const BadDefinition& e) {
        bad = e.what();
    }
    if (!bad.empty()) {
        co_await give_up(**id, bad);
        co_return true;
    }
    if (!filling || !*filling) co_return false;
    for (bool more = true; more && !stopping_;) {
        FillSettings settings{language, needs_.router(), clock_.now(), clock_.trusted()};
        auto slice = [&work = **filling, settings](Connection& db) { return work.next(db, settings); };
        const auto done = co_await store_.write(std::move(slice));
        if (!done) {
            spdlog::error("campaign {}: its messages wait for the store: {}", (*filling)->id(), done.error().text);
            throw std::runtime_error{done.error().text};
        }
        more = *done;
        needs_.messages_changed();
    }
    settled_.ring();
    co_return true;
}

/// A group or field that it names was taken away since: nobody else's campaign waits for that.
asio::awaitable<void> CampaignRunner::give_up(CampaignId id, std::string why)
{
    spdlog::error("campaign {}: it is cancelled, since what it names is not there any more: {}", id, why);
    auto work = [id, why, now = clock_.now(), sure = clock_.trusted()](Connection& db) {
        Campaigns{db}.give_up(id, why, {"nidad", now, sure});
    };
    const auto done = co_await store_.write(std::move(work));
    if (!done) throw std::runtime_error{done.error().text};
    settled_.ring();
}

/// Marks some messages of cancelled campaigns. @return whether there were any
asio::awaitable<bool> CampaignRunner::cancel_some()
{
    const auto any = co_await store_.read([](Connection& db) { return cancelled_wait(db); });
    if (!any || !*any) co_return false;
    const auto marked = co_await store_.write([now = clock_.now()](Connection& db) { return mark_cancelled(db, now); });
    if (!marked) throw std::runtime_error{marked.error().text};
    settled_.ring();
    needs_.messages_changed();
    co_return true;
}
} // namespace nida::daemon
