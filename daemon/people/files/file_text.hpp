#pragma once

#include <optional>
#include <string>

namespace nida::daemon
{

/// A file as text.
struct FileText {
    std::string text;     ///< UTF-8 without byte order mark and without NUL
    std::string encoding; ///< what it was read as: "UTF-8", "UTF-16LE", "windows-1256"...
};

/// Reads a file in the encoding that it has, or seems to have: UTF-8, UTF-16 and UTF-32 by byte order mark or by their
/// zeros, else one of the encodings of one octet a character (one_octet_encoding.hpp). Nothing is replaced.
/// @param encoding  any that iconv knows, instead of looking; empty: look
/// @throws FileError (undecodable, unknown_encoding, missing_encoding, workbook)
FileText decode_text(std::string octets, const std::string& encoding = {});

/// A piece of text inside a file that names its own encoding (vCard 2.1), or none: then looked for as above. Nothing where
/// the piece is not in it.
std::optional<std::string> decode_piece(std::string octets, const std::string& encoding);

} // namespace nida::daemon
