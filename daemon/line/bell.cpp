#include "daemon/line/bell.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace nida::daemon
{
namespace
{
struct Leave {
    Leave(std::vector<boost::asio::steady_timer*>& all, boost::asio::steady_timer* one) : waiters{all}, self{one} {}
    Leave(const Leave&) = delete;
    Leave& operator=(const Leave&) = delete;
    ~Leave() { waiters.erase(std::find(waiters.begin(), waiters.end(), self)); }
    std::vector<boost::asio::steady_timer*>& waiters;
    boost::asio::steady_timer* self;
};
} // namespace

boost::asio::awaitable<void> Bell::after(std::uint64_t heard, Clock::time_point deadline)
{
    boost::asio::steady_timer waiter{executor_, deadline};
    waiters_.push_back(&waiter);
    const Leave leave{waiters_, &waiter};
    while (count_ <= heard && Clock::now() < deadline) {
        boost::system::error_code rung;
        co_await waiter.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, rung));
    }
}
} // namespace nida::daemon
