#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/store/connection.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace nida::daemon
{
/// A call that nobody is to take: the phone rings, and whoever sees it looks at their messages.
struct AlertCall {
    std::int64_t id;
    CampaignId campaign;
    std::string number;
    std::chrono::seconds time; ///< how long it may ring
};

/// The table alert_call, into which alert_sweep.hpp puts people.
class AlertCalls
{
public:
    explicit AlertCalls(Connection& connection) : db_{connection} {}

    /// Whether somebody waits for a call, of an alert that runs.
    bool any();
    /// The next call that this line is to make. It counts as made from now on, so that nobody is called twice, whatever happens meanwhile. People
    /// who have answered, got the alert or left since are passed over.
    /// @param since  only of alerts that began then or later. @return none where there is none, or the line made as many as it may in an hour
    std::optional<AlertCall> claim(LineId line, Time now, Time since);
    /// @param dialled  the network tried; else it is put last, for any line to try, and given up when that is refused, too
    void record(std::int64_t id, bool dialled, Time now);
    /// Whether a line was in a call when it ended: the modem may be in it still.
    bool under_way(LineId line);
    /// What was under way then counts as made: it may have rung.
    void write_off(LineId line, Time now);
private:
    bool is_needed(CampaignId campaign, const std::string& number);
    Connection& db_;
};
} // namespace nida::daemon
