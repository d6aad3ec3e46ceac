#pragma once
#include "protocol/alphabet/national_language.hpp"
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"
#include "protocol/pdu/dcs.hpp"
#include "protocol/pdu/udh.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace nida::protocol
{
/// TP-UD with what is needed to write it into any TPDU: a segment of a message, encoded.
struct UserData {
    Octet dcs = 0;        ///< TP-DCS
    bool has_udh = false; ///< TP-UDHI
    Octet length = 0;     ///< TP-UDL: septets for GSM 7-bit, else octets; the UDH counted in
    Octets octets;        ///< TP-UD, the UDH first
    bool operator==(const UserData&) const = default;
};

/// Septets of TP-UD that a header takes, the bits that fill the last of them up counted in (TS 23.040 §9.2.3.24).
constexpr std::size_t header_septets(std::size_t header_octets) noexcept { return (header_octets * 8 + 6) / 7; }

/// The bits that fill a header up to the next septet.
constexpr unsigned header_fill_bits(std::size_t header_octets) noexcept
{
    return static_cast<unsigned>(header_septets(header_octets) * 7 - header_octets * 8);
}

/// How many octets of TP-UD a TP-UDL promises: under uncompressed GSM 7-bit it counts septets, else octets.
std::size_t user_data_octets(Octet dcs, Octet length) noexcept;

/// The tables that a header chooses (TS 23.040 §9.2.3.24.15, .16). A reserved language is shown by the default tables
/// (TS 23.038 §6.2.1.2.2, .3).
GsmTables gsm_tables(const Udh& udh);

/// TP-UD read back.
struct DecodedUserData {
    Udh udh;
    Alphabet alphabet = Alphabet::gsm7;
    std::string text;       ///< UTF-8; empty for 8-bit or compressed data
    Octets data;            ///< the octets behind the UDH, where they are not text
    bool truncated = false; ///< TP-UDL promised more than was there; what was there was read
};
/// Total over octets: only a malformed UDH is an error. @pre ud is everything behind TP-UDL; octets past the length are ignored.
Decoded<DecodedUserData> decode_user_data(Octet dcs, bool has_udh, Octet length, std::span<const Octet> ud);
} // namespace nida::protocol
