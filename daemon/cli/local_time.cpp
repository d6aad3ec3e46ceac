#include "daemon/cli/local_time.hpp"

#include <fmt/format.h>

#include <ctime>

namespace nida::daemon::cli
{

std::optional<long long> seconds_since_1970(std::string_view rfc3339)
{
    const std::string text{rfc3339};
    std::tm utc{};
    const char* rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &utc);
    if (rest == nullptr || !text.ends_with('Z')) return {};
    return ::timegm(&utc);
}

std::string local_time(std::string_view rfc3339)
{
    const std::string text{rfc3339};
    const auto found = seconds_since_1970(rfc3339);
    if (!found) return text;
    const auto seconds = static_cast<std::time_t>(*found);
    std::tm local{};
    if (::localtime_r(&seconds, &local) == nullptr) return text;
    char buffer[32];
    return {buffer, std::strftime(buffer, sizeof buffer, "%Y-%m-%d %H:%M", &local)};
}

std::string duration_text(long long seconds)
{
    if (seconds < 60) return fmt::format("{} s", seconds);
    const auto minutes = (seconds + 59) / 60;
    if (minutes < 60) return fmt::format("{} min", minutes);
    return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

} // namespace nida::daemon::cli
