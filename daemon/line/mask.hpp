#pragma once
#include <string>
#include <string_view>

namespace nida::daemon
{
/// A number for a log line: "+21891***678"; whole where the log shows debug lines, since only then people's numbers may be in it.
std::string masked(std::string_view number);
} // namespace nida::daemon
