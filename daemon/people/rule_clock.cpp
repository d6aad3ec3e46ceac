#include "daemon/people/rule_clock.hpp"

#include <ctime>

namespace nida::daemon
{
namespace
{
Time utc_begin(std::chrono::local_days day) { return Time{day.time_since_epoch()}; }

Time local_begin(std::chrono::local_days day)
{
    const std::chrono::year_month_day date{day};
    std::tm local{};
    local.tm_year = static_cast<int>(date.year()) - 1900;
    local.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    local.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
    local.tm_isdst = -1; // where the clocks change at midnight, the first instant that there is
    const auto begin = std::mktime(&local);
    if (begin == -1) return utc_begin(day); // further away than a time_t of 32 bits reaches, where no hour matters
    return Time{std::chrono::seconds{begin}};
}
} // namespace

RuleClock system_rule_clock(Time now)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    const std::chrono::year_month_day today{std::chrono::year{local.tm_year + 1900},
                                            std::chrono::month{static_cast<unsigned>(local.tm_mon + 1)},
                                            std::chrono::day{static_cast<unsigned>(local.tm_mday)}};
    return {now, std::chrono::local_days{today}, local_begin};
}

RuleClock utc_rule_clock(Time now)
{
    return {now, std::chrono::local_days{std::chrono::floor<std::chrono::days>(now).time_since_epoch()}, utc_begin};
}

std::chrono::local_days months_from(std::chrono::local_days day, std::chrono::months months)
{
    const auto moved = std::chrono::year_month_day{day} + months;
    return moved.ok() ? std::chrono::local_days{moved}
                      : std::chrono::local_days{moved.year() / moved.month() / std::chrono::last};
}
} // namespace nida::daemon
