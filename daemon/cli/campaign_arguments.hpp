#pragma once

#include "daemon/cli/command_tree.hpp"

namespace nida::daemon::cli
{

/// `nida campaign` and its parts, `nida campaigns`, `nida template` and `nida templates`.
void add_campaign_commands(CommandTree& tree);

} // namespace nida::daemon::cli
