#pragma once
#include <span>
#include <string_view>

namespace nida::protocol
{
struct Replacement {
    char32_t character;
    std::u32string_view by; ///< in the GSM 7-bit default alphabet
};
/// Typography: what reads the same, or as people write it on a keypad. Sorted by character.
std::span<const Replacement> typographic_replacements() noexcept;
/// Latin letters that no decomposition leads back to a plain one. Sorted by character.
std::span<const Replacement> latin_replacements() noexcept;
} // namespace nida::protocol
