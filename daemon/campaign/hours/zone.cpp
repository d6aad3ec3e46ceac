#include "daemon/campaign/hours/zone.hpp"

#include "daemon/flow/spelling_distance.hpp"

#include <date/tz.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <initializer_list>
#include <limits>
#include <stdexcept>

namespace nida::daemon
{
using std::chrono::seconds;
using std::chrono::sys_seconds;
using namespace std::chrono_literals;

seconds Zone::offset(sys_seconds instant) const
{
    const auto since_1970 = instant.time_since_epoch();
    if (named_) return named_->get_info(date::sys_seconds{since_1970}).offset;
    using Limits = std::numeric_limits<std::time_t>; // 32 bits on a small machine
    const auto clock =
        static_cast<std::time_t>(std::clamp<std::int64_t>(since_1970.count(), Limits::min(), Limits::max()));
    std::tm parts{};
    return ::localtime_r(&clock, &parts) ? seconds{parts.tm_gmtoff} : 0s;
}

LocalTime Zone::local(Time instant) const
{
    const auto second = std::chrono::floor<seconds>(instant);
    return LocalTime{second.time_since_epoch() + offset(second)};
}

Time Zone::instant(LocalTime local) const
{
    // No place is a day away from UTC, and none changes its clocks twice in two days.
    const sys_seconds as_utc{local.time_since_epoch()};
    auto early = as_utc - 24h, late = as_utc + 24h;
    const auto before = offset(early), after = offset(late);
    for (const auto guess : {as_utc - before, as_utc - after})
        if (guess.time_since_epoch() + offset(guess) == local.time_since_epoch()) return guess;
    while (late - early > 1s) {
        const auto middle = early + (late - early) / 2;
        (offset(middle) == before ? early : late) = middle;
    }
    return late;
}

std::string_view Zone::name() const { return named_ ? std::string_view{named_->name()} : std::string_view{}; }

std::optional<Zone> find_zone(std::string_view name)
{
    if (name.empty()) return Zone::machine();
    try {
        const auto* zone = date::locate_zone(name);
        zone->get_info(date::sys_seconds{}); // reads its file, which throws where that is none
        return Zone{zone};
    } catch (const std::exception&) { // the name, the file or the whole of tzdata
        return {};
    }
}

namespace
{
std::u32string lower_case(std::string_view name)
{
    std::u32string lower;
    for (const char c : name)
        lower += static_cast<char32_t>(c == ' '               ? '_'
                                       : c >= 'A' && c <= 'Z' ? c - 'A' + 'a'
                                                              : static_cast<unsigned char>(c));
    return lower;
}
} // namespace

std::string nearest_zone_name(std::string_view name)
{
    constexpr std::size_t longest = 40;
    if (name.empty() || name.size() > longest) return {};
    const auto wanted = lower_case(name);
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, name.size() / 4) + 1; // more than that is another name
    const auto comes_nearer = [&](std::string_view candidate) {
        const auto [shorter, longer] = std::minmax({candidate.size(), wanted.size()});
        if (longer - shorter >= best_distance) return false; // which most are, and the distance takes time
        const auto distance = spelling_distance(wanted, lower_case(candidate));
        if (distance >= best_distance) return false;
        best_distance = distance;
        return true;
    };
    try {
        for (const auto& zone : date::get_tzdb().zones) {
            const std::string_view whole = zone.name();
            const auto slash = whole.rfind('/');
            if (slash == whole.npos) continue; // former ways of naming countries
            if (comes_nearer(whole) || comes_nearer(whole.substr(slash + 1))) best = whole;
        }
    } catch (const std::exception&) { // no tzdata
    }
    return best;
}
} // namespace nida::daemon
