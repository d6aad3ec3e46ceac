#pragma once

#include "daemon/cli/command_tree.hpp"

namespace nida::daemon::cli
{

/// `nida groups` and `nida fields` with their parts.
void add_group_commands(CommandTree& tree);

} // namespace nida::daemon::cli
