#pragma once

#include <optional>
#include <string>

namespace nida::daemon::cli
{

/// Reads a line from a terminal that does not show it. A signal that ends the program sets the terminal right before.
/// @return nothing where `descriptor` is no terminal; an empty line where it ended before its end
std::optional<std::string> read_hidden_line(int descriptor);

} // namespace nida::daemon::cli
