#include "daemon/line/disk_watch.hpp"

#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr auto look_every = 10s;
constexpr auto look_again = 2s; // while the disk refuses
} // namespace

DiskWatch::DiskWatch(asio::any_io_executor executor, Store& store, Alarms& alarms, std::function<void()> reopened)
    : executor_{executor}, store_{store}, alarms_{alarms}, reopened_{std::move(reopened)}, bell_{executor}
{
    store_.on_refusal = [this] { bell_.ring(); };
    judge();
}

void DiskWatch::stop()
{
    stopping_ = true;
    bell_.ring();
}

asio::awaitable<void> DiskWatch::run()
{
    while (!stopping_) {
        const auto heard = bell_.count();
        co_await look();
        if (store_.refused()) {
            // A refusal rings; the disk is not asked more often for that.
            asio::steady_timer pause{executor_, look_again};
            co_await pause.async_wait(asio::use_awaitable);
        } else
            co_await bell_.after(heard, std::chrono::steady_clock::now() + look_every);
    }
}

asio::awaitable<void> DiskWatch::look()
{
    judge();
    tell();
    if (store_.refused() && store_.damage().empty()) {
        // Whether it takes anything now. Who waits for it (a result, an arrival) need not ask so often.
        auto probe = [](Connection& db) {
            db.run("INSERT INTO setting(name, value) VALUES ('store.tried', 1) "
                   "ON CONFLICT(name) DO UPDATE SET value = value + 1");
        };
        co_await store_.write(probe);
        judge();
        tell();
    }
}

void DiskWatch::judge()
{
    if (const auto space = space_of(store_.path().parent_path()))
        store_.note_disk(judge_room(*space, store_.disk().room, store_.path()));
}

/// What changed, to the log and to people.
void DiskWatch::tell()
{
    const auto& disk = store_.disk();
    if (disk.room == Room::ample)
        alarms_.over(Alarm::disk_low, 0, "the disk");
    else
        alarms_.raise(Alarm::disk_low, 0, {}, disk.text);
    if (store_.refused())
        alarms_.raise(Alarm::disk_fails, 0, {}, store_.trouble());
    else
        alarms_.over(Alarm::disk_fails, 0, "the disk");
    if (const auto damage = store_.damage(); !damage.empty()) alarms_.raise(Alarm::store_damaged, 0, {}, damage);

    auto closed = store_.closed();
    if (closed.empty() == closed_.empty()) return;
    if (closed.empty())
        spdlog::warn("the store takes what is new again: {:.1f} MB are free",
                     static_cast<double>(disk.space.free) / 1e6);
    else
        spdlog::error("nothing new is taken or sent: {}", closed);
    closed_ = std::move(closed);
    if (closed_.empty()) reopened_();
}
} // namespace nida::daemon
