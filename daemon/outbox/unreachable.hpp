#pragma once
#include "daemon/store/connection.hpp"

#include <string>

namespace nida::daemon
{
// Numbers whose last messages failed for good, one after the other, for a reason that lies with the number. Whoever texts us, or gets
// a message, is not among them.

/// One more message to it failed. @param code  why, as in a message's error
void note_failure(Connection& db, const std::string& number, const std::string& code, Time now);
/// It received something, sent something, or a person says so: the count begins anew. @return whether there was one
bool note_reached(Connection& db, const std::string& number);
/// @param give_up_after  failures; 0: never
bool is_unreachable(Connection& db, const std::string& number, int give_up_after);
} // namespace nida::daemon
