#pragma once
#include "daemon/coordinator/coordinators.hpp"
#include "daemon/flow/dialogue.hpp"

namespace nida::daemon
{
/// What came from a coordinator's number in the last hour and cost an answer. Whoever forges the number could make the box text, and guess
/// codes, without end.
class Contacts
{
public:
    explicit Contacts(Connection& connection) : db_{connection} {}

    enum class Admission {
        admitted,
        last, ///< from here on nothing is answered: told once
        silent
    };
    /// Counts one more.
    Admission admit(const Coordinator& coordinator, int per_hour, Time now);
private:
    Connection& db_;
};

/// People are told by SMS, and the audit has it. @return whether a message was queued
bool report_flood(Connection& db, const Coordinator& coordinator, const DialogueSettings& settings, const Act& act);
/// After somebody has left: whether so many did within an hour that something must be wrong with what they get. @return as above
bool report_surge_of_leavings(Connection& db, const DialogueSettings& settings, const Act& act);
} // namespace nida::daemon
