#pragma once

#include "daemon/flow/keywords.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace nida::daemon
{

/// How much of a message a keyword decides.
enum class Weight {
    strong, ///< as the first word of any message; for leaving also anywhere in a short one
    clear,  ///< as the first word of a short message; for leaving also anywhere in it
    weak,   ///< as the first word of a short message: it begins ordinary sentences too
    alone,  ///< as a whole message; for leaving one more word may follow: three make a slogan ("end the war")
};

struct Keyword {
    Intent intent;
    Language language;
    Weight weight;
    std::string_view shown; ///< without accents, as most people type it; two words are also found written as one
    bool language_is_neutral = false;
};

/// A message is short up to this many words.
inline constexpr std::size_t short_message_words = 3;

/// Every keyword of the three languages; no two of them fold to the same word.
std::span<const Keyword> keyword_list();

/// Folded phrases that may stand before or after the keyword and don't count as words: greetings, "please", "I want to".
std::span<const std::string_view> courtesies();

/// Folded words that make clear what a message wants to end: "stop these messages". With one of them in it, a message
/// that begins with any word for leaving counts at any length.
std::span<const std::string_view> subjects_of_leaving();

/// Folded words after which a word for leaving, inside a short message, means the opposite: "don't stop".
std::span<const std::string_view> negations();

} // namespace nida::daemon
