#include "daemon/backup/rotation.hpp"

#include "daemon/api/on_thread.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;
constexpr auto after_start = 20s;                     // the modems come first, and sticks are mounted late
constexpr std::chrono::seconds longest_pause = 15min; // before what failed is tried again
} // namespace

Rotation::Rotation(boost::asio::any_io_executor executor, std::filesystem::path store, const WallClock& clock,
                   Alarms& alarms)
    : store_{std::move(store)}, clock_{clock}, alarms_{alarms}, changed_{std::move(executor)}
{
}

void Rotation::set(std::optional<RotationSettings> settings)
{
    settings_ = std::move(settings);
    state_ = {};
    tried_.reset();
    looked_.reset();
    if (settings_) state_.folder = settings_->folder;
    changed_.ring();
}

/// When the next attempt is to be made.
std::optional<Rotation::Clock::time_point> Rotation::due() const
{
    if (!settings_) return {};
    const auto every = settings_->every;
    if (tried_) return *tried_ + (state_.error.empty() ? every : std::min(every, longest_pause));
    const auto soon = looked_.value_or(Clock::now()) + after_start;
    if (!state_.last_at) return soon;
    // A copy from the future tells nothing: then one is due.
    const auto age = clock_.now() - *state_.last_at;
    if (age < 0s || age >= every) return soon;
    return std::max(soon, Clock::now() + std::chrono::duration_cast<std::chrono::seconds>(every - age));
}

boost::asio::awaitable<void> Rotation::run()
{
    for (;;) {
        const auto heard = changed_.count();
        if (settings_ && !looked_) {
            std::optional<Time> newest;
            const auto folder = settings_->folder;
            auto work = [&] { newest = look_through(folder); };
            try {
                co_await on_thread(work);
            } catch (const std::exception& e) {
                spdlog::warn("the copies in {} cannot be looked at: {}", folder.string(), e.what());
            }
            if (changed_.count() > heard) continue;
            looked_ = Clock::now();
            state_.last_at = newest;
        }
        const auto when = due();
        if (!when || *when > Clock::now()) {
            co_await changed_.after(heard, when.value_or(Clock::time_point::max()));
            continue;
        }
        co_await attempt();
    }
}

boost::asio::awaitable<void> Rotation::attempt()
{
    const auto heard = changed_.count();
    const auto settings = *settings_;
    const auto now = clock_.now();
    std::string error;
    std::filesystem::path file;
    auto work = [&] { file = rotate(store_, settings, now); };
    try {
        co_await on_thread(work);
    } catch (const std::exception& e) {
        error = e.what();
    }
    if (error.empty()) {
        spdlog::info("a sealed copy of the store was made: {}", file.string());
        alarms_.over(Alarm::backup_failed, 0, {});
    } else {
        spdlog::error("no copy of the store could be made: {}", error);
        alarms_.raise(Alarm::backup_failed, 0, {}, error);
    }
    if (changed_.count() > heard) co_return; // what was asked for is something else by now
    tried_ = Clock::now();
    state_.error = error;
    if (error.empty()) state_.last_at = now;
}
} // namespace nida::daemon
