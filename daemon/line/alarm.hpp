#pragma once

#include <string_view>

namespace nida::daemon
{
/// What a person has to know at once.
enum class Alarm {
    line_parked,
    line_down,
    no_network,
    low_balance,
    under_voltage,
    sim_trouble,
    storage_full,
    backup_failed,
    disk_low,
    disk_fails,
    store_damaged,
    coordinator_flood, ///< of commands in a coordinator's name, whose number may be forged
    leavings_surge,    ///< far more people leave than usual
    daily_ceiling,     ///< what the whole box may send in a day is used up, and something waits
    alert_unanswered   ///< nobody on an alert's list has taken charge of it
};
inline constexpr Alarm all_alarms[] = {Alarm::line_parked,    Alarm::line_down,     Alarm::no_network,
                                       Alarm::low_balance,    Alarm::under_voltage, Alarm::sim_trouble,
                                       Alarm::storage_full,   Alarm::backup_failed, Alarm::disk_low,
                                       Alarm::disk_fails,     Alarm::store_damaged, Alarm::coordinator_flood,
                                       Alarm::leavings_surge, Alarm::daily_ceiling, Alarm::alert_unanswered};

/// "line_parked": in the log, in the store and in files of languages.
std::string_view to_string(Alarm alarm);
/// Where its text names what it is about: "{line}" or "{campaign}"; empty where that is the whole box.
std::string_view placeholder_of(Alarm alarm);
} // namespace nida::daemon
