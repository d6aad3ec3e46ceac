#pragma once

#include "daemon/people/files/people_file.hpp"

#include <string_view>

namespace nida::daemon
{

/// Whether a text begins as vCards do.
bool is_vcard(std::string_view text);

/// The people on the cards of a file. Cards inside cards (AGENT) are nobody's.
PeopleFile read_vcards(std::string_view text);

} // namespace nida::daemon
