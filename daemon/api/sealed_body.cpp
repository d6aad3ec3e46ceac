#include "daemon/api/sealed_body.hpp"

#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <thread>

namespace nida::daemon
{
namespace
{
struct Sealing {
    WholeStoreTurn turn; // the last to go
    StoreCopy copy;
    SealTo key;
    Time made_at;
    Descriptor to;

    void run() const
    {
        try {
            copy.seal_to(key, made_at, [this](Octets octets) { send_all(octets); });
        } catch (const std::exception& error) {
            spdlog::warn("api: a sealed copy was not taken to its end: {}", error.what());
        }
    }
    void send_all(Octets octets) const
    {
        while (!octets.empty()) {
            const auto count = ::send(to.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) throw_io("the client", errno);
            octets = octets.subspan(static_cast<std::size_t>(count));
        }
    }
};
} // namespace

SealedBody::SealedBody(boost::asio::any_io_executor executor, StoreCopy copy, SealTo key, Time made_at,
                       WholeStoreTurn turn)
    : octets_{sealed_octets(key, copy.octets())}, source_{executor}
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        throw boost::system::system_error{errno, boost::system::system_category(), "socketpair"};
    Descriptor to{pair[1]};
    source_.assign(boost::asio::local::stream_protocol{}, pair[0]);
    auto sealing =
        std::make_shared<Sealing>(Sealing{std::move(turn), std::move(copy), std::move(key), made_at, std::move(to)});
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread{[sealing = std::move(sealing)] { sealing->run(); }}.detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}
} // namespace nida::daemon
