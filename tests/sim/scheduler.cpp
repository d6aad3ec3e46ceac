#include "tests/sim/scheduler.hpp"

#include <utility>

namespace nida::sim
{
void Scheduler::after(Clock::duration delay, std::function<void()> action)
{
    const auto at = queue_.emplace(now_() + delay, std::move(action));
    if (at == queue_.begin() && on_earlier) on_earlier();
}

void Scheduler::run_due()
{
    while (!queue_.empty() && queue_.begin()->first <= now_()) {
        auto due = queue_.extract(queue_.begin());
        due.mapped()();
    }
}

std::optional<Scheduler::TimePoint> Scheduler::next() const
{
    if (queue_.empty()) return std::nullopt;
    return queue_.begin()->first;
}
} // namespace nida::sim
