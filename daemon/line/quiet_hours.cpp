#include "daemon/line/quiet_hours.hpp"

#include <ctime>

namespace nida::daemon
{
std::optional<Time> quiet_until(const QuietHours& hours, Time now)
{
    if (!hours) return {};
    const auto [from, to] = *hours;
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    const std::chrono::minutes minute{local.tm_hour * 60 + local.tm_min};

    const bool over_midnight = from > to;
    const bool quiet = over_midnight ? minute >= from || minute < to : minute >= from && minute < to;
    if (!quiet) return {};
    if (over_midnight && minute >= from) ++local.tm_mday;
    local.tm_hour = static_cast<int>(to.count() / 60);
    local.tm_min = static_cast<int>(to.count() % 60);
    local.tm_sec = 0;
    local.tm_isdst = -1; // the end's own: the night may change the clocks
    return Time{std::chrono::seconds{std::mktime(&local)}};
}
} // namespace nida::daemon
