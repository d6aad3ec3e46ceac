#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace nida
{
namespace run_to_end_parts
{
/// co_spawn() itself takes default-constructible results alone.
template <class T, class Result> boost::asio::awaitable<void> keep(boost::asio::awaitable<T> work, Result& result)
{
    if constexpr (std::is_void_v<T>) {
        co_await std::move(work);
        result = true;
    } else {
        result.emplace(co_await std::move(work));
    }
}
} // namespace run_to_end_parts

/// Runs the loop until `work` has ended; what it throws comes out here.
/// @throws std::runtime_error after two minutes, which only bounds how long a failing test takes
template <class T> T run_to_end(boost::asio::io_context& loop, boost::asio::awaitable<T> work)
{
    std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> result{};
    bool over = false;
    std::exception_ptr error;
    boost::asio::co_spawn(loop, run_to_end_parts::keep(std::move(work), result), [&](std::exception_ptr thrown) {
        over = true;
        error = thrown;
    });
    loop.restart();
    const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes{2};
    while (!over && loop.run_one_until(patience) > 0) {
    }
    if (!over) throw std::runtime_error{"the work does not come to its end"};
    if (error) std::rethrow_exception(error);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}
} // namespace nida
