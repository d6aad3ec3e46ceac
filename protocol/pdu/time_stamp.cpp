#include "protocol/pdu/time_stamp.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace nida::protocol
{
namespace
{
constexpr std::chrono::minutes quarter{15};
constexpr std::size_t octet_count = TimeStampOctets{}.size();
constexpr std::size_t seconds_octet = 5;
constexpr std::size_t zone_octet = 6;
constexpr int last_second = 59;
constexpr Octet minus = 0x08; // in the zone's octet

/// Two swapped BCD digits, or -1.
constexpr int decode_pair(Octet octet)
{
    const int tens = octet & 0x0F;
    const int ones = octet >> 4;
    return tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}

constexpr Octet encode_pair(int value) { return static_cast<Octet>(value % 10 << 4 | value / 10); }
} // namespace

Decoded<TimeStamp> decode_time_stamp(std::span<const Octet> octets, std::string_view field)
{
    if (octets.size() < octet_count) return DecodeError{ParseError::truncated, field, octets.size()};

    constexpr std::array<int, 6> least{0, 1, 1, 0, 0, 0};
    constexpr std::array<int, 6> most{99, 12, 31, 23, 59, 99};
    std::array<int, 6> value{};
    for (std::size_t i = 0; i < value.size(); ++i) {
        value[i] = decode_pair(octets[i]);
        if (value[i] < least[i] || value[i] > most[i]) return DecodeError{ParseError::bad_digit, field, i};
    }
    value[seconds_octet] = std::min(value[seconds_octet], last_second);
    const auto zone_quarters = decode_pair(octets[zone_octet] & static_cast<Octet>(~minus));
    if (zone_quarters < 0) return DecodeError{ParseError::bad_digit, field, zone_octet};

    const auto [year, month, day, hour, minute, second] = value;
    const std::chrono::year_month_day date{std::chrono::year{year + (year >= 70 ? 1900 : 2000)},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return DecodeError{ParseError::bad_digit, field, 2};

    const auto zone = (octets[zone_octet] & minus ? -zone_quarters : zone_quarters) * quarter;
    const auto local = std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                       std::chrono::seconds{second};
    return TimeStamp{local - zone, zone};
}

void append_time_stamp(Octets& out, const TimeStamp& stamp)
{
    const auto local = stamp.utc + stamp.zone;
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{midnight};
    const std::chrono::hh_mm_ss time{local - midnight};
    BOOST_ASSERT(date.year() >= std::chrono::year{1970} && date.year() <= std::chrono::year{2069});

    out.push_back(encode_pair(static_cast<int>(date.year()) % 100));
    out.push_back(encode_pair(static_cast<int>(static_cast<unsigned>(date.month()))));
    out.push_back(encode_pair(static_cast<int>(static_cast<unsigned>(date.day()))));
    out.push_back(encode_pair(static_cast<int>(time.hours().count())));
    out.push_back(encode_pair(static_cast<int>(time.minutes().count())));
    out.push_back(encode_pair(static_cast<int>(time.seconds().count())));

    const auto zone_quarters = std::min<std::chrono::minutes::rep>(std::abs(stamp.zone / quarter), 79);
    const auto zone = encode_pair(static_cast<int>(zone_quarters));
    out.push_back(stamp.zone < std::chrono::minutes{0} ? zone | minus : zone);
}

TimeField read_time_field(std::span<const Octet> octets)
{
    const auto field = octets.first(octet_count);
    const auto decoded = decode_time_stamp(field, "");
    if (decoded && decode_pair(field[seconds_octet]) <= last_second && field[zone_octet] != minus)
        return {*decoded, std::nullopt};
    if (std::ranges::all_of(field, [](Octet octet) { return octet == 0; })) return {};
    TimeField read{decoded ? std::optional{*decoded} : std::nullopt, TimeStampOctets{}};
    std::ranges::copy(field, read.came_in->begin());
    return read;
}

void append_time_stamp(Octets& out, const std::optional<TimeStamp>& stamp,
                       const std::optional<TimeStampOctets>& came_in)
{
    const auto says_the_same = [&] {
        const auto read = decode_time_stamp(*came_in, "");
        return read && *read == *stamp;
    };
    if (stamp && !(came_in && says_the_same()))
        append_time_stamp(out, *stamp);
    else if (came_in)
        out.insert(out.end(), came_in->begin(), came_in->end());
    else
        out.insert(out.end(), octet_count, 0);
}
} // namespace nida::protocol
