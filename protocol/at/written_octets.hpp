#pragma once
#include <string>
#include <string_view>

// How logs write octets down that have no shape: "\r", "<CR>", "^M", and quotes around it all.
namespace nida::protocol
{
/// Takes quotes off that stand around all of it, with the "b" that Python puts before them.
std::string_view unquoted(std::string_view text);
/// "b'OK\r\n'", as Python shows octets, without its quotes; any other text as it is.
std::string_view without_octet_quotes(std::string_view text);
/// Every "\r", "\x1a", "<CR>" or "<CTRL-Z>" as the octet that it says.
std::string with_octets(std::string_view text);
/// Takes the line ends off that a terminal or a log showed as "^M" and "^J"; what names a command ("AT^MODE") does not end so. A
/// payload's "^Z" becomes the octet.
std::string without_caret_ends(std::string_view text);
} // namespace nida::protocol
