#pragma once

#include "daemon/cli/context.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

/// What the program finds around it.
struct Surroundings {
    std::string socket = "/run/nida/nida.sock"; ///< where the daemon is unless --socket says otherwise
    std::string locale;                         ///< "ar_LY.UTF-8"; English for a language that we do not speak
    std::chrono::milliseconds pause{200};       ///< between two requests of a loop, at least
};

/// The whole program: reads the arguments (without the program's name), does the command, says what went wrong.
/// @return what the program ends with (sysexits.h)
int run(const std::vector<std::string>& arguments, Terminal& terminal, const Surroundings& surroundings);

} // namespace nida::daemon::cli
