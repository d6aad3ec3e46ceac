#pragma once
#include <chrono>

namespace nida::daemon
{
/// An instant as the store keeps it: microseconds since 1970 in UTC.
using Time = std::chrono::sys_time<std::chrono::microseconds>;
} // namespace nida::daemon
