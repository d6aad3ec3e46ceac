#pragma once

#include "daemon/cli/command_tree.hpp"
#include "daemon/cli/people_list.hpp"

namespace nida::daemon::cli
{

/// `nida people` and its parts, `nida muted` and `nida unmute`.
void add_people_commands(CommandTree& tree);

/// --encoding, --separator and --map, for commands that read a list of people.
void add_list_reading(const CommandTree& tree, CLI::App& sub, PeopleListOptions& how);

} // namespace nida::daemon::cli
