#pragma once
#include "daemon/outbox/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{
/// Which line ought to send to whom.
class Router
{
public:
    struct Cost {
        std::int64_t milli;
        std::string currency;
    };
    std::string_view operator_of(std::string_view) const { return {}; }
    std::optional<LineId> route(std::string_view, std::optional<LineId> known) const { return known; }
    std::optional<Cost> cost(std::optional<LineId>, std::string_view, unsigned) const { return {}; }
};
} // namespace nida::daemon
