#pragma once
#include <string>

namespace nida::daemon
{
/// Who is at the other end of a connected Unix socket, as the kernel knows them.
struct Peer {
    std::string name;              ///< "user amal (uid 1000)"
    bool is_administrator = false; ///< root, or the user that the daemon runs as
};
Peer peer_of(int descriptor);
} // namespace nida::daemon
