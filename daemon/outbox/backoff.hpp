#pragma once
#include "protocol/errors.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace nida::daemon
{
/// How long a message waits after its `attempt`-th refusal (1 for the first) of that class.
inline std::chrono::seconds backoff(protocol::ErrorClass error_class, unsigned attempt)
{
    using namespace std::chrono_literals;
    constexpr std::array<std::chrono::seconds, 6> soon{5s, 15s, 60s, 240s, 600s, 1800s};
    constexpr std::array<std::chrono::seconds, 6> patient{30s, 120s, 240s, 600s, 1200s, 1800s};
    const auto step = std::min<std::size_t>(attempt > 0 ? attempt - 1 : 0, soon.size() - 1);
    switch (error_class) {
    case protocol::ErrorClass::retry_soon:
    case protocol::ErrorClass::line_out_of_service:
    case protocol::ErrorClass::outcome_unknown: return soon[step];
    case protocol::ErrorClass::retry_later:
    case protocol::ErrorClass::sim:
    case protocol::ErrorClass::credit_suspicion: return patient[step];
    case protocol::ErrorClass::permanent:
    case protocol::ErrorClass::our_bug: break; // never again
    }
    return 0s;
}
} // namespace nida::daemon
