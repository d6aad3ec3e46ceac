#pragma once
#include "daemon/store/connection.hpp"

#include <chrono>
#include <optional>

namespace nida::daemon
{
/// What the store knows of the hours at which it was written.
struct ClockMemory {
    Time newest{}; ///< of all its rows: the present run goes on from here
    /// Of those that were written while the clock was believed. A clock behind it is wrong; the others may themselves be ahead.
    Time sure_until{};
    /// Since when rows have been written with a clock that nobody has confirmed: perhaps several runs ago. Their times count on from each
    /// other, as if the machine had not been off in between.
    std::optional<Time> unsure_since{};
};

ClockMemory recall_clock(Connection& db);

/// From here on times are not sure, until they are moved.
void note_unsure_times(Connection& db, Time since, Time sure_until);

/// The clock is believed now, and was wrong by `jump`: every time since then is put right, in whichever run it was written.
void shift_unsure_times(Connection& db, std::chrono::microseconds jump, Time since);
} // namespace nida::daemon
