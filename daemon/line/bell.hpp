#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
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
    boost::asio::awaitable<void> after(std::uint64_t heard, Clock::time_point deadline = Clock::time_point::max())
    {
        boost::asio::steady_timer waiter{executor_, deadline};
        waiters_.push_back(&waiter);
        const Leave leave{waiters_, &waiter};
        while (count_ <= heard && Clock::now() < deadline) {
            boost::system::error_code rung;
            co_await waiter.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, rung));
        }
    }
private:
    using Waiters = std::vector<boost::asio::steady_timer*>;
    struct Leave {
        Leave(Waiters& w, boost::asio::steady_timer* s) : waiters{w}, self{s} {}
        Leave(const Leave&) = delete;
        Leave& operator=(const Leave&) = delete;
        ~Leave() { waiters.erase(std::find(waiters.begin(), waiters.end(), self)); }
        Waiters& waiters;
        boost::asio::steady_timer* self;
    };
    boost::asio::any_io_executor executor_;
    Waiters waiters_;
    std::uint64_t count_ = 0;
};
} // namespace nida::daemon
