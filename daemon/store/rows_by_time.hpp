#pragma once
#include "daemon/store/connection.hpp"

namespace nida::daemon
{
/// A table whose ids and times grow together, so that a time is found by halving, without an index of its own.
struct TimedTable {
    const char* ends;        ///< its least and greatest id
    const char* at_or_after; ///< the first row from an id on: id, time
};
inline constexpr TimedTable messages_by_time{"SELECT (SELECT min(id) FROM message), (SELECT max(id) FROM message)",
                                             "SELECT id, queued_at FROM message WHERE id >= ?1 ORDER BY id LIMIT 1"};
inline constexpr TimedTable inbox_by_time{"SELECT (SELECT min(id) FROM inbox), (SELECT max(id) FROM inbox)",
                                          "SELECT id, received_at FROM inbox WHERE id >= ?1 ORDER BY id LIMIT 1"};

/// The id of the last row from before that time; less than the first id where there is none.
std::int64_t last_before(Connection& db, const TimedTable& table, Time before);
} // namespace nida::daemon
