#include "protocol/unicode.hpp"

namespace nida::protocol
{
namespace
{
constexpr char32_t replacement = U'\uFFFD';

constexpr bool is_surrogate(char32_t code_point) { return code_point >= 0xD800 && code_point <= 0xDFFF; }
constexpr bool is_scalar(char32_t code_point) { return code_point <= 0x10FFFF && !is_surrogate(code_point); }

struct Character {
    char32_t code_point;
    std::size_t octet_count; ///< 0 where the octets begin no character
};

/// The first character. @pre not empty
Character first_character(std::string_view utf8)
{
    const auto lead = static_cast<unsigned char>(utf8[0]);
    if (lead < 0x80) return {lead, 1};

    const std::size_t count = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || utf8.size() < count) return {replacement, 0};

    char32_t code_point = lead & (0x7Fu >> count);
    for (std::size_t i = 1; i < count; ++i) {
        const auto trail = static_cast<unsigned char>(utf8[i]);
        if ((trail & 0xC0) != 0x80) return {replacement, 0};
        code_point = code_point << 6 | (trail & 0x3Fu);
    }
    // An overlong form is no character; that of two octets fell with its lead, C0 or C1.
    const char32_t least = count == 4 ? 0x10000 : count == 3 ? 0x800 : 0x80;
    if (code_point < least || !is_scalar(code_point)) return {replacement, 0};
    return {code_point, count};
}
} // namespace

std::u32string decode_utf8(std::string_view utf8)
{
    std::u32string text;
    text.reserve(utf8.size());
    while (!utf8.empty()) {
        const auto [code_point, octet_count] = first_character(utf8);
        text += code_point;
        utf8.remove_prefix(octet_count == 0 ? 1 : octet_count);
    }
    return text;
}

void append_utf8(std::string& out, char32_t code_point)
{
    if (!is_scalar(code_point)) code_point = replacement;
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
        return;
    }
    const int trails = code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
    const unsigned marker = 0xF0u << (3 - trails) & 0xFF; // one leading 1 for each octet of the character
    out += static_cast<char>(marker | code_point >> (6 * trails));
    for (int i = trails - 1; i >= 0; --i)
        out += static_cast<char>(0x80 | (code_point >> (6 * i) & 0x3F));
}

bool is_valid_utf8(std::string_view utf8) noexcept
{
    while (!utf8.empty()) {
        const auto octet_count = first_character(utf8).octet_count;
        if (octet_count == 0) return false;
        utf8.remove_prefix(octet_count);
    }
    return true;
}

Octets to_ucs2(std::u32string_view text)
{
    Octets octets;
    octets.reserve(text.size() * 2);
    const auto append_unit = [&](char32_t unit) {
        octets.push_back(static_cast<Octet>(unit >> 8));
        octets.push_back(static_cast<Octet>(unit & 0xFF));
    };
    for (auto code_point : text) {
        if (!is_scalar(code_point)) code_point = replacement;
        if (code_point < 0x10000) {
            append_unit(code_point);
        } else {
            append_unit(0xD800 + ((code_point - 0x10000) >> 10));
            append_unit(0xDC00 + ((code_point - 0x10000) & 0x3FF));
        }
    }
    return octets;
}

std::string from_ucs2(std::span<const Octet> octets)
{
    const auto unit_count = octets.size() / 2;
    const auto unit = [&](std::size_t i) { return char32_t{octets[2 * i]} << 8 | octets[2 * i + 1]; };

    std::string text;
    text.reserve(octets.size());
    for (std::size_t i = 0; i < unit_count; ++i) {
        const auto high = unit(i);
        const bool leads = high >= 0xD800 && high <= 0xDBFF;
        if (leads && i + 1 < unit_count && unit(i + 1) >= 0xDC00 && unit(i + 1) <= 0xDFFF)
            append_utf8(text, 0x10000 + ((high - 0xD800) << 10) + (unit(++i) - 0xDC00));
        else
            append_utf8(text, high); // which shows a lone surrogate as U+FFFD
    }
    return text;
}
} // namespace nida::protocol
