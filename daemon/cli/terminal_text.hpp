#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nida::daemon::cli
{

/// Whether `text` is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// `text` on one line, fit for a terminal: control characters (also those that begin an escape sequence, and line ends)
/// become visible symbols, octets that are not UTF-8 become U+FFFD, and no directional isolate is left open or closed
/// that was not opened here.
std::string printable(std::string_view text);

/// As printable(), but line ends stay line ends.
std::string printable_lines(std::string_view text);

/// How many columns `text` takes: 2 for wide characters, 0 for marks and format characters.
std::size_t display_width(std::string_view text);

/// `text`, cut so that it takes at most `columns`; the cut is shown by "…".
std::string fit(std::string_view text, std::size_t columns);

/// Whether `text` has characters that could reorder what stands beside it: right-to-left ones or direction controls.
bool is_directional(std::string_view text);

/// `text` between U+2068 and U+2069, so that its direction is found from itself and touches nothing around it.
std::string isolated(std::string_view text);

} // namespace nida::daemon::cli
