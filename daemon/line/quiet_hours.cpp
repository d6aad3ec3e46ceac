#include "daemon/line/quiet_hours.hpp"

#include "daemon/campaign/hours/allowance.hpp"

namespace nida::daemon
{
std::optional<Time> quiet_until(const QuietHours& hours, Time now)
{
    if (!hours) return {};
    const Forbidden night{DayWindow{hours->first, hours->second}, {}, {}};
    const auto answer = allowance(now, Zone::machine(), night);
    return answer.allowed ? std::nullopt : std::optional{answer.until};
}
} // namespace nida::daemon
