#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

// How the parsers of AT lines look at a line: spaces around it do not count, nor does the case of a name.
namespace nida::protocol
{
constexpr bool is_blank(char c)
{
    return static_cast<unsigned char>(c) <= 0x20; // spaces, and the echo of Ctrl-Z and ESC
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
constexpr bool is_alphanumeric(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }
constexpr bool is_hex_digit(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

constexpr std::string_view without_leading_blanks(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    return text;
}

constexpr std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

constexpr bool same_name(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}
constexpr bool begins_with_name(std::string_view text, std::string_view name)
{
    return text.size() >= name.size() && same_name(text.substr(0, name.size()), name);
}

/// What stands behind "<name>:" without spaces around it; none where `line` begins otherwise. The colon has to be there: lists of
/// commands (+CLAC) name the same words without it.
constexpr std::optional<std::string_view> behind(std::string_view line, std::string_view name)
{
    line = trimmed(line);
    if (!begins_with_name(line, name)) return std::nullopt;
    line = trimmed(line.substr(name.size()));
    if (line.empty() || line.front() != ':') return std::nullopt;
    return trimmed(line.substr(1));
}

inline std::string upper_case(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), upper);
    return result;
}
} // namespace nida::protocol
