#pragma once
#include "daemon/store/connection.hpp"

namespace nida::daemon
{
/// Campaigns that can be paused and slowed down, and lanes in which messages wait. A campaign of before runs as long as anything of it is
/// open; what is open gets a lane.
void add_lanes(Connection& connection);
} // namespace nida::daemon
