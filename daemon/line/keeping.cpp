#include "daemon/line/keeping.hpp"
#include "daemon/store/retention.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr auto between_passes = 1h;
constexpr auto until_the_hour_is_known = 5s;
constexpr auto after_a_slice = 100ms;
constexpr auto after_a_slice_while_sending = 3s;

bool anything_queued(Connection& db)
{
    auto row = db.query("SELECT EXISTS(SELECT 1 FROM message WHERE state = 0 AND line_id IS NULL) OR EXISTS(SELECT 1 "
                        "FROM message WHERE state = 0 AND line_id IS NOT NULL)");
    return row.step() && row.integer(0) != 0;
}

struct Done {
    Retention::Slice slice;
    bool busy = false;
};

asio::awaitable<void> pass(Store& store, const WallClock& clock, KeepPolicy policy)
{
    asio::steady_timer timer{co_await asio::this_coro::executor};
    Retention retention{policy};
    int deleted = 0, blanked = 0;
    bool over = false;
    while (!over && clock.trusted()) {
        auto work = [&retention, now = clock.now()](Connection& db) {
            return Done{retention.next(db, now), anything_queued(db)};
        };
        const auto done = co_await store.write(std::move(work));
        if (!done) {
            spdlog::error("what is old could not be deleted: {}", done.error().text);
            co_return;
        }
        deleted += done->slice.deleted;
        blanked += done->slice.blanked;
        over = done->slice.over;
        const bool worked = done->slice.deleted + done->slice.blanked > 0;
        if (!worked) continue;
        timer.expires_after(done->busy ? std::chrono::milliseconds{after_a_slice_while_sending} : after_a_slice);
        co_await timer.async_wait(asio::use_awaitable);
    }
    if (deleted + blanked == 0) co_return;
    spdlog::info("retention: {} messages were deleted, the texts of {} were blanked", deleted, blanked);
    auto more = co_await store.write([](Connection& db) { return Retention::can_shrink(db); });
    if (more && !*more)
        spdlog::info(
            "the store's file stays as large as it is: when it was brought up to date, the disk had no room to "
            "write it anew");
    while (more && *more) {
        more = co_await store.write([](Connection& db) { return Retention::give_back_space(db); });
        timer.expires_after(after_a_slice);
        co_await timer.async_wait(asio::use_awaitable);
    }
    const auto truncated = co_await store.truncate_journal();
    if (!truncated)
        spdlog::warn("the store's journal could not be emptied: {}", truncated.error().text);
    else if (!*truncated)
        spdlog::info("the store's journal was in use: what was erased leaves it as it is written over");
}
} // namespace

asio::awaitable<void> keep_within_policy(Store& store, const WallClock& clock, const ServiceDefaults& defaults)
{
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        const KeepPolicy policy{defaults.keep_messages, defaults.keep_bodies};
        const bool known = clock.trusted();
        if (known && !policy.keeps_everything()) co_await pass(store, clock, policy);
        timer.expires_after(known ? std::chrono::seconds{between_passes} : until_the_hour_is_known);
        co_await timer.async_wait(asio::use_awaitable);
    }
}
} // namespace nida::daemon
