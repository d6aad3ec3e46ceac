#pragma once
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
    std::optional<int> segments_per_minute, segments_per_day;
    bool status_reports = true;

    /// Whether a change needs the modem to be brought up anew.
    bool same_modem(const LineSettings& other) const
    {
        return port == other.port && iccid == other.iccid && pin == other.pin && status_reports == other.status_reports;
    }
};
} // namespace nida::daemon
