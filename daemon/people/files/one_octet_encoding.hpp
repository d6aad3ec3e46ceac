#pragma once

#include <string>
#include <string_view>

namespace nida::daemon
{

/// Which encoding of one octet a character a text is in: windows-1252 and windows-1256, and those of older machines
/// (Macintosh, CP850, ISO-8859-15 and -6). Judged by words: no word mixes Arabic and Latin letters, French has its
/// accents between plain letters, Arabic words are all letters, and no symbol stands inside a word. Where several read
/// it alike, the first of these is said. See docs/decisions/0028.
/// @return a name that iconv knows
/// @throws FileError (missing_encoding)
std::string one_octet_encoding(std::string_view octets);

} // namespace nida::daemon
