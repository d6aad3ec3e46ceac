#pragma once
#include "daemon/api/service.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <filesystem>
#include <memory>

namespace nida::daemon
{
/// The HTTP API of docs/api.md on a Unix socket.
class ApiServer
{
public:
    /// @param service  outlives the server, and the connections that run() waits for
    /// @param slowest_reader  a client that takes nothing of a copy for so long is given up, so that its file goes
    ApiServer(boost::asio::any_io_executor executor, std::filesystem::path socket, Service& service,
              std::chrono::milliseconds slowest_reader = std::chrono::minutes{1});
    /// Removes the socket.
    ~ApiServer();
    ApiServer(const ApiServer&) = delete;
    ApiServer& operator=(const ApiServer&) = delete;

    /// Makes the socket, mode 0660, in place of one that nobody listens on any more.
    /// @throws std::runtime_error with what to do
    void listen();
    /// Serves until stop(), and returns once the last connection has ended.
    boost::asio::awaitable<void> run();
    /// Takes nobody in any more and ends what waits; a change under way is finished first.
    void stop();
private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};
} // namespace nida::daemon
