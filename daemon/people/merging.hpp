#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/store/connection.hpp"

#include <string>

namespace nida::daemon
{
/// Gives a person another number. What was exchanged under the old one stays theirs, and so does a leaving; what had not begun to leave goes
/// to the new one.
/// @return why that is not possible; empty where it was done
std::string change_number(Connection& db, const std::string& from, const std::string& to, const Act& act);

/// Makes one of two entries for the same person: `into` keeps its number and what is known there, and gets what only the other one has, its
/// groups, and its past. Who left by one of the numbers has left.
/// @return why that is not possible; empty where it was done
std::string merge_people(Connection& db, const std::string& from, const std::string& into, const Act& act);
} // namespace nida::daemon
