#pragma once
#include <cstdint>
#include <string_view>

// Places at which a test may end the process as a power cut would, and learn afterwards how far it had come (tests/torture). They
// exist only where CMake was told NIDA_CRASH_POINTS=ON; otherwise, and in every release, they are empty.
namespace nida::modem
{
#ifdef NIDA_CRASH_POINTS
/// The process passes a place. From any thread.
///
/// Where the environment has NIDA_CRASH_AT="name:n", the n-th pass of that name ends the process by SIGKILL. Where it has
/// NIDA_CRASH_TRACE=FILE, each pass appends "<µs since 1970> <name> <a> <b>" to FILE before that, by one write.
/// @param name  "<part>.<what has just happened, or is about to>"
/// @param a,b   what it happened to, mostly a message and its segment's number
void crash_point(std::string_view name, std::int64_t a = 0, std::int64_t b = 0) noexcept;

/// Whether the next pass of this name is the last: for what only a dying process would do.
bool crash_is_next(std::string_view name) noexcept;
#else
constexpr void crash_point(std::string_view, std::int64_t = 0, std::int64_t = 0) noexcept {}
constexpr bool crash_is_next(std::string_view) noexcept { return false; }
#endif
} // namespace nida::modem
