#pragma once
#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/alphabet/national_language.hpp"
#include "protocol/pdu/dcs.hpp"
#include "protocol/pdu/user_data.hpp"

#include <cstddef>

namespace nida::protocol
{
/// Most octets of TP-UD in one TPDU (TS 23.040 §9.2.2.2).
inline constexpr std::size_t max_user_data_octets = 140;

/// How a text is written into user data. Its unit is the septet, the UTF-16 unit or the octet.
struct Coding {
    Alphabet alphabet = Alphabet::gsm7;
    GsmTables tables; ///< none unless `gsm7`
    bool operator==(const Coding&) const = default;
};

/// Units that a character takes: 1 or 2 septets, 1 or 2 UTF-16 units, as many octets as its UTF-8 has; 0 where the
/// coding's tables have no code for it.
inline std::size_t units_of(char32_t code_point, const Coding& coding) noexcept
{
    switch (coding.alphabet) {
    case Alphabet::gsm7: return gsm_septets(code_point, coding.tables);
    case Alphabet::ucs2: return code_point < 0x10000 ? 1 : 2;
    case Alphabet::eight_bit: return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    }
    return 0;
}

/// Units that fit behind a user data header (TS 23.040 §9.2.3.24): after one of 6 octets, 153 septets, 67 UTF-16 units or
/// 134 octets. 0 where the header leaves no room.
/// @param header_octets  UDHL counted in; 0 for none
constexpr std::size_t capacity(Alphabet alphabet, std::size_t header_octets) noexcept
{
    if (header_octets > max_user_data_octets) return 0;
    const auto octets = max_user_data_octets - header_octets;
    switch (alphabet) {
    case Alphabet::gsm7: return octets * 8 / 7; // whatever fills the header up to a septet is less than one
    case Alphabet::ucs2: return octets / 2;
    case Alphabet::eight_bit: return octets;
    }
    return 0;
}

/// Octets of TP-UD: the header and `units` behind it.
constexpr std::size_t user_data_octets(Alphabet alphabet, std::size_t header_octets, std::size_t units) noexcept
{
    switch (alphabet) {
    case Alphabet::gsm7: return ((header_septets(header_octets) + units) * 7 + 7) / 8;
    case Alphabet::ucs2: return header_octets + units * 2;
    case Alphabet::eight_bit: return header_octets + units;
    }
    return 0;
}
} // namespace nida::protocol
