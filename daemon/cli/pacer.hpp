#pragma once

#include <chrono>
#include <thread>

namespace nida::daemon::cli
{

/// Keeps a loop from asking more often than people can read.
class Pacer
{
public:
    explicit Pacer(std::chrono::milliseconds pause) : pause_{pause} {}

    /// Returns once `pause` is over since the last time; at once the first time.
    void wait()
    {
        std::this_thread::sleep_until(next_);
        next_ = std::chrono::steady_clock::now() + pause_;
    }
private:
    std::chrono::milliseconds pause_;
    std::chrono::steady_clock::time_point next_{};
};

} // namespace nida::daemon::cli
