#pragma once
#include "daemon/store/connection.hpp"

namespace nida::daemon
{
/// From schema 5 to 6: who may command the box by text, and what they asked for.
void add_coordinators(Connection& connection);
} // namespace nida::daemon
