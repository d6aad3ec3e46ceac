#pragma once
#include "daemon/store/connection.hpp"

namespace nida::daemon
{
/// What alerts do about those whom they have not reached: part of version 7.
void add_alerts(Connection& connection);
} // namespace nida::daemon
