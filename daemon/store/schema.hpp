#pragma once
#include "daemon/store/connection.hpp"

namespace nida::daemon
{
/// Brings an empty or older store to the present schema, in one transaction.
/// @throws std::runtime_error where the store was written by a newer version
void prepare_schema(Connection& connection);

/// The schema that this program makes, which is the newest that it can read.
int newest_schema();
/// The store's; 0 where it is empty.
int schema_of(Connection& connection);
} // namespace nida::daemon
