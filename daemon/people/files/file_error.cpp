#include "daemon/people/files/file_error.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

namespace nida::daemon
{

namespace
{

std::string sentence(FileError::Why why, std::uint64_t line, const std::string& detail)
{
    switch (why) {
    case FileError::Why::empty: return "the file is empty";
    case FileError::Why::workbook: return "this is no text file: save the spreadsheet as CSV, the contacts as vCard";
    case FileError::Why::unknown_encoding: return fmt::format("no encoding is called \"{}\"", detail);
    case FileError::Why::missing_encoding:
        return fmt::format("this system cannot read {}: install the package libc-gconv-modules-extra", detail);
    case FileError::Why::undecodable: return fmt::format("line {} is not {}: name another encoding", line, detail);
    case FileError::Why::malformed:
        return fmt::format("line {}: a quote stands where none may stand, or is never closed", line);
    case FileError::Why::no_number_column: return "no column holds telephone numbers: name it by a mapping";
    case FileError::Why::unknown_heading: return fmt::format("no column is called \"{}\"", detail);
    }
    std::abort();
}

} // namespace

FileError::FileError(Why why_, std::uint64_t line_, std::string detail_)
    : std::runtime_error{sentence(why_, line_, detail_)}, why{why_}, line{line_}, detail{std::move(detail_)}
{
}

} // namespace nida::daemon
