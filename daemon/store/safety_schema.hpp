#pragma once
#include "daemon/store/connection.hpp"

namespace nida::daemon
{
/// Schema 7: senders who are not heard, and who was told what the box understands.
void add_safety(Connection& connection);
} // namespace nida::daemon
