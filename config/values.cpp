#include "config/values.hpp"

#include <algorithm>
#include <charconv>

namespace nida::config
{
namespace
{

// Not <cctype>: what a letter is must not depend on the locale.
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_letter(char c) { return to_upper(c) >= 'A' && to_upper(c) <= 'Z'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

std::optional<int> parse_digits(std::string_view text)
{
    int value = 0;
    if (text.empty() || !all_digits(text)) return std::nullopt;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) return std::nullopt;
    return value;
}

} // namespace

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = parse_digits(text.substr(0, 2));
    const auto minute = parse_digits(text.substr(3));
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

std::optional<QuietHours> parse_quiet_hours(std::string_view text)
{
    if (text.size() != 11 || text[5] != '-') return std::nullopt;
    const auto from = parse_time_of_day(text.substr(0, 5));
    const auto to = parse_time_of_day(text.substr(6));
    if (!from || !to || *from == *to) return std::nullopt;
    return QuietHours{*from, *to};
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text)
{
    using namespace std::chrono;
    if (text.empty()) return std::nullopt;
    const auto count = parse_digits(text.substr(0, text.size() - 1));
    if (!count) return std::nullopt;
    switch (text.back()) {
    case 's': return seconds{*count};
    case 'm': return minutes{*count};
    case 'h': return hours{*count};
    case 'd': return days{*count};
    default: return std::nullopt;
    }
}

std::optional<std::string> parse_usb_path(std::string_view text)
{
    const auto dash = text.find('-');
    if (dash == text.npos || text.size() > 40 || !parse_digits(text.substr(0, dash))) return std::nullopt;
    for (auto rest = text.substr(dash + 1);;) {
        const auto dot = rest.find('.');
        if (!parse_digits(rest.substr(0, dot))) return std::nullopt;
        if (dot == rest.npos) return std::string{text};
        rest.remove_prefix(dot + 1);
    }
}

std::optional<std::string> parse_keyword(std::string_view text)
{
    const auto refused = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '"'; };
    if (text.empty() || text.size() > 40 || std::any_of(text.begin(), text.end(), refused)) return std::nullopt;
    return std::string{text};
}

std::optional<std::string> parse_country(std::string_view text)
{
    if (text.size() != 2 || !is_letter(text[0]) || !is_letter(text[1])) return std::nullopt;
    return std::string{to_upper(text[0]), to_upper(text[1])};
}

std::optional<std::string> parse_line_name(std::string_view text)
{
    const auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; };
    if (text.empty() || text.size() > 32 || !std::all_of(text.begin(), text.end(), allowed)) return std::nullopt;
    return std::string{text};
}

std::optional<std::string> parse_iccid(std::string_view text)
{
    if (text.size() < 18 || text.size() > 22) return std::nullopt;
    if (to_upper(text.back()) == 'F') text.remove_suffix(1);
    if (!all_digits(text)) return std::nullopt;
    return std::string{text};
}

std::optional<std::string> parse_number(std::string_view text)
{
    if (text.size() < 8 || text.size() > 16 || text[0] != '+' || text[1] == '0' || !all_digits(text.substr(1)))
        return std::nullopt;
    return std::string{text};
}

std::optional<std::filesystem::path> parse_path(std::string_view text)
{
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (text.empty() || std::any_of(text.begin(), text.end(), control)) return std::nullopt;
    return std::filesystem::path{text};
}

std::optional<std::string> parse_currency(std::string_view text)
{
    if (text.size() != 3 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        return std::nullopt;
    return std::string{text};
}

std::optional<std::string> parse_prefix(std::string_view text)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() < 2 || text.size() > 16 || text.front() != '+' ||
        !std::all_of(text.begin() + 1, text.end(), is_digit))
        return std::nullopt;
    return std::string{text};
}

} // namespace nida::config
