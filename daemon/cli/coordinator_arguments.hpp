#pragma once

#include "daemon/cli/command_tree.hpp"

namespace nida::daemon::cli
{

/// `nida coordinators`, and `nida coordinator` with its parts.
void add_coordinator_commands(CommandTree& tree);

} // namespace nida::daemon::cli
