#pragma once
#include <chrono>
#include <thread>

namespace nida::e2e
{
/// Looks every 10 ms whether a condition holds, for what nothing announces. The limit only bounds how long a failing test takes.
template <class Condition> bool eventually(Condition condition, std::chrono::seconds limit = std::chrono::seconds{60})
{
    using Clock = std::chrono::steady_clock;
    for (const auto deadline = Clock::now() + limit; !condition();) {
        if (Clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return true;
}
} // namespace nida::e2e
