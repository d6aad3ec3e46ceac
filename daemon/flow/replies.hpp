#pragma once

#include "daemon/flow/language.hpp"

#include <string>

namespace nida::daemon
{

/// The automatic answers to supporters.
enum class Reply {
    welcome,        ///< to JOIN: they are in
    already_member, ///< to JOIN from somebody who had joined before
    goodbye,        ///< to a leaving: no more messages
    was_not_member, ///< to a leaving from somebody who was not in
    help,           ///< to HELP, and what the three words are
};

/// The answer in UTF-8. Every answer is one segment: French and English keep to the GSM 7-bit default alphabet (160
/// septets, TS 23.038 §6.2.1), Arabic to 70 UTF-16 units. The words that it tells people to send are keywords.
std::string reply_text(Reply which, Language language);

} // namespace nida::daemon
