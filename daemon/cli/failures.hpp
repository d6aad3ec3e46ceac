#pragma once

#include "daemon/cli/catalogue.hpp"

#include <boost/system/error_code.hpp>

#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>

namespace nida::daemon::cli
{

/// The daemon said no: an answer of 4xx or 5xx (docs/api.md).
struct ApiError : std::runtime_error {
    ApiError(unsigned status_, std::string code_, const std::string& message, std::string hint_)
        : std::runtime_error{message}, status{status_}, code{std::move(code_)}, hint{std::move(hint_)}
    {
    }
    unsigned status;
    std::string code;
    std::string hint;
};

/// Nobody could be reached on the socket.
struct Unreachable : std::runtime_error {
    Unreachable(boost::system::error_code why_, std::string socket_)
        : std::runtime_error{why_.message()}, why{why_}, socket{std::move(socket_)}
    {
    }
    boost::system::error_code why;
    std::string socket;
};

/// The connection broke, or no answer came: what was asked for may or may not have been done.
struct ConnectionLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The command cannot be done as it was written; the message is for people, in their language.
struct Refusal : std::runtime_error {
    Refusal(int exit_code_, const std::string& message) : std::runtime_error{message}, exit_code{exit_code_} {}
    int exit_code;
};

/// What the program ends with after each failure (sysexits.h; the man page has the list).
int exit_code(const ApiError& error);
int exit_code(const Unreachable& error);

/// Writes what happened and what to do next.
void report(std::ostream& err, const Words& words, const ApiError& error);
void report(std::ostream& err, const Words& words, const Unreachable& error);
void report(std::ostream& err, const Words& words, const ConnectionLost& error);

} // namespace nida::daemon::cli
