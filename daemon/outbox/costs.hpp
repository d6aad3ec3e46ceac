#pragma once
#include "daemon/outbox/router.hpp"

#include <map>
#include <utility>

namespace nida::daemon
{
/// What many messages cost together. A bundle is bought whole, and each line has its own: the first segment of one costs all of it, the rest
/// nothing. What is left of bundles that were bought before is not known here.
class Costs
{
public:
    /// @return what these segments add; none where no price says so
    std::optional<Router::Cost> add(const Router& router, std::optional<LineId> line, std::string_view number,
                                    unsigned segments);
private:
    std::map<std::pair<LineId, const Price*>, std::int64_t> segments_;
};
} // namespace nida::daemon
