#include "config/nearest.hpp"

#include "daemon/flow/spelling_distance.hpp"

#include <algorithm>
#include <string>

namespace nida::config
{
namespace
{

/// Keys are ASCII: each octet is a letter.
std::u32string lower_case(std::string_view text)
{
    std::u32string lower;
    for (const unsigned char c : text)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char32_t>(c - 'A' + 'a') : char32_t{c};
    return lower;
}

} // namespace

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates)
{
    constexpr std::size_t longest =
        64; // nobody meant a key by more; the distance takes time by the product of the lengths
    if (word.size() > longest) return std::nullopt;

    const auto written = lower_case(word);
    std::optional<std::string_view> best;
    std::size_t best_distance = std::max<std::size_t>(1, written.size() / 3) + 1; // more than that is another word
    for (const auto candidate : candidates) {
        const auto wanted = lower_case(candidate);
        auto steps = daemon::spelling_distance(written, wanted);
        const auto shared = std::min(written.size(), wanted.size());
        if (shared >= 3 && written.compare(0, shared, wanted, 0, shared) == 0) steps = std::min<std::size_t>(steps, 1);
        if (steps < best_distance) {
            best = candidate;
            best_distance = steps;
        }
    }
    return best;
}

} // namespace nida::config
