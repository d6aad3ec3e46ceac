#include "daemon/api/page.hpp"

#include <boost/json/serialize.hpp>
#include <date/date.h>
#include <fmt/format.h>

#include <sstream>

namespace nida::daemon
{
std::string rfc3339(Time time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::optional<Time> time_from(const std::string& rfc3339)
{
    std::istringstream stream{rfc3339};
    Time time;
    stream >> date::parse("%FT%TZ", time);
    if (stream.fail() || stream.peek() != std::istringstream::traits_type::eof()) return {};
    return time;
}

boost::json::value json_time(std::optional<Time> time)
{
    if (!time) return nullptr;
    return boost::json::value(rfc3339(*time));
}

boost::json::value json_text(std::optional<std::string> text)
{
    if (!text) return nullptr;
    return boost::json::value(*text);
}

boost::json::value json_unless_empty(std::string_view text)
{
    if (text.empty()) return nullptr;
    return boost::json::value(text);
}

bool Page::add(const boost::json::object& row)
{
    if (count_ == limit_) {
        more_ = true;
        return false;
    }
    if (count_++ > 0) text_ += ',';
    text_ += boost::json::serialize(row);
    return true;
}
} // namespace nida::daemon
