#include "daemon/line/alarm.hpp"

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
    case Alarm::backup_failed: return "backup_failed";
    case Alarm::disk_low: return "disk_low";
    case Alarm::disk_fails: return "disk_fails";
    case Alarm::store_damaged: return "store_damaged";
    case Alarm::coordinator_flood: return "coordinator_flood";
    case Alarm::leavings_surge: return "leavings_surge";
    case Alarm::daily_ceiling: return "daily_ceiling";
    case Alarm::alert_unanswered: return "alert_unanswered";
    }
    return "line_down";
}

std::string_view placeholder_of(Alarm alarm)
{
    switch (alarm) {
    case Alarm::line_parked:
    case Alarm::line_down:
    case Alarm::no_network:
    case Alarm::low_balance:
    case Alarm::sim_trouble:
    case Alarm::storage_full: return "{line}";
    case Alarm::alert_unanswered: return "{campaign}";
    case Alarm::under_voltage:
    case Alarm::backup_failed:
    case Alarm::disk_low:
    case Alarm::disk_fails:
    case Alarm::store_damaged:
    case Alarm::coordinator_flood:
    case Alarm::leavings_surge:
    case Alarm::daily_ceiling: break;
    }
    return {};
}
} // namespace nida::daemon
