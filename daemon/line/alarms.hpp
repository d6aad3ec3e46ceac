#pragma once
#include "daemon/api/service.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace nida::daemon
{
/// What a person has to know at once.
enum class Alarm { line_parked, line_down, no_network, low_balance, under_voltage, sim_trouble, storage_full };
std::string_view to_string(Alarm alarm);

/// Tells people that one of them is needed.
class Alarms
{
public:
    Alarms(boost::asio::any_io_executor executor, Store& store, const WallClock& clock, const ServiceDefaults& defaults,
           std::function<void()> wake_lines);

    /// @param line   by its name; empty where it concerns the whole box
    /// @param cause  what happened, for people
    void raise(Alarm alarm, LineId id, const std::string& line, const std::string& cause);
    /// The cause is gone; the next raise is a new alarm.
    void over(Alarm alarm, LineId id, const std::string& line);
private:
    boost::asio::any_io_executor executor_;
    Store& store_;
    const WallClock& clock_;
    const ServiceDefaults& defaults_;
    std::function<void()> wake_lines_;
    std::set<std::pair<LineId, Alarm>> standing_;
};
} // namespace nida::daemon
