#include "daemon/people/rule_suggestion.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/people/rule.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nida::daemon
{
namespace
{
/// How many letters differ; two that changed places count once.
std::size_t distance(std::u32string_view a, std::u32string_view b)
{
    std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::exchange(last, row);
    }
    return last[b.size()];
}
} // namespace

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
        auto steps = distance(written, wanted);
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
