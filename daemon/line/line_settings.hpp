#pragma once
#include "daemon/outbox/quotas.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace nida::daemon
{
/// A line as the config describes it.
struct LineSettings {
    std::string name;
    std::optional<std::string> port;  ///< a path; links are followed
    std::optional<std::string> iccid; ///< with a port, too, the SIM decides
    std::optional<std::string> number;
    std::optional<std::string> pin;
    std::optional<int> segments_per_minute;
    bool status_reports = true;
    bool roaming = true;                       ///< whether it sends in a foreign network
    bool store_then_send = false;              ///< +CMGW, then +CMSS
    std::chrono::seconds jitter{0};            ///< the longest random pause before a segment that is no alert
    std::optional<std::string> operator_name;  ///< whose codes ask for balance and number; else the IMSI says
    std::optional<std::int64_t> balance_floor; ///< in thousandths of the balance's currency
    Quotas quotas{};

    /// Whether a change needs the modem to be brought up anew.
    bool same_modem(const LineSettings& other) const
    {
        return port == other.port && iccid == other.iccid && pin == other.pin &&
               status_reports == other.status_reports && store_then_send == other.store_then_send;
    }
};
} // namespace nida::daemon
