#pragma once
#include "protocol/alphabet/national_language.hpp"
#include "protocol/octets.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// How many septets a character takes in the GSM 7-bit alphabet of `tables` (TS 23.038 §6.2.1, §6.2.1.2): 1 from the
/// default alphabet or the locking shift table, 2 behind an escape, 0 where neither table has it.
unsigned gsm_septets(char32_t code_point, GsmTables tables = {}) noexcept;
/// Appends the character's septets.
/// @pre gsm_septets(code_point, tables) != 0
void append_gsm(std::vector<Septet>& out, char32_t code_point, GsmTables tables = {});
/// Writes a text's septets into the caller's buffer.
/// @return how many there are; nothing where the text has a character without septets, is not UTF-8, or needs more than
///         `out` has. What is in `out` then, is not said.
std::optional<std::size_t> to_gsm(std::string_view utf8, std::span<Septet> out, GsmTables tables = {}) noexcept;

/// UTF-8 of GSM 7-bit septets.
///
/// An escape before a code that the single shift table lacks shows the character of the default alphabet or, where one is
/// in use, of the locking shift table (§6.2.1.1); two escapes show a space (§6.2.1.1, note 1), an escape at the very end
/// nothing. For the places that a locking shift table leaves empty (annex A.3) the specification has no rule: nobody can
/// have meant a character by one, so it shows U+FFFD.
std::string from_gsm(std::span<const Septet> septets, GsmTables tables = {});
/// The same from the packed field (§6.1.2.1), appended. Where `octets` holds fewer than `count` septets, those are shown.
/// @param fill_bits  0-7 bits before the first septet
void append_packed_gsm(std::string& text, std::span<const Octet> octets, std::size_t count, unsigned fill_bits = 0,
                       GsmTables tables = {});
} // namespace nida::protocol
