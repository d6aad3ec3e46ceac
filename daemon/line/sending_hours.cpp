#include "daemon/line/sending_hours.hpp"

namespace nida::daemon
{
namespace
{
Forbidden quiet_hours_of(const Forbidden& forbidden)
{
    Forbidden quiet;
    quiet.quiet_hours = forbidden.quiet_hours;
    return quiet;
}
} // namespace

SendingHours::SendingHours(Forbidden forbidden)
    : restrict_{forbidden.quiet_hours || !forbidden.weekdays.empty() || !forbidden.calendars.empty()},
      campaigns_{forbidden},
      others_{quiet_hours_of(forbidden)}
{
}

std::optional<Time> SendingHours::quiet_until(const std::string& zone, bool of_campaign, Time now)
{
    const std::lock_guard lock{mutex_};
    const auto& answer = (of_campaign ? campaigns_ : others_).at(zone, now);
    if (answer.allowed) return {};
    return answer.until;
}
} // namespace nida::daemon
