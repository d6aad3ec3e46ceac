#pragma once
#include "protocol/octets.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// How many septets a character takes in the GSM 7-bit default alphabet (TS 23.038 §6.2.1): 1, 2 with the extension
/// table, 0 where it has none.
unsigned gsm_septets(char32_t code_point) noexcept;
/// Appends the character's septets.
/// @pre gsm_septets(code_point) != 0
void append_gsm(std::vector<Septet>& out, char32_t code_point);
/// UTF-8 of GSM 7-bit septets. An escape before a code that the extension table lacks shows the default table's
/// character, and two escapes a space (TS 23.038 §6.2.1.1).
std::string from_gsm(std::span<const Septet> septets);
} // namespace nida::protocol
