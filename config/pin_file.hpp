#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <filesystem>
#include <string>

namespace nida::config
{

/// Why a PIN file is refused and what to do, for people. It never holds anything of the file's content.
struct PinFileError {
    std::string what;
};

/// What result::value() throws: a std::runtime_error with the text.
[[noreturn]] void throw_exception_from_error(const PinFileError& error, const boost::source_location& where);

/// Reads a SIM's PIN from a file of its own: 4 to 8 digits (TS 31.101 §9.5.1), white space after them.
/// Refused are files that others than owner and group may touch, and whatever is no regular file.
boost::system::result<std::string, PinFileError> read_pin(const std::filesystem::path& file);

} // namespace nida::config
