#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/dcs.hpp"

#include <optional>
#include <string_view>

namespace nida::protocol
{
/// What the upper half of a cell broadcast data coding scheme says the rest is about (TS 23.038 §5).
enum class CbsGroup {
    language,          ///< 0000, 0010, 0011: GSM 7-bit, and which language
    language_in_front, ///< 0001: the language stands at the beginning of the text itself
    general,           ///< 01xx: alphabet, compression and class, as in an SMS
    with_header,       ///< 1001: the same, with a user data header in front of the text
    i1_protocol,       ///< 1101: TS 24.294
    wap,               ///< 1110: the WAP forum's
    data_coding,       ///< 1111: GSM 7-bit or 8-bit data, and a class
    reserved,          ///< 1000, 1010, 1011, 1100
};

/// The data coding scheme of cell broadcast pages and of USSD strings, the <dcs> of +CUSD (TS 23.038 §5).
struct CbsDcs {
    CbsGroup group = CbsGroup::language;
    Alphabet alphabet = Alphabet::gsm7;
    bool compressed = false;               ///< only in CbsGroup::general; the text cannot be read
    std::optional<unsigned> message_class; ///< 0 flash, 1 ME (in data_coding: the user's), 2 SIM (likewise), 3 TE
    std::string_view language;             ///< ISO 639, "fr"; empty where none is named here
    bool reserved = false; ///< a value that nobody has given a meaning yet; it reads as the GSM 7-bit alphabet
};
/// Total: what is reserved reads as the GSM 7-bit default alphabet, as §5 asks.
CbsDcs decode_cbs_dcs(Octet dcs) noexcept;

/// What TS 23.038 §5 calls a language that CbsDcs names, "French"; empty for any other code.
std::string_view cbs_language_name(std::string_view iso_639) noexcept;
} // namespace nida::protocol
