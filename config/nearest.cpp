#include "config/nearest.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace nida::config
{
namespace
{

std::string lower_case(std::string_view text)
{
    std::string lower{text};
    for (auto& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

/// Edit distance in which swapped neighbours count once ("optimal string alignment").
std::size_t distance(std::string_view a, std::string_view b)
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
        auto steps = distance(written, wanted);
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
