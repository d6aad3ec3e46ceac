#pragma once
#include "daemon/store/connection.hpp"
#include "modem/recovery_ladder.hpp"

#include <string>

namespace nida::daemon
{
/// What earlier incidents taught about a model, by its maker's and its own name (table recovery).
modem::RecoveryMemory recovery_memory(Connection& db, const std::string& model);
void note_recovery(Connection& db, const std::string& model, modem::RecoveryLadder::Tried outcome, Time now);
} // namespace nida::daemon
