#include "daemon/api/server.hpp"

#include "daemon/api/connection.hpp"
#include "daemon/api/resources.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <list>
#include <stdexcept>

namespace nida::daemon
{
namespace
{
using Protocol = boost::asio::local::stream_protocol;

constexpr std::size_t most_connections = 64;
constexpr mode_t socket_mode = 0660;

/// Clears the way for bind(): a socket that a killed nidad left is removed, anything else is not ours to touch.
void remove_stale(const std::filesystem::path& path, const Protocol::endpoint& endpoint)
{
    struct stat found {
    };
    if (::lstat(path.c_str(), &found) != 0) return;
    if (!S_ISSOCK(found.st_mode))
        throw std::runtime_error(fmt::format(
            "{} is there and is not a socket: move it away, or give [api] socket another path", path.string()));

    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const bool somebody_listens =
        probe >= 0 &&
        (::connect(probe, endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0 || errno == EAGAIN);
    if (probe >= 0) ::close(probe);
    if (somebody_listens)
        throw std::runtime_error(fmt::format(
            "another process serves {}: stop that one first, or give [api] socket another path", path.string()));
    ::unlink(path.c_str());
}
} // namespace

class ApiServer::Listener
{
public:
    Listener(boost::asio::any_io_executor executor, std::filesystem::path path, Service& service,
             std::chrono::milliseconds slowest_reader)
        : executor_{executor},
          path_{std::move(path)},
          context_{service, {}, slowest_reader},
          acceptor_{executor},
          ended_{executor}
    {
    }
    ~Listener()
    {
        if (acceptor_.is_open()) ::unlink(path_.c_str());
    }

    void listen();
    boost::asio::awaitable<void> run();
    void stop();
private:
    using Signals = std::list<boost::asio::cancellation_signal>;
    void serve(Protocol::socket socket);

    boost::asio::any_io_executor executor_;
    std::filesystem::path path_;
    ApiContext context_;
    Protocol::acceptor acceptor_;
    Signals connections_; ///< one for each that is open
    Bell ended_;
    bool stopping_ = false;
};

void ApiServer::Listener::listen()
{
    if (path_.string().size() >= sizeof(sockaddr_un::sun_path))
        throw std::runtime_error(fmt::format("the path {} is too long for a socket: [api] socket takes up to {} octets",
                                             path_.string(), sizeof(sockaddr_un::sun_path) - 1));
    const Protocol::endpoint endpoint{path_.string()};
    remove_stale(path_, endpoint);
    acceptor_.open();
    // With the umask the socket has its mode from its first instant on; a chmod afterwards would come too late.
    const auto before = ::umask(0777 & ~socket_mode);
    boost::system::error_code error;
    acceptor_.bind(endpoint, error);
    ::umask(before);
    if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error) {
        acceptor_.close();
        throw std::runtime_error(
            fmt::format("cannot make the socket {}: {}. Check that its directory exists and that this user may write "
                        "there, or give [api] socket another path",
                        path_.string(), error.message()));
    }
}

void ApiServer::Listener::serve(Protocol::socket socket)
{
    const bool busy = connections_.size() >= most_connections;
    const auto self = connections_.emplace(connections_.end());
    const auto done = [this, self](std::exception_ptr trouble) {
        connections_.erase(self);
        ended_.ring();
        try {
            if (trouble) std::rethrow_exception(trouble);
        } catch (const std::exception& error) {
            spdlog::debug("api: a connection ended: {}", error.what());
        }
    };
    boost::asio::co_spawn(executor_,
                          busy ? turn_away(std::move(socket)) : serve_connection(std::move(socket), context_),
                          boost::asio::bind_cancellation_slot(self->slot(), done));
}

boost::asio::awaitable<void> ApiServer::Listener::run()
{
    while (!stopping_) {
        boost::system::error_code error;
        auto socket = co_await acceptor_.async_accept(boost::asio::redirect_error(boost::asio::use_awaitable, error));
        if (!error) {
            serve(std::move(socket));
            continue;
        }
        if (stopping_) break;
        // Out of descriptors, most likely: others may be closed by then.
        spdlog::warn("api: cannot take a connection: {}", error.message());
        boost::asio::steady_timer pause{executor_, std::chrono::seconds{1}};
        co_await pause.async_wait(boost::asio::use_awaitable);
    }
    while (!connections_.empty()) {
        const auto heard = ended_.count();
        co_await ended_.after(heard);
    }
}

void ApiServer::Listener::stop()
{
    if (stopping_) return;
    stopping_ = true;
    if (acceptor_.is_open()) {
        ::unlink(path_.c_str());
        acceptor_.close();
    }
    for (auto& connection : connections_)
        connection.emit(boost::asio::cancellation_type::terminal);
}

ApiServer::ApiServer(boost::asio::any_io_executor executor, std::filesystem::path socket, Service& service,
                     std::chrono::milliseconds slowest_reader)
    : listener_{std::make_unique<Listener>(std::move(executor), std::move(socket), service, slowest_reader)}
{
}
ApiServer::~ApiServer() = default;
void ApiServer::listen() { listener_->listen(); }
boost::asio::awaitable<void> ApiServer::run() { return listener_->run(); }
void ApiServer::stop() { listener_->stop(); }
} // namespace nida::daemon
