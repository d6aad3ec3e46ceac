#include "daemon/line/mask.hpp"

#include <spdlog/spdlog.h>

namespace nida::daemon
{
std::string masked(std::string_view number)
{
    constexpr std::size_t shown_first = 6, shown_last = 2;
    if (spdlog::should_log(spdlog::level::debug)) return std::string{number};
    if (number.size() <= shown_first + shown_last)
        return number.size() < 4 ? "***" : std::string{number.substr(0, 2)} + "***";
    return std::string{number.substr(0, shown_first)} + "***" + std::string{number.substr(number.size() - shown_last)};
}
} // namespace nida::daemon
