#include "daemon/line/wall_clock.hpp"

#include <fmt/format.h>
#include <sys/timex.h>

#include <cstdlib>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// No clock that shows an earlier hour than the one at which this program was built can be right.
const Time built_at{std::chrono::seconds{NIDA_BUILD_TIME}};

Time system_now() { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }
} // namespace

WallClock::WallClock(Time newest)
    : newest_{newest},
      wall_at_start_{system_now()},
      steady_at_start_{std::chrono::steady_clock::now()},
      why_{"not confirmed yet: waiting for NTP, the network's time or a message's time stamp"}
{
    // A clock that is behind what the store has seen must not make new rows older than the old ones.
    if (wall_at_start_ < newest_) wall_at_start_ = newest_;
}

Time WallClock::now() const
{
    if (trusted_) return system_now();
    return wall_at_start_ +
           std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - steady_at_start_);
}

bool WallClock::plausible() const
{
    const auto now = system_now();
    return now > built_at && now >= newest_;
}

void WallClock::trust(std::string by)
{
    const auto before = now();
    trusted_ = true;
    why_ = "confirmed by " + std::move(by);
    if (on_trusted) on_trusted(system_now() - before);
}

void WallClock::confirm(std::chrono::sys_seconds told, std::chrono::seconds tolerance, std::string by)
{
    if (trusted_) return;
    const auto off = std::chrono::floor<std::chrono::seconds>(system_now()) - told;
    if (plausible() && off >= -tolerance && off <= tolerance) {
        trust(std::move(by));
        return;
    }
    at_least(told, tolerance, by);
}

void WallClock::at_least(std::chrono::sys_seconds told, std::chrono::seconds tolerance, const std::string& by)
{
    const auto behind = told - std::chrono::floor<std::chrono::seconds>(system_now());
    if (trusted_ || behind <= tolerance) return;
    why_ = fmt::format("the clock is {} minutes behind {}: set it (timedatectl set-time), or wait for NTP",
                       std::chrono::duration_cast<std::chrono::minutes>(behind).count(), by);
}

void WallClock::ask_kernel()
{
    if (trusted_ || !plausible()) return;
    timex state{};
    if (::adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0) trust("NTP");
}
} // namespace nida::daemon
