#pragma once
#include "tests/e2e/box.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace nida::e2e
{
/// Whether a line's row says that it was in that state lately.
inline bool went_through(const Record& line, std::string_view state)
{
    return std::ranges::any_of(line.records("transitions"),
                               [&](const Record& transition) { return transition.text("state") == state; });
}
/// Why it was, the last time.
inline std::string cause_of(const Record& line, std::string_view state)
{
    std::string cause;
    for (const auto& transition : line.records("transitions"))
        if (transition.text("state") == state) cause = transition.text("cause");
    return cause;
}
} // namespace nida::e2e
