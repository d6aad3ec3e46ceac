#pragma once

#include "daemon/cli/command_tree.hpp"

namespace nida::daemon::cli
{

/// `nida people` and its parts, `nida muted` and `nida unmute`.
void add_people_commands(CommandTree& tree);

} // namespace nida::daemon::cli
