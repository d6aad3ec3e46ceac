#pragma once
#include "daemon/api/service.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// What the line of a day needs beside the store.
struct DailyLine {
    std::vector<std::string> numbers; ///< E.164
    std::chrono::minutes at;          ///< of the local day
    std::shared_ptr<const Languages> languages;
    Language language;
};

/// Queues the audit's last row and hash to every number, once a local day, when its time has come: it shows to whoever keeps it that nothing before
/// was changed. @return how many messages were queued; none where it is not time, or was done
int tell_audit_line(Connection& db, const DailyLine& line, Time now, bool sure_clock);

/// Looks every minute whether it is time, for ever, while the hour is believed.
boost::asio::awaitable<void> tell_audit_daily(Store& store, const WallClock& clock, const ServiceDefaults& defaults,
                                              std::function<void()> wake_lines);
} // namespace nida::daemon
