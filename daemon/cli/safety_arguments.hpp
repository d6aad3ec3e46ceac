#pragma once

#include "daemon/cli/command_tree.hpp"

namespace nida::daemon::cli
{

/// nida blocked, block, unblock, ceiling
void add_safety_commands(CommandTree& tree);

} // namespace nida::daemon::cli
