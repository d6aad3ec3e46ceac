#pragma once

#include "daemon/flow/language.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace nida::daemon
{

/// What a keyword asks for.
enum class Intent {
    join,
    leave,
    help,
    confirm,     ///< "yes": only where something was asked
    acknowledge, ///< "OK": only where an alert asked for it; so is "yes"
    take,        ///< "taken": only of somebody who was asked to take charge of an alert
};
inline constexpr Intent all_intents[] = {Intent::join,    Intent::leave,       Intent::help,
                                         Intent::confirm, Intent::acknowledge, Intent::take};

/// "join", "leave", "help", "confirm", "acknowledge" or "take".
std::string_view to_string(Intent intent);

/// How much of a message a keyword decides; what comes first decides more.
enum class Weight {
    strong, ///< as the first word of any message; for leaving also anywhere in a short one
    clear,  ///< as the first word of a short message; for leaving also anywhere in it
    weak,   ///< as the first word of a short message: it begins ordinary sentences too
    alone,  ///< as a whole message; for leaving one more word may follow: three make a slogan ("end the war")
    whole,  ///< as a whole message and nothing else: ordinary speech that means it only when nothing else is said
};
inline constexpr Weight all_weights[] = {Weight::strong, Weight::clear, Weight::weak, Weight::alone, Weight::whole};

/// "strong", "clear", "weak", "alone" or "whole".
std::string_view to_string(Weight weight);

struct Keyword {
    Intent intent;
    Language language;
    Weight weight;
    std::string shown; ///< as people are told it. What is shown as several words is also found written as one
    bool language_is_neutral = false; ///< used in every language, as STOP is: says nothing about who wrote it
};

/// A message is short up to this many words.
inline constexpr std::size_t short_message_words = 3;
/// A keyword has at most so many words.
inline constexpr std::size_t most_keyword_words = 3;

} // namespace nida::daemon
