#include "daemon/campaign/hours/schedule.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace nida::daemon
{
namespace
{
ScheduleFieldError unknown_zone(std::string_view name)
{
    std::string text = "the system knows no time zone of that name";
    if (const auto meant = nearest_zone_name(name); !meant.empty()) text += fmt::format("; did you mean {}?", meant);
    return {ScheduleField::zone,
            {1, text + " Write a name such as Africa/Tunis, or \"recipient\" for each recipient's own"}};
}
} // namespace

void throw_exception_from_error(const ScheduleFieldError& error, const boost::source_location&)
{
    throw std::runtime_error{error.error.text};
}

boost::system::result<Schedule, ScheduleFieldError> parse_schedule(std::string_view at, std::string_view zone,
                                                                   std::string_view repeat)
{
    const auto time = parse_written_time(at);
    if (!time) return ScheduleFieldError{ScheduleField::at, time.error()};
    Schedule schedule{*time, {}, {}};
    if (zone != recipients_zone) {
        schedule.zone = find_zone(zone);
        if (!schedule.zone) return unknown_zone(zone);
    }
    if (!repeat.empty()) {
        const auto rule = parse_recurrence(repeat);
        if (!rule) return ScheduleFieldError{ScheduleField::repeat, rule.error()};
        schedule.repeat = *rule;
    }
    return schedule;
}

std::optional<Time> next_after(const Schedule& schedule, Time after, const Zone& recipient)
{
    const auto& zone = schedule.zone ? *schedule.zone : recipient;
    const auto* instant = std::get_if<Time>(&schedule.at);
    if (schedule.repeat) {
        const auto start = instant ? zone.local(*instant) : std::get<LocalTime>(schedule.at);
        return next_after(*schedule.repeat, start, after, zone);
    }
    const auto only = instant ? *instant : zone.instant(std::get<LocalTime>(schedule.at));
    return only > after ? std::optional{only} : std::nullopt;
}
} // namespace nida::daemon
