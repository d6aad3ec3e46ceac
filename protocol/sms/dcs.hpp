#pragma once
#include "protocol/octets.hpp"

#include <optional>

namespace nida::protocol
{
enum class Alphabet { gsm7, eight_bit, ucs2 };

/// TP-DCS (TS 23.038 §4).
struct Dcs {
    Alphabet alphabet = Alphabet::gsm7;
    bool compressed = false;               ///< cannot be read; the text is kept raw
    std::optional<unsigned> message_class; ///< 0 flash, 1 ME, 2 SIM, 3 TE
};
/// Total: reserved groups read as the GSM 7-bit alphabet, as §4 asks.
Dcs decode_dcs(Octet dcs) noexcept;
/// The general-group octet (00, 04 or 08) without a class.
Octet encode_dcs(Alphabet alphabet) noexcept;
} // namespace nida::protocol
