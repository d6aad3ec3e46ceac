#pragma once
#include <SQLiteCpp/Database.h>

namespace nida::daemon
{
/// Makes a store of version 2 one of version 3: every table anew as STRICT, with CHECKs that states which cannot be cannot be written.
/// Foreign keys must be off meanwhile; the caller holds the transaction.
void make_strict(SQLite::Database& database);
} // namespace nida::daemon
