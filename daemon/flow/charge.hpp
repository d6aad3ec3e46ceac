#pragma once
#include "daemon/flow/dialogue.hpp"

namespace nida::daemon
{
/// What somebody wrote who was perhaps asked to take charge of an alert. Where it is the stop word, the list ends: they are told that it is theirs,
/// and those who were asked before, who took it.
/// @param is_stop_word  whether the languages call it one; an alert may have a word of its own
/// @return none where it is nothing of that
std::optional<DialogueOutcome> take_charge(Connection& db, const DialogueSettings& settings, LineId line,
                                           const std::string& number, const std::string& text, bool is_stop_word,
                                           const Act& act);
} // namespace nida::daemon
