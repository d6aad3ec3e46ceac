#pragma once
#include "daemon/store/connection.hpp"

namespace nida::daemon
{
/// From schema 4 to 5: people get notes, fields, words to search by, and a token that stands for them in the audit, which takes the place of
/// the table consent; groups get rules; imports and erasures are kept.
void add_people_and_audit(Connection& connection);
} // namespace nida::daemon
