#pragma once
#include <cstdio>
#include <cstdlib>

namespace nida::protocol
{
/// Ends the process where what a target promises does not hold, so that the fuzzer keeps the input.
inline void require(bool holds, const char* what = "")
{
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}
} // namespace nida::protocol
