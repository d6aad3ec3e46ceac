#pragma once

#include "daemon/cli/context.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

/// What was asked for on the command line.
struct Invocation {
    std::function<int(Context&)> command;
    std::string text;                  ///< instead of a command: the help or the version
    std::optional<std::string> socket; ///< --socket
    bool json = false;
};

/// The language that --lang names, before anything else is read: even the complaints about the rest are in it.
std::optional<Language> language_asked_for(const std::vector<std::string>& arguments);

/// Reads the command line without the program's name.
/// @throws Refusal (EX_USAGE) with what is wrong and where to look
Invocation read_arguments(const std::vector<std::string>& arguments, const Words& words);

} // namespace nida::daemon::cli
