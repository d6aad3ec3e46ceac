#pragma once
#include <string>

namespace nida::daemon
{
/// Who is at the other end of a connected Unix socket, as the kernel knows it: "user amal (uid 1000)".
std::string peer_of(int descriptor);
} // namespace nida::daemon
