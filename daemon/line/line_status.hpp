#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/outbox/quotas.hpp"
#include "daemon/store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
enum class LineState {
    absent,      ///< no port to open
    opening,     ///< the port, until the modem answers
    identifying, ///< who is it, and whose SIM
    sim,         ///< the SIM: a PIN is needed, or it is busy, missing or blocked; the cause says
    registering, ///< with the network
    ready,       ///< in service
    degraded,    ///< in service, but something is missing: the network, credit, room for messages; the cause says
    recovering,  ///< it stopped answering, and is being revived
    parked       ///< nothing helps for now: a person is needed, or time
};
std::string_view to_string(LineState state);
constexpr bool in_service(LineState state) { return state == LineState::ready || state == LineState::degraded; }

/// A change of state and why.
struct Transition {
    Time at;
    LineState state;
    std::string cause;
};

/// A line as `nida status` and `nida line` show it.
struct LineStatus {
    LineId id = 0;
    std::string name;
    LineState state = LineState::absent;
    bool sending = false; ///< a segment is on its way
    std::string trouble;  ///< why it is not ready, and what a person can do; empty where it is
    std::string port, manufacturer, model, revision, imei, iccid, imsi, number, smsc, storage;
    std::optional<std::string> registration; ///< "home", "roaming", "searching", ...
    std::string operator_name, access;       ///< of the network, and "2G" to "5G"; empty where the modem does not say
    bool calls = true;                       ///< whether the modem tells of calls; a stick for data alone does not
    std::optional<int> signal_dbm;
    std::optional<Time> network_at;            ///< the last successful exchange with the network
    std::optional<std::int64_t> balance_milli; ///< thousandths of `currency`
    std::string currency;
    std::optional<Time> balance_at;
    std::optional<int> segments_per_minute;
    Quotas quotas;
    std::optional<Time> waiting_until; ///< the end of a pause in sending,
    std::string waiting_for;           ///< and why it pauses: "its rate is used up"
    std::string limit;                 ///< which of its limits that is, as the config calls it; empty where it is none
    std::string only_alerts;           ///< why nothing but alerts is sent; empty where all is
    std::optional<Time> since;         ///< in this state since
    std::vector<Transition> transitions; ///< the newest last, at most 20
};
} // namespace nida::daemon
