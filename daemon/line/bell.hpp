#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <vector>

namespace nida::daemon
{
/// Tells coroutines of one executor's thread that something changed. A ring is never missed: who waits says what it has heard so far.
class Bell
{
public:
    using Clock = std::chrono::steady_clock;

    explicit Bell(boost::asio::any_io_executor executor) : executor_{std::move(executor)} {}

    void ring()
    {
        ++count_;
        for (auto* waiter : waiters_)
            waiter->cancel();
    }
    std::uint64_t count() const { return count_; }

    /// Returns once the bell has rung more often than `heard`, or at `deadline`.
    boost::asio::awaitable<void> after(std::uint64_t heard, Clock::time_point deadline = Clock::time_point::max());
private:
    using Waiters = std::vector<boost::asio::steady_timer*>;
    boost::asio::any_io_executor executor_;
    Waiters waiters_;
    std::uint64_t count_ = 0;
};
} // namespace nida::daemon
