#pragma once
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// Writes down the words by which a person is found: those of name, notes and fields, folded (see fold()). To be called after each change.
void note_words(Connection& db, std::int64_t person);

/// The people who have, for each word of the text, a word that begins with it; for a word of four digits or more also those whose number
/// holds it. Accents, Arabic spellings and the digits' script make no difference. By id, those after `since` alone.
/// @param limit  at most so many
std::vector<std::int64_t> find_people(Connection& db, std::string_view text, std::int64_t since, std::int64_t limit);
} // namespace nida::daemon
