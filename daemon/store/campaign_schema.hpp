#pragma once
#include "daemon/store/connection.hpp"

namespace nida::daemon
{
/// From schema 5 to 6: campaigns are drafted, approved and scheduled before they have messages, have several texts, and know who answered.
/// @pre the lanes of this version are there
void add_campaigns(Connection& connection);
} // namespace nida::daemon
