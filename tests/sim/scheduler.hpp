#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <optional>

namespace nida::sim
{
/// What is to happen later, in order of time. It has no clock of its own: the program runs it on the steady clock, a test
/// moves the time by hand.
class Scheduler
{
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    explicit Scheduler(std::function<TimePoint()> now) : now_{std::move(now)} {}
    void after(Clock::duration delay, std::function<void()> action);
    /// Runs everything due, also what that adds without a delay.
    void run_due();
    std::optional<TimePoint> next() const;
    TimePoint now() const { return now_(); }
    std::function<void()> on_earlier; ///< called where something was added that is due before all else
private:
    std::function<TimePoint()> now_;
    std::multimap<TimePoint, std::function<void()>> queue_;
};
} // namespace nida::sim
