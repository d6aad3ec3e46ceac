#pragma once

#include "daemon/cli/command_tree.hpp"

namespace nida::daemon::cli
{

/// `nida backup`, `nida backup-key`, `nida restore` and `nida check`: what is done with the whole store.
void add_store_commands(CommandTree& tree);

} // namespace nida::daemon::cli
