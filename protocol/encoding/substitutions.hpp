#pragma once
#include "protocol/encoding/coding.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// What may stand for a character that a GSM 7-bit alphabet lacks.
enum class Substitutions {
    none,
    typographic,             ///< quotes, dashes, spaces, ellipses, bullets, ligatures, full-width forms: the words stay
    typographic_and_accents, ///< and Latin letters without their accents: "ê" as "e", "œ" as "oe"
};

/// A place in a text as it was given.
struct TextPosition {
    std::size_t octet;     ///< in the UTF-8, from 0
    std::size_t character; ///< in code points, from 0; an octet that is no UTF-8 counts as one
    bool operator==(const TextPosition&) const = default;
};

/// A character without a code in a coding, and what may stand for it.
struct Obstacle {
    TextPosition at;
    std::string original;                   ///< UTF-8: one character, or a letter and the mark behind it
    std::optional<std::string> replacement; ///< UTF-8; empty where nothing need be left; none where no row has it
    bool operator==(const Obstacle&) const = default;
};

/// A combining diacritical mark (U+0300 to U+036F), as Latin letters bear them.
constexpr bool is_combining_accent(char32_t code_point) noexcept { return code_point >= 0x300 && code_point < 0x370; }

/// What a character may be replaced by, by the reviewed table. Nothing but Latin letters, punctuation, spaces and characters
/// without a shape are in it: no letter, mark, digit or joiner of another script is ever touched.
/// @return characters of the GSM 7-bit default alphabet, perhaps no character; nullopt where this one has to stay
std::optional<std::u32string> replacement(char32_t code_point, Substitutions allowed);

/// A text in which every character has a code.
struct Substituted {
    std::u32string text;             ///< a space where an obstacle has no replacement
    std::vector<Obstacle> obstacles; ///< in order
    /// Whether `text` says what was to be said.
    bool complete() const noexcept;
};
/// Replaces the characters that a coding has no code for, and no other. A letter and a combining mark become the one
/// character that both make where that has a code ("e" and U+0301: "é").
/// @param utf8  where the positions count. @pre text is decode_utf8(utf8)
Substituted substitute(std::string_view utf8, std::u32string_view text, const Coding& coding, Substitutions allowed);
} // namespace nida::protocol
