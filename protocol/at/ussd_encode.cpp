// The forms of a USSD string, written.
#include "protocol/at/ussd_text.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/alphabet/septets.hpp"
#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
constexpr std::string_view field{"+CUSD"};
constexpr Septet carriage_return = 0x0D;

DecodeError not_in_the_form(std::size_t offset) { return {ParseError::reserved_value, field, offset}; }

/// Each character with where its UTF-8 begins, until `take` says what is wrong with one.
template <class Take> std::optional<DecodeError> for_each_character(std::string_view text, Take take)
{
    std::size_t offset = 0;
    std::string octets;
    for (const auto c : decode_utf8(text)) {
        octets.clear();
        append_utf8(octets, c);
        if (text.substr(offset, octets.size()) != octets) return not_in_the_form(offset); // no UTF-8
        if (auto error = take(c, offset)) return error;
        offset += octets.size();
    }
    return std::nullopt;
}

/// Counts what a text takes of the 160 octets: as GSM septets while all of it has them, as UTF-16 units otherwise.
std::optional<DecodeError> check_length(std::string_view text)
{
    std::size_t septets = 0, units = 0, septet_end = text.size(), unit_end = text.size();
    bool gsm = true;
    auto error = for_each_character(text, [&](char32_t c, std::size_t offset) -> std::optional<DecodeError> {
        gsm = gsm && gsm_septets(c) != 0;
        septets += gsm_septets(c);
        units += c > 0xFFFF ? 2 : 1;
        if (septets > longest_ussd_septets) septet_end = std::min(septet_end, offset);
        if (units > longest_ussd_ucs2_units) unit_end = std::min(unit_end, offset);
        return std::nullopt;
    });
    if (error) return error;
    const auto end = gsm ? septet_end : unit_end;
    if (end < text.size()) return DecodeError{ParseError::too_long, field, end};
    return std::nullopt;
}

Decoded<std::vector<Septet>> to_septets(std::string_view text)
{
    std::vector<Septet> septets;
    const auto error = for_each_character(text, [&](char32_t c, std::size_t offset) -> std::optional<DecodeError> {
        if (gsm_septets(c) == 0) return not_in_the_form(offset);
        append_gsm(septets, c);
        if (septets.size() > longest_ussd_septets) return DecodeError{ParseError::too_long, field, offset};
        return std::nullopt;
    });
    if (error) return *error;
    return septets;
}

Decoded<Octets> to_latin1(std::string_view text)
{
    Octets octets;
    const auto error = for_each_character(text, [&](char32_t c, std::size_t offset) -> std::optional<DecodeError> {
        if (c > 0xFF) return not_in_the_form(offset);
        octets.push_back(static_cast<Octet>(c));
        if (octets.size() > longest_ussd_octets) return DecodeError{ParseError::too_long, field, offset};
        return std::nullopt;
    });
    if (error) return *error;
    return octets;
}

/// UTF-16BE within the limit.
Decoded<Octets> to_units(std::string_view text)
{
    std::size_t units = 0;
    const auto error = for_each_character(text, [&](char32_t c, std::size_t offset) -> std::optional<DecodeError> {
        units += c > 0xFFFF ? 2 : 1;
        if (units > longest_ussd_ucs2_units) return DecodeError{ParseError::too_long, field, offset};
        return std::nullopt;
    });
    if (error) return *error;
    return to_ucs2(decode_utf8(text));
}

/// TS 23.038 §6.1.2.3.1: seven spare bits are filled with CR; a CR that ends the text on an octet boundary is doubled.
std::string packed_hex(std::vector<Septet> septets)
{
    const auto in_last_group = septets.size() % 8;
    if (in_last_group == 7 || (in_last_group == 0 && !septets.empty() && septets.back() == carriage_return))
        septets.push_back(carriage_return);
    return to_hex(pack_septets(septets));
}

/// What a line editor or the modem would obey rather than pass on (V.250 §5.2): it ends the quotes, ends or edits the line, or leaves
/// it.
bool is_obeyed(char32_t octet)
{
    return octet == '"' || octet == 0 || octet == 0x08 || octet == 0x0A || octet == 0x0D || octet == 0x1A ||
           octet == 0x1B;
}

/// Whether a character can stand between the quotes of a command line in this form. Hex always can.
bool is_quotable(char32_t c, UssdForm form)
{
    switch (form) {
    case UssdForm::text: return c >= 0x20 && c < 0x7F && c != '"'; // all that every +CSCS has
    case UssdForm::latin1: return c >= 0x20 && c != 0x7F && c != '"';
    case UssdForm::gsm: { // 0x01 to 0x1F are letters and signs there
        std::vector<Septet> septets;
        append_gsm(septets, c);
        return std::none_of(septets.begin(), septets.end(), is_obeyed);
    }
    case UssdForm::packed:
    case UssdForm::ucs2:
    case UssdForm::hex_octets:
    case UssdForm::hex_septets: return true;
    }
    return false;
}
} // namespace

Decoded<std::string> encode_ussd_reply(std::string_view text, UssdForm form)
{
    switch (form) {
    case UssdForm::text:
        if (auto error = check_length(text)) return *error;
        return std::string{text};
    case UssdForm::packed:
    case UssdForm::hex_septets:
    case UssdForm::gsm: {
        auto septets = to_septets(text);
        if (!septets) return septets.error();
        if (form == UssdForm::packed) return packed_hex(std::move(*septets));
        if (form == UssdForm::hex_septets) return to_hex(*septets);
        return std::string(septets->begin(), septets->end());
    }
    case UssdForm::ucs2: {
        const auto octets = to_units(text);
        if (!octets) return octets.error();
        return to_hex(*octets);
    }
    case UssdForm::hex_octets:
    case UssdForm::latin1: {
        const auto octets = to_latin1(text);
        if (!octets) return octets.error();
        if (form == UssdForm::hex_octets) return to_hex(*octets);
        return std::string(octets->begin(), octets->end());
    }
    }
    return not_in_the_form(0);
}

Decoded<std::string> encode_ussd(std::string_view text, UssdForm form)
{
    auto string = encode_ussd_reply(text, form);
    if (!string) return string;
    const auto error = for_each_character(text, [form](char32_t c, std::size_t offset) -> std::optional<DecodeError> {
        if (!is_quotable(c, form)) return not_in_the_form(offset);
        return std::nullopt;
    });
    if (error) return *error;
    return string;
}
} // namespace nida::protocol
