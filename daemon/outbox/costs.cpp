#include "daemon/outbox/costs.hpp"

namespace nida::daemon
{
std::optional<Router::Cost> Costs::add(const Router& router, std::optional<LineId> line, std::string_view number,
                                       unsigned segments)
{
    const auto tariff = router.tariff(line, number);
    if (!tariff) return {};
    const auto& price = *tariff->price;
    auto& count = segments_[{tariff->line, tariff->price}];
    const auto bundles = [&] { return (count + price.segments - 1) / price.segments; };
    const auto before = bundles();
    count += segments;
    return Router::Cost{(bundles() - before) * price.milli, price.currency};
}
} // namespace nida::daemon
