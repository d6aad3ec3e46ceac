#include "protocol/content/wsp_reader.hpp"

#include "protocol/unicode.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
constexpr Octet short_integer = 0x80; ///< this bit and the value, 0-127
constexpr Octet longest_short_length = 30;
constexpr Octet length_quote = 31;
constexpr Octet text_quote = 0x7F;   ///< before a text whose first octet is above 7F
constexpr Octet quoted_string = '"'; ///< before a text in quotes; its end has none

constexpr std::uint32_t utf8 = 106; // IANA MIBEnum
constexpr std::uint32_t latin1 = 4;
constexpr std::uint32_t ucs2 = 1000;
} // namespace

std::string bounded(std::string text)
{
    auto end = std::min(text.size(), WspReader::longest_text);
    if (end < text.size())
        while (end > 0 && (text[end] & 0xC0) == 0x80) // not inside a character
            --end;
    text.resize(end);
    return text;
}

std::string wsp_text(std::span<const Octet> octets, std::uint32_t character_set)
{
    octets = octets.first(std::min(octets.size(), WspReader::longest_text));
    if (character_set == ucs2) return bounded(from_ucs2(octets));
    std::string read;
    if (character_set == latin1) {
        for (const auto octet : octets)
            append_utf8(read, octet);
    } else {
        for (const auto code_point : decode_utf8({reinterpret_cast<const char*>(octets.data()), octets.size()}))
            append_utf8(read, code_point);
    }
    return bounded(std::move(read));
}

Octet WspReader::octet()
{
    if (at_end()) {
        fail();
        return 0;
    }
    const auto value = rest_[0];
    rest_ = rest_.subspan(1);
    return value;
}

std::uint32_t WspReader::uintvar()
{
    std::uint32_t value = 0;
    for (int octets = 0; octets < 5; ++octets) {
        const auto next = octet();
        if (octets == 4 && value >> 25 != 0) break; // past 32 bits
        value = value << 7 | (next & 0x7F);
        if (!(next & 0x80)) return ok_ ? value : 0;
    }
    fail();
    return 0;
}

std::span<const Octet> WspReader::until_zero()
{
    if (!ok_) return {};
    const auto found = std::ranges::find(rest_, Octet{0});
    const auto count = static_cast<std::size_t>(found - rest_.begin());
    const auto read = rest_.first(count);
    if (found == rest_.end()) fail();
    rest_ = rest_.subspan(std::min(count + 1, rest_.size()));
    return read;
}

std::string WspReader::text()
{
    if (peek() == text_quote || peek() == quoted_string) octet();
    return wsp_text(until_zero(), utf8);
}

std::optional<std::uint64_t> WspReader::integer()
{
    const auto first = octet();
    if (ok_ && (first & short_integer)) return first & 0x7Fu;
    if (first == 0 || first > 8) fail();
    std::uint64_t value = 0;
    for (unsigned i = 0; i < first && ok_; ++i)
        value = value << 8 | octet();
    if (!ok_) return std::nullopt;
    return value;
}

WspReader WspReader::take(std::size_t count)
{
    if (!ok_) return WspReader{{}};
    const auto there = std::min(count, rest_.size());
    WspReader part{rest_.first(there)};
    rest_ = rest_.subspan(there);
    if (there < count) {
        fail();
        // The part keeps what is there: a push is told as far as its first segment goes.
    }
    return part;
}

WspReader WspReader::value()
{
    const auto first = octet();
    if (first <= longest_short_length) return take(first);
    if (first == length_quote) return take(uintvar());
    fail();
    return WspReader{{}};
}

std::string WspReader::encoded_string()
{
    if (peek() > length_quote) return text();
    auto encoded = value();
    const auto character_set = encoded.integer().value_or(utf8);
    auto octets = encoded.rest();
    if (character_set != ucs2) {
        if (!octets.empty() && octets[0] == text_quote) octets = octets.subspan(1);
        octets = octets.first(static_cast<std::size_t>(std::ranges::find(octets, Octet{0}) - octets.begin()));
    }
    if (!encoded.ok()) fail();
    return wsp_text(octets, static_cast<std::uint32_t>(character_set));
}

void WspReader::skip_value()
{
    if (peek() & short_integer)
        octet();
    else if (peek() <= length_quote)
        value();
    else
        until_zero();
}
} // namespace nida::protocol
