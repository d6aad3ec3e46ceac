#include "daemon/line/alarms.hpp"

#include <spdlog/spdlog.h>

namespace nida::daemon
{
std::string_view to_string(Alarm alarm)
{
    switch (alarm) {
    case Alarm::line_parked: return "line_parked";
    case Alarm::line_down: return "line_down";
    case Alarm::no_network: return "no_network";
    case Alarm::low_balance: return "low_balance";
    case Alarm::under_voltage: return "under_voltage";
    case Alarm::sim_trouble: return "sim_trouble";
    case Alarm::storage_full: return "storage_full";
    }
    return "line_down";
}

Alarms::Alarms(boost::asio::any_io_executor executor, Store& store, const WallClock& clock,
               const ServiceDefaults& defaults, std::function<void()> wake_lines)
    : executor_{std::move(executor)},
      store_{store},
      clock_{clock},
      defaults_{defaults},
      wake_lines_{std::move(wake_lines)}
{
}

void Alarms::raise(Alarm alarm, LineId id, const std::string& line, const std::string& cause)
{
    if (standing_.emplace(id, alarm).second) spdlog::error("{}: {}: {}", line, to_string(alarm), cause);
}

void Alarms::over(Alarm alarm, LineId id, const std::string& line)
{
    if (standing_.erase({id, alarm}) > 0) spdlog::info("{}: {} is over", line, to_string(alarm));
}
} // namespace nida::daemon
