#pragma once
#include "tests/e2e/box.hpp"

#include <chrono>
#include <string>

struct nida_moved_clock;

namespace nida::e2e
{
/// The hour of all programs that a test starts while this lives: in the future, and moved on by the test. Waits inside the programs are as long as ever,
/// as in a machine that slept: who waits for an hour has to be woken (Pulse).
class MovedClock
{
public:
    using Instant = std::chrono::sys_time<std::chrono::microseconds>;

    /// @param begin  what the clocks show now. @param synchronised  what the kernel says of NTP
    explicit MovedClock(Instant begin, bool synchronised = true);
    ~MovedClock();
    MovedClock(const MovedClock&) = delete;
    MovedClock& operator=(const MovedClock&) = delete;

    Instant now() const;
    /// Time passes, everywhere. A clock that is read in two halves shows a jump where it is five minutes or more.
    void pass(std::chrono::microseconds time);
    /// Somebody sets the clock of those programs that have `settable` in their environment.
    void set_by(std::chrono::hours hours);
    static Environment settable() { return {{"NIDA_TEST_CLOCK_CAN_BE_SET", "1"}}; }
private:
    TemporaryDirectory directory_;
    nida_moved_clock* shared_ = nullptr;
};

/// Wakes whatever in a box waits for an hour, by emptying the list of a draft that has none.
class Pulse
{
public:
    explicit Pulse(const Box& box);
    void beat() const;
    /// Lets time pass in steps of some minutes, each of which the box notices.
    void pass_until(MovedClock& clock, MovedClock::Instant end) const;
private:
    const Box& box_;
    std::string draft_;
};
} // namespace nida::e2e
