#pragma once
#include "daemon/store/unsure_times.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace nida::daemon
{
/// What clocks there are; tests have their own.
struct ClockSources {
    std::function<Time()> wall; ///< what the system takes for the hour
    std::function<std::chrono::microseconds()>
        boot;                           ///< since the system's start, asleep or awake; never set by anybody
    std::function<bool()> synchronised; ///< whether the kernel says that NTP, or another, keeps the hour right
};
ClockSources system_clocks();

/// The hour, and whether it can be believed. Waits inside the process never use it.
///
/// Until it is confirmed (by NTP, the network's time, or SMSC stamps), `now` counts from the process's start with the steady clock, so
/// that nothing jumps; what needs the hour asks `trusted` first. When the system's clock jumps later, forward or back, `now` goes on as if it
/// had not, and the hour has to be confirmed anew.
class WallClock
{
public:
    explicit WallClock(const ClockMemory& memory, ClockSources sources = system_clocks());

    Time now() const;
    bool trusted() const { return trusted_; }
    /// Since when times have been written that are not sure: the last jump, or the start of this run or of the first that was never sure.
    Time unsure_since() const { return unsure_since_; }
    /// The newest time that was: a clock behind it is wrong.
    Time sure_until() const { return sure_until_; }
    /// Why it is believed, or what is missing, for `nida status`.
    const std::string& why() const { return why_; }

    /// Compares with a time that somebody outside told. @param tolerance  how old that time may be
    void confirm(std::chrono::sys_seconds told, std::chrono::seconds tolerance, std::string by);
    /// Learns that the hour cannot be earlier than that; confirms nothing.
    void at_least(std::chrono::sys_seconds told, std::chrono::seconds tolerance, const std::string& by);
    /// Asks the kernel whether NTP (or a set clock) has synchronised it.
    void ask_kernel();
    /// What followed from trust could not be written down: `now` goes back by that much, and the hour has to be confirmed anew.
    void take_back(std::chrono::microseconds jump, std::string why);
    /// To be called every few seconds. @return false where the system's clock has just jumped, so that the hour is believed no more
    bool watch();

    /// Called once trust is gained, with how far `now` jumped.
    std::function<void(std::chrono::microseconds)> on_trusted;
private:
    Time counted() const;
    void count_from(Time wall);
    bool plausible() const;
    void trust(std::string by);
    ClockSources sources_;
    Time sure_until_;
    Time unsure_since_;
    Time counted_from_;
    std::chrono::microseconds counted_since_;
    bool trusted_ = false;
    std::string why_;
};
} // namespace nida::daemon
