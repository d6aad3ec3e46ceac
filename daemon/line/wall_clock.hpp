#pragma once
#include "daemon/store/connection.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace nida::daemon
{
/// The hour, and whether it can be believed. Waits inside the process never use it.
///
/// Until it is confirmed (by NTP, the network's time, or SMSC stamps), `now` counts from the process's start with the steady clock, so
/// that nothing jumps; what needs the hour asks `trusted` first.
class WallClock
{
public:
    /// @param newest  the newest time in the store: a clock behind it is wrong
    explicit WallClock(Time newest);

    Time now() const;
    bool trusted() const { return trusted_; }
    Time started_at() const { return wall_at_start_; } ///< of the process, as `now` counted then
    /// Why it is believed, or what is missing, for `nida status`.
    const std::string& why() const { return why_; }

    /// Compares with a time that somebody outside told. @param tolerance  how old that time may be
    void confirm(std::chrono::sys_seconds told, std::chrono::seconds tolerance, std::string by);
    /// Learns that the hour cannot be earlier than that; confirms nothing.
    void at_least(std::chrono::sys_seconds told, std::chrono::seconds tolerance, const std::string& by);
    /// Asks the kernel whether NTP (or a set clock) has synchronised it.
    void ask_kernel();

    /// Called once trust is gained, with how far `now` jumped.
    std::function<void(std::chrono::microseconds)> on_trusted;
private:
    bool plausible() const;
    void trust(std::string by);
    Time newest_;
    Time wall_at_start_;
    std::chrono::steady_clock::time_point steady_at_start_;
    bool trusted_ = false;
    std::string why_;
};
} // namespace nida::daemon
