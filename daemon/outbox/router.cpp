#include "daemon/outbox/router.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
/// The same number has the same line in every run of every program.
std::uint64_t stable_hash(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037U; // FNV-1a
    for (const unsigned char c : text)
        hash = (hash ^ c) * 1099511628211U;
    return hash ^ hash >> 32U; // the lowest bits alone are much like the last digit's
}

/// By the segment, also where they come in bundles.
bool is_cheaper(const Price& one, const Price& other)
{
    return one.milli * other.segments < other.milli * one.segments;
}
} // namespace

Router::Router(std::span<const Recipe> operators, std::vector<Price> prices, std::vector<Line> lines)
    : prices_{std::move(prices)}, lines_{std::move(lines)}
{
    goals_.push_back({});
    for (const auto& recipe : operators)
        for (const auto& prefix : recipe.prefixes)
            goals_.push_back({prefix, recipe.id, {}});
    for (const auto& price : prices_)
        if (price.to.starts_with('+')) goals_.push_back({price.to, {}, {}});
    std::ranges::stable_sort(goals_, {}, &Goal::prefix);
    // Of two with the same prefix the operator's comes first, and the earlier recipe's.
    const auto repeated = std::ranges::unique(goals_, {}, &Goal::prefix);
    goals_.erase(repeated.begin(), repeated.end());
    for (auto& goal : goals_) {
        // A price for "+21891234" is still about numbers of whoever has "+21891".
        for (const auto& wider : goals_)
            if (goal.operator_id.empty() && !wider.operator_id.empty() && goal.prefix.starts_with(wider.prefix))
                goal.operator_id = wider.operator_id;
        goal.best = best_for(goal);
    }
}

const Router::Goal& Router::goal_of(std::string_view number) const
{
    // The last of those that stand at or before the number; where it is no beginning of it, a shorter one may be.
    for (auto length = number.size();;) {
        const auto after = std::ranges::upper_bound(goals_, number.substr(0, length), {}, &Goal::prefix);
        const auto& found = *std::prev(after); // the first is empty, and stands before everything
        if (number.starts_with(found.prefix)) return found;
        const auto [here, there] = std::ranges::mismatch(number, found.prefix);
        length = static_cast<std::size_t>(here - number.begin());
    }
}

const Price* Router::price_of(const Line& line, const Goal& goal) const
{
    const Price* best = nullptr;
    // The longest prefix first, then the operator, then what holds for all others.
    const auto rank = [&](const Price& price) -> int {
        if (price.to.starts_with('+'))
            return goal.prefix.starts_with(price.to) ? 1 + static_cast<int>(price.to.size()) : 0;
        if (price.to.empty()) return 1;
        return price.to == goal.operator_id ? 2 : 0;
    };
    for (const auto& price : prices_)
        if (price.from == line.operator_id && rank(price) > (best ? rank(*best) : 0)) best = &price;
    return best;
}

std::vector<std::size_t> Router::best_for(const Goal& goal) const
{
    std::vector<std::size_t> best;
    const Price* cheapest = nullptr;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const auto* const price = price_of(lines_[i], goal);
        // Amounts of different currencies cannot be compared: the first one decides.
        if (!price || (cheapest && price->currency != cheapest->currency)) continue;
        if (cheapest && is_cheaper(*cheapest, *price)) continue;
        if (!cheapest || is_cheaper(*price, *cheapest)) best.clear();
        cheapest = price;
        best.push_back(i);
    }
    if (cheapest || goal.operator_id.empty()) return best;
    for (std::size_t i = 0; i < lines_.size(); ++i)
        if (lines_[i].operator_id == goal.operator_id) best.push_back(i);
    return best;
}

std::optional<LineId> Router::route(std::string_view number, std::optional<LineId> known) const
{
    if (known && std::ranges::find(lines_, *known, &Line::id) != lines_.end()) return known;
    const auto& best = goal_of(number).best;
    // Where each is as good as the other, whichever is free sends: none waits for one that hangs.
    if (best.empty() || (best.size() > 1 && best.size() == lines_.size())) return {};
    return lines_[best[best.size() == 1 ? 0 : stable_hash(number) % best.size()]].id;
}

std::optional<Router::Tariff> Router::tariff(std::optional<LineId> line, std::string_view number) const
{
    const auto& goal = goal_of(number);
    if (!line && !goal.best.empty()) line = lines_[goal.best.front()].id; // as good as whichever will send
    if (!line) return {};
    const auto found = std::ranges::find(lines_, *line, &Line::id);
    if (found == lines_.end()) return {};
    const auto* const price = price_of(*found, goal);
    if (!price) return {};
    return Tariff{*line, price};
}

std::string_view Router::operator_of(std::string_view number) const { return goal_of(number).operator_id; }
} // namespace nida::daemon
