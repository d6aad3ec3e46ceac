#include "protocol/at/ussd.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/at_response.hpp"
#include "protocol/hex.hpp"
#include "protocol/sms/gsm_alphabet.hpp"
#include "protocol/sms/septets.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace nida::protocol
{
namespace
{
constexpr Septet carriage_return = 0x0D;

// ------------------------------------------------------------------ +CUSD

std::optional<CusdMode> mode_from(unsigned m)
{
    if (m <= static_cast<unsigned>(CusdMode::timed_out)) return static_cast<CusdMode>(m);
    if (m == 6) return CusdMode::terminated; // no spec has it; seen from Ai-Thinker modules, with the answer in it
    return std::nullopt;
}

/// <dcs> in what stands behind the string: ",15".
std::optional<unsigned> dcs_from(std::string_view text)
{
    text = trimmed(text);
    if (text.empty() || text.front() != ',') return std::nullopt;
    text = trimmed(text.substr(1));
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto dcs = parse_unsigned(text.substr(0, static_cast<std::size_t>(end - text.begin())));
    return dcs && *dcs <= 0xFF ? dcs : std::nullopt;
}

/// What stands between the first quote and the last. Quotes inside are not escaped.
void take_quoted(std::string_view text, Cusd& cusd)
{
    const auto first = text.find('"');
    const auto last = text.rfind('"');
    if (first == last) { // the closing one was lost
        cusd.string = text.substr(first + 1);
        return;
    }
    auto string = text.substr(first + 1, last - first - 1);
    // One quote too many before the closing one is a modem's slip, not the end of a quotation.
    if (string.ends_with('"') && std::count(string.begin(), string.end(), '"') % 2 != 0) string.remove_suffix(1);
    cusd.string = string;
    cusd.dcs = dcs_from(text.substr(last + 1));
}

/// A string without quotes: all of it, but for a <dcs> behind hex digits.
void take_bare(std::string_view text, Cusd& cusd)
{
    const auto comma = text.find(',');
    const auto string = trimmed(text.substr(0, comma));
    const bool hex = !string.empty() && std::all_of(string.begin(), string.end(), is_hex_digit);
    if (hex && comma != std::string_view::npos) {
        cusd.string = string;
        cusd.dcs = dcs_from(text.substr(comma));
    } else {
        cusd.string = trimmed(text);
    }
}

// ------------------------------------------------------------------ what <dcs> says (TS 23.038 §5)

enum class Coding { gsm, octets, ucs2 };

Coding coding_of(unsigned dcs)
{
    const unsigned group = dcs >> 4;
    if (dcs == 0x11) return Coding::ucs2;
    if ((group >= 4 && group <= 7) || group == 9) {
        constexpr std::array codings{Coding::gsm, Coding::octets, Coding::ucs2, Coding::gsm};
        return codings[dcs >> 2 & 3];
    }
    if (group == 0xF && (dcs & 4) != 0) return Coding::octets;
    return Coding::gsm;
}

// ------------------------------------------------------------------ what the string may be

std::vector<Septet> to_septets(std::string_view utf8)
{
    std::vector<Septet> septets;
    for (const auto c : decode_utf8(utf8))
        append_gsm(septets, gsm_septets(c) != 0 ? c : U'?');
    return septets;
}

std::string unpack(std::span<const Octet> octets, unsigned dcs)
{
    auto septets = unpack_septets(octets, octets.size() * 8 / 7).value();
    // Seven spare bits would read as '@', so they hold a CR (TS 23.038 §6.1.2.3.1).
    if (octets.size() % 7 == 0 && !septets.empty() && septets.back() == carriage_return) septets.pop_back();
    // 0x10: two letters of a language and CR stand before the text.
    if (dcs == 0x10 && septets.size() >= 3 && septets[2] == carriage_return)
        septets.erase(septets.begin(), septets.begin() + 3);
    return from_gsm(septets);
}

std::string unicode(std::span<const Octet> octets, unsigned dcs)
{
    // 0x11: the two letters of a language, packed into two octets, stand before the text; some modems take them off.
    if (dcs == 0x11 && octets.size() > 2) {
        const auto language = unpack_septets(octets.first(2), 2).value();
        if (std::all_of(language.begin(), language.end(), [](Septet s) { return s >= 'a' && s <= 'z'; }))
            octets = octets.subspan(2);
    }
    return from_ucs2(octets);
}

bool is_printable(unsigned char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r'; }

/// The share of characters, in percent, that network texts are made of; packed text read wrongly is full of the others.
unsigned plain_percent(const std::string& utf8)
{
    const auto text = decode_utf8(utf8);
    if (text.empty()) return 0;
    const auto plain = std::count_if(text.begin(), text.end(), [](char32_t c) {
        if (c >= 0x80) return c >= 0xE0 && c < 0x100; // accented letters
        const auto ascii = static_cast<char>(c);
        return is_alphanumeric(ascii) ||
               std::string_view{" \n\r.,:;!?*#+-/()%'\"=&$@<>"}.find(ascii) != std::string_view::npos;
    });
    return static_cast<unsigned>(static_cast<std::size_t>(plain) * 100 / text.size());
}

/// Whether nine in ten 16-bit units are Latin or of one other script, as in no packed text.
bool looks_like_ucs2(std::span<const Octet> octets, bool expected)
{
    if (octets.size() % 2 != 0 || octets.size() < (expected ? 2 : 4)) return false;
    std::array<std::size_t, 256> rows{};
    for (std::size_t i = 0; i < octets.size(); i += 2)
        if (octets[i] != 0 || is_printable(octets[i + 1]) || octets[i + 1] >= 0xA0) ++rows[octets[i]];
    // Greek, Cyrillic, Hebrew and Armenian, Arabic, Indic, Thai, Georgian; the Arabic presentation forms count as Arabic.
    std::size_t script = rows[0x06] + rows[0xFB] + rows[0xFE];
    for (const Octet row : {0x01, 0x03, 0x04, 0x05, 0x09, 0x0E, 0x10})
        script = std::max(script, rows[row]);
    return (rows[0x00] + rows[0x20] + script) * 10 >= octets.size() / 2 * 9;
}

std::string latin1(std::string_view octets)
{
    std::string text;
    for (const char octet : octets)
        append_utf8(text, static_cast<unsigned char>(octet));
    return text;
}

/// A string that is not hex: UTF-8, or what a modem with another +CSCS passes on.
std::string plain_text(const std::string& string)
{
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    };
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    // Raw GSM septets show themselves by '$' as 0x02 and the like.
    if (std::all_of(string.begin(), string.end(), is_ascii) && std::any_of(string.begin(), string.end(), is_control))
        return from_gsm(std::vector<Septet>(string.begin(), string.end()));
    return is_valid_utf8(string) ? string : latin1(string);
}

/// Hex whose <dcs> speaks of the GSM alphabet, which says nothing about how the modem wrote it down.
std::string guess(std::span<const Octet> octets, unsigned dcs, const std::string& raw, UssdDialect likely)
{
    if (looks_like_ucs2(octets, likely == UssdDialect::ucs2)) return unicode(octets, dcs);

    const auto packed = unpack(octets, dcs);
    const auto packed_percent = plain_percent(packed);
    if (std::all_of(octets.begin(), octets.end(), [](Octet o) { return o < 0x80; })) { // one octet for each character?
        const std::string ascii(octets.begin(), octets.end());
        const auto text = plain_text(ascii);
        const auto percent = plain_percent(text);
        if (percent >= 90 && (percent > packed_percent || likely != UssdDialect::packed)) return text;
    }
    if (packed_percent >= 90) return packed;
    if (likely == UssdDialect::ucs2 && octets.size() % 2 == 0) return unicode(octets, dcs);
    if (likely == UssdDialect::packed && packed_percent >= 50) return packed;
    return raw;
}
} // namespace

Decoded<Cusd> parse_cusd(std::string_view text)
{
    constexpr std::string_view name{"+CUSD"};
    const auto found = behind(text, name);
    if (!found) return DecodeError{ParseError::missing_field, name, 0};
    const auto offset = [&](std::string_view at) { return static_cast<std::size_t>(at.data() - text.data()); };

    auto value = *found;
    if (value.empty()) return DecodeError{ParseError::truncated, name, text.size()};
    const auto digits_end =
        static_cast<std::size_t>(std::find_if_not(value.begin(), value.end(), is_digit) - value.begin());
    const auto number = parse_unsigned(value.substr(0, digits_end));
    if (!number) return DecodeError{ParseError::bad_digit, name, offset(value)};
    const auto mode = mode_from(*number);
    if (!mode) return DecodeError{ParseError::reserved_value, name, offset(value)};

    Cusd cusd{*mode, {}, {}};
    value = trimmed(value.substr(digits_end));
    if (value.starts_with(',')) value = trimmed(value.substr(1));
    if (value.starts_with('"'))
        take_quoted(value, cusd);
    else if (value.starts_with(',')) // no string, only <dcs>
        cusd.dcs = dcs_from(value);
    else
        take_bare(value, cusd);
    return cusd;
}

std::string encode_ussd(std::string_view code, UssdDialect dialect)
{
    switch (dialect) {
    case UssdDialect::text: {
        std::string string;
        for (const char c : code) // neither can be written between the quotes of an AT command
            if (c != '"' && !(static_cast<unsigned char>(c) < 0x20)) string += c;
        return string;
    }
    case UssdDialect::packed: {
        auto septets = to_septets(code);
        // TS 23.038 §6.1.2.3.1: seven spare bits are filled with CR; a CR that ends the text there is doubled.
        if (septets.size() % 8 == 7 ||
            (!septets.empty() && septets.size() % 8 == 0 && septets.back() == carriage_return))
            septets.push_back(carriage_return);
        return to_hex(pack_septets(septets));
    }
    case UssdDialect::ucs2: return to_hex(to_ucs2(decode_utf8(code)));
    }
    return std::string{code};
}

std::string decode_ussd(const Cusd& reply, UssdDialect likely)
{
    constexpr unsigned usual_dcs = 15;
    const auto dcs = reply.dcs.value_or(usual_dcs);
    const auto& string = reply.string;
    const auto octets = from_hex(string, "+CUSD");
    if (!octets || octets->empty()) return plain_text(string);
    const bool number = std::all_of(string.begin(), string.end(), is_digit);
    switch (coding_of(dcs)) {
    case Coding::ucs2:
        if (octets->size() % 2 == 0) return unicode(*octets, dcs);
        break;
    case Coding::octets:
        if (std::all_of(octets->begin(), octets->end(), is_printable)) return {octets->begin(), octets->end()};
        break;
    case Coding::gsm: break;
    }
    // "123456" can be a number or two other things: what this modem said before decides.
    if (number && likely == UssdDialect::text && !looks_like_ucs2(*octets, false)) return string;
    return guess(*octets, dcs, string, likely);
}
} // namespace nida::protocol
