#include "daemon/outbox/unreachable.hpp"

namespace nida::daemon
{
void note_failure(Connection& db, const std::string& number, const std::string& code, Time now)
{
    db.run("INSERT INTO unreachable(number, failures, code, since, last_at) VALUES (?1, 1, ?2, ?3, ?3) "
           "ON CONFLICT(number) DO UPDATE SET failures = failures + 1, code = ?2, last_at = ?3",
           number, code, now);
}

bool note_reached(Connection& db, const std::string& number)
{
    db.run("DELETE FROM unreachable WHERE number = ?1", number);
    return db.changes() > 0;
}

bool is_unreachable(Connection& db, const std::string& number, int give_up_after)
{
    if (give_up_after <= 0) return false;
    return db.query("SELECT 1 FROM unreachable WHERE number = ?1 AND failures >= ?2", number, give_up_after).step();
}
} // namespace nida::daemon
