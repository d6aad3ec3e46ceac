#pragma once
#include "protocol/octets.hpp"

#include <optional>
#include <string_view>

namespace nida::protocol
{
/// A National Language Identifier (TS 23.038 §6.2.1.2.4): the value of the elements 24 and 25 of a user data header.
/// `none` stands for the default alphabet and its extension table, which every receiver knows.
enum class NationalLanguage : Octet {
    none = 0,
    turkish = 1,
    spanish = 2,
    portuguese = 3,
    bengali = 4, ///< and Assamese
    gujarati = 5,
    hindi = 6,
    kannada = 7,
    malayalam = 8,
    oriya = 9,
    punjabi = 10,
    tamil = 11,
    telugu = 12,
    urdu = 13,
};
inline constexpr Octet last_national_language = 13; ///< what lies above is reserved

/// The tables that septets are read by: `locking` in place of the default alphabet (§6.2.1.2.3), `single` in place of
/// its extension table, behind an escape (§6.2.1.2.2). Each is chosen without the other.
struct GsmTables {
    NationalLanguage locking = NationalLanguage::none;
    NationalLanguage single = NationalLanguage::none;
    bool operator==(const GsmTables&) const = default;
};

/// Whether annex A.3 has a locking shift table for the language: all have one but Spanish. Without one, and for `none`, the
/// default alphabet takes its place. A single shift table (annex A.2) there is for each language.
bool has_locking_table(NationalLanguage language) noexcept;

/// The language of an ISO 639-1 code, as "tr" or "ur", in lower case; nothing where annex A does not have it.
std::optional<NationalLanguage> national_language(std::string_view code) noexcept;
/// The ISO 639-1 code of a language; empty for `none` and for a reserved value.
std::string_view code_of(NationalLanguage language) noexcept;
} // namespace nida::protocol
