#include "daemon/line/wall_clock.hpp"

#include <fmt/format.h>
#include <sys/timex.h>

#include <algorithm>
#include <ctime>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// No clock that shows an earlier hour than the one at which this program was built can be right.
const Time built_at{std::chrono::seconds{NIDA_BUILD_TIME}};

// Slower than this a clock is set right, faster than this it is set.
constexpr auto longest_step = 5min;
} // namespace

ClockSources system_clocks()
{
    ClockSources sources;
    sources.wall = [] {
        return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    };
    sources.boot = [] {
        timespec since{};
        ::clock_gettime(CLOCK_BOOTTIME, &since);
        return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::seconds{since.tv_sec} +
                                                                     std::chrono::nanoseconds{since.tv_nsec});
    };
    sources.synchronised = [] {
        timex state{};
        return ::adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
    };
    return sources;
}

WallClock::WallClock(const ClockMemory& memory, ClockSources sources)
    : sources_{std::move(sources)},
      sure_until_{memory.sure_until},
      // A clock that is behind what the store has seen must not make new rows older than the old ones. And what runs before this one wrote
      // with a clock that was never confirmed has to be moved by as much as what this one writes: it goes on where they ended.
      unsure_since_{memory.unsure_since.value_or(std::max(sources_.wall(), memory.newest))},
      counted_from_{memory.unsure_since ? memory.newest : unsure_since_},
      counted_since_{sources_.boot()},
      why_{"not confirmed yet: waiting for NTP, the network's time or a message's time stamp"}
{
}

Time WallClock::counted() const { return counted_from_ + (sources_.boot() - counted_since_); }

void WallClock::count_from(Time wall)
{
    counted_from_ = wall;
    counted_since_ = sources_.boot();
}

Time WallClock::now() const
{
    const auto expected = counted();
    if (!trusted_) return expected;
    const auto shown = sources_.wall();
    return std::chrono::abs(shown - expected) <= longest_step ? shown : expected;
}

bool WallClock::watch()
{
    if (!trusted_) return true;
    const auto expected = counted(), shown = sources_.wall();
    if (std::chrono::abs(shown - expected) <= longest_step) {
        count_from(shown);
        return true;
    }
    trusted_ = false;
    unsure_since_ = expected;
    count_from(expected);
    why_ = fmt::format("the system's clock jumped by {} minutes: waiting for NTP, the network's time or a message's "
                       "time stamp to confirm it",
                       std::chrono::duration_cast<std::chrono::minutes>(shown - expected).count());
    return false;
}

bool WallClock::plausible() const
{
    const auto now = sources_.wall();
    return now > built_at && now >= sure_until_;
}

void WallClock::trust(std::string by)
{
    const auto before = now();
    trusted_ = true;
    count_from(sources_.wall());
    why_ = "confirmed by " + std::move(by);
    if (on_trusted) on_trusted(counted_from_ - before);
}

void WallClock::take_back(std::chrono::microseconds jump, std::string why)
{
    const auto before = now() - jump;
    trusted_ = false;
    count_from(before);
    why_ = std::move(why);
}

void WallClock::confirm(std::chrono::sys_seconds told, std::chrono::seconds tolerance, std::string by)
{
    if (trusted_) return;
    const auto off = std::chrono::floor<std::chrono::seconds>(sources_.wall()) - told;
    if (plausible() && off >= -tolerance && off <= tolerance) {
        trust(std::move(by));
        return;
    }
    at_least(told, tolerance, by);
}

void WallClock::at_least(std::chrono::sys_seconds told, std::chrono::seconds tolerance, const std::string& by)
{
    const auto behind = told - std::chrono::floor<std::chrono::seconds>(sources_.wall());
    if (trusted_ || behind <= tolerance) return;
    why_ = fmt::format("the clock is {} minutes behind {}: set it (timedatectl set-time), or wait for NTP",
                       std::chrono::duration_cast<std::chrono::minutes>(behind).count(), by);
}

void WallClock::ask_kernel()
{
    if (trusted_ || !plausible()) return;
    if (sources_.synchronised()) trust("NTP");
}
} // namespace nida::daemon
