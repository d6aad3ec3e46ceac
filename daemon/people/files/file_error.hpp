#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace nida::daemon
{

/// A file of people as a whole cannot be read. what() is English; `why` and `detail` are there for other languages.
struct FileError : std::runtime_error {
    enum class Why {
        empty,
        workbook,         ///< a spreadsheet's own format or another one that is no text
        unknown_encoding, ///< `detail`: what was asked for
        missing_encoding, ///< this system's iconv lacks it; `detail`: its name
        undecodable,      ///< at `line`; `detail`: the encoding
        malformed,        ///< a quote at `line` stands where none may, or is never closed
        no_number_column,
        unknown_heading, ///< `detail`: a heading that was to be mapped and is not there
    };
    explicit FileError(Why why_, std::uint64_t line_ = 0, std::string detail_ = {});
    Why why;
    std::uint64_t line; ///< from 1; 0 where it is about no line
    std::string detail;
};

} // namespace nida::daemon
