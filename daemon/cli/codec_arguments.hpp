#pragma once

#include "daemon/cli/command_tree.hpp"

namespace nida::daemon::cli
{

/// `nida pdu decode`, `nida pdu encode` and `nida at parse`, which need no daemon.
void add_codec_commands(CommandTree& tree);

} // namespace nida::daemon::cli
