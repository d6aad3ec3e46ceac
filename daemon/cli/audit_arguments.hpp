#pragma once

#include "daemon/cli/command_tree.hpp"

namespace nida::daemon::cli
{

/// `nida audit` and its parts.
void add_audit_commands(CommandTree& tree);

} // namespace nida::daemon::cli
