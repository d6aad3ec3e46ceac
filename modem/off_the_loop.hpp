#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <optional>
#include <thread>
#include <type_traits>

namespace nida::modem
{
/// Runs `work`, which may block, on a thread that lives for it alone, and comes back to the coroutine's executor with what it
/// returned or threw. For rare things (opening a port). Cancellation waits until `work` is through: it cannot be interrupted.
template <class Work> boost::asio::awaitable<std::invoke_result_t<Work>> off_the_loop(Work work)
{
    namespace asio = boost::asio;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer finished{executor, asio::steady_timer::time_point::max()};
    std::optional<std::invoke_result_t<Work>> result;
    std::exception_ptr error;
    bool done = false;
    // The thread touches `finished` only on the executor, and is joined before any of these goes.
    const std::jthread thread{[&] {
        try {
            result.emplace(work());
        } catch (...) {
            error = std::current_exception();
        }
        asio::post(executor, [&] {
            done = true;
            finished.cancel();
        });
    }};
    while (!done) {
        boost::system::error_code ec;
        const auto token = asio::redirect_error(asio::use_awaitable, ec);
        co_await finished.async_wait(asio::bind_cancellation_slot(asio::cancellation_slot{}, token));
    }
    if (error) std::rethrow_exception(error);
    co_return std::move(*result);
}
} // namespace nida::modem
