#include "daemon/api/peer.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace nida::daemon
{
Peer peer_of(int descriptor)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return {"unknown user"};
    const bool administrator = peer.uid == 0 || peer.uid == ::geteuid();

    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> memory{};
    if (::getpwuid_r(peer.uid, &entry, memory.data(), memory.size(), &found) != 0 || !found)
        return {fmt::format("uid {}", peer.uid), administrator};
    return {fmt::format("user {} (uid {})", found->pw_name, peer.uid), administrator};
}
} // namespace nida::daemon
