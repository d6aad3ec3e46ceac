#pragma once
#include "daemon/campaign/hours/allowance.hpp"

#include <mutex>
#include <optional>
#include <string>

namespace nida::daemon
{
/// At which hours lines text whom, by the clocks where people are. May be asked on any thread.
class SendingHours
{
public:
    explicit SendingHours(Forbidden forbidden);

    /// Whether there is any hour at which somebody is not texted: then a clock that may be wrong stops everything but alerts and answers.
    bool restrict() const { return restrict_; }
    /// When the hour ends at which nobody in a zone is texted; none where they may be.
    /// @param zone         an IANA name; empty: the box's own
    /// @param of_campaign  campaigns go by calendars and days of the week, too, and not only by the quiet hours
    std::optional<Time> quiet_until(const std::string& zone, bool of_campaign, Time now);
private:
    bool restrict_;
    std::mutex mutex_;
    Allowances campaigns_, others_;
};
} // namespace nida::daemon
