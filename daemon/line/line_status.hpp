#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/store/connection.hpp"

#include <optional>
#include <string>

namespace nida::daemon
{
enum class LineState { absent, opening, starting, ready, sending, failed };
std::string_view to_string(LineState state);

/// A line as `nida status` and `nida line` show it.
struct LineStatus {
    LineId id = 0;
    std::string name;
    LineState state = LineState::absent;
    std::string trouble; ///< why it is not in service, and what a person can do; empty in service
    std::string port, manufacturer, model, revision, imei, iccid, imsi, number, smsc, storage;
    std::optional<std::string> registration; ///< "home", "roaming", "searching", ...
    std::optional<int> signal_dbm;
    std::optional<int> segments_per_minute, segments_per_day;
    std::optional<Time> waiting_until; ///< the end of a pause in sending,
    std::string waiting_for;           ///< and why it pauses: "its rate is used up"
    std::optional<Time> since;         ///< in this state since
};
} // namespace nida::daemon
