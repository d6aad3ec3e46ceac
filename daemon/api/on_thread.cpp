#include "daemon/api/on_thread.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <exception>
#include <memory>
#include <thread>

namespace nida::daemon
{
boost::asio::awaitable<void> on_thread(std::function<void()> work)
{
    const auto executor = co_await boost::asio::this_coro::executor;
    std::exception_ptr trouble;
    auto initiate = [&](auto handler) {
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        auto run = [&work, &trouble, resume, guard = boost::asio::make_work_guard(executor)]() mutable {
            try {
                work();
            } catch (...) {
                trouble = std::current_exception();
            }
            const auto where = guard.get_executor();
            boost::asio::post(where, [resume = std::move(resume)] { std::move (*resume)(); });
        };
        // Signals are the loop's business: this thread must not take them.
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        std::thread{std::move(run)}.detach();
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(std::move(initiate),
                                                                                        boost::asio::use_awaitable);
    if (trouble) std::rethrow_exception(trouble);
}
} // namespace nida::daemon
