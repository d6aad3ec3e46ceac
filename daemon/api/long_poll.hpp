#pragma once
#include "daemon/line/bell.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>

namespace nida::daemon
{
/// Asks, and asks again after the bell has rung, until the answer is enough or `wait` is over.
/// @param ask     () -> awaitable<Answer>
/// @param enough  (const Answer&) -> bool
template <class Ask, class Enough>
std::invoke_result_t<Ask> ask_until(Bell& bell, std::chrono::seconds wait, Ask ask, Enough enough)
{
    using Clock = Bell::Clock;
    const auto deadline = Clock::now() + wait;
    for (;;) {
        const auto heard = bell.count();
        const auto asked = Clock::now();
        auto answer = co_await ask();
        const auto answered = Clock::now();
        if (enough(std::as_const(answer)) || answered >= deadline) co_return answer;
        // A bell can ring a hundred times a second: a question that takes long is asked for a tenth of the time at most.
        const auto rested = answered + 9 * (answered - asked);
        co_await bell.after(heard, deadline);
        if (rested > Clock::now()) {
            boost::asio::steady_timer rest{co_await boost::asio::this_coro::executor, std::min(rested, deadline)};
            co_await rest.async_wait(boost::asio::use_awaitable);
        }
    }
}
} // namespace nida::daemon
