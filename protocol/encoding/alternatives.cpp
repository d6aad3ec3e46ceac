#include "protocol/encoding/codings.hpp"
#include "protocol/encoding/planner.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
Alternative alternative(std::string_view utf8, std::u32string_view text, const Coding& coding,
                        const PlanRequest& request)
{
    auto so = substitute(utf8, text, coding, Substitutions::typographic_and_accents);
    const auto pieces = cut(so.text, coding, capacities(coding, request.header));

    Alternative found{coding, pieces ? pieces->size() : 0, 0, so.obstacles.size(), 0, {}};
    found.irreplaceable_count = static_cast<std::size_t>(
        std::ranges::count_if(so.obstacles, [](const Obstacle& obstacle) { return !obstacle.replacement; }));
    if (so.obstacles.size() > max_listed_obstacles)
        so.obstacles.erase(so.obstacles.begin() + max_listed_obstacles, so.obstacles.end());
    found.obstacles = std::move(so.obstacles);
    return found;
}
} // namespace

std::vector<Alternative> alternatives(std::string_view utf8, const PlanRequest& request, std::size_t segments)
{
    const auto text = decode_utf8(utf8);
    std::vector<Alternative> all;
    for (const auto& coding : compared_codings(request)) {
        auto& found = all.emplace_back(alternative(utf8, text, coding, request));
        if (found.segments != 0)
            found.saves = static_cast<std::ptrdiff_t>(segments) - static_cast<std::ptrdiff_t>(found.segments);
    }
    return all;
}
} // namespace nida::protocol
