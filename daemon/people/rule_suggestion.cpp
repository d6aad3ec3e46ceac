#include "daemon/people/rule_suggestion.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/flow/spelling_distance.hpp"
#include "daemon/people/rule.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
std::string likely_meant(std::string_view word, const std::vector<std::string>& candidates)
{
    constexpr std::size_t longest = 64; // the distance takes time by the product of the lengths
    const auto written = protocol::decode_utf8(fold(word));
    if (written.size() > longest) return {};
    std::string best;
    auto nearest = std::max<std::size_t>(1, written.size() / 3) + 1; // more than that is another word
    for (const auto& candidate : candidates) {
        const auto wanted = protocol::decode_utf8(fold(candidate));
        if (wanted.size() > longest || wanted.size() < 2) continue;
        auto steps = spelling_distance(written, wanted);
        const bool begins = written.size() >= 3 && wanted.starts_with(written);
        if (begins) steps = std::min<std::size_t>(steps, 1);
        // Of a word of two letters, one that is another is all of it.
        if (steps >= std::min(written.size(), wanted.size())) continue;
        if (steps < nearest) {
            best = candidate;
            nearest = steps;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates)
{
    const auto meant = likely_meant(word, candidates);
    return meant.empty() ? std::string{} : fmt::format("did you mean {}?", spelled_in_rules(meant));
}
} // namespace nida::daemon
