#include "daemon/coordinator/command.hpp"

namespace nida::daemon
{

std::string_view to_string(Command command)
{
    switch (command) {
    case Command::alert: return "alert";
    case Command::status: return "status";
    case Command::balance: return "balance";
    case Command::pause: return "pause";
    case Command::resume: return "resume";
    case Command::stop_all: return "stop_all";
    case Command::add: return "add";
    case Command::approve: return "approve";
    case Command::no: break;
    }
    return "no";
}

bool has_argument(Command command) { return command == Command::alert || command == Command::add; }

} // namespace nida::daemon
