#include "daemon/line/recovery_memory.hpp"

#include <algorithm>

namespace nida::daemon
{
modem::RecoveryMemory recovery_memory(Connection& db, const std::string& model)
{
    modem::RecoveryMemory memory{};
    auto rows = db.query("SELECT step, tried, worked FROM recovery WHERE model = ?1", model);
    while (rows.step()) {
        const auto step = modem::recovery_step_named(rows.text(0));
        if (!step) continue; // of another version
        memory[static_cast<std::size_t>(*step)] = {static_cast<unsigned>(std::max<std::int64_t>(rows.integer(1), 0)),
                                                   static_cast<unsigned>(std::max<std::int64_t>(rows.integer(2), 0))};
    }
    return memory;
}

void note_recovery(Connection& db, const std::string& model, modem::RecoveryLadder::Tried outcome, Time now)
{
    db.run("INSERT INTO recovery(model, step, tried, worked, last_at) VALUES (?1, ?2, 1, ?3, ?4) "
           "ON CONFLICT(model, step) DO UPDATE SET tried = tried + 1, worked = worked + ?3, last_at = ?4",
           model, std::string{to_string(outcome.step)}, std::int64_t{outcome.worked ? 1 : 0}, now);
}
} // namespace nida::daemon
