#pragma once

#include <string>
#include <string_view>

namespace nida::config
{

/// The same TOML without other scripts in its quotes: "é" becomes "\u00E9", and a string in single quotes that has any becomes one in double quotes.
/// For files that hold what networks write; the parser itself must see ASCII only (see unfit_for_toml). Lines stay where they are, and what
/// is broken stays as it is, for the parser to say so.
std::string ascii_toml(std::string_view text);

} // namespace nida::config
