#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace nida::daemon
{
/// What an erasure found and took away.
struct Erased {
    bool anything = false;      ///< whether the number was known at all
    std::int64_t messages = 0;  ///< to them, of which only the state and the hours stay
    std::int64_t cancelled = 0; ///< of these, had not left
    std::int64_t under_way = 0; ///< of these, a modem is just sending: it arrives
    std::int64_t texts = 0;     ///< from them
    std::int64_t in_sim = 0;    ///< texts from them that a SIM still holds: erase again once they are deleted there
    std::vector<Time> copies;   ///< when somebody took a sealed copy by hand: each may hold them
};

/// What the recipient of an erased person's messages becomes: never a number.
inline constexpr const char* erased_recipient = "erased-";

/// Removes a person at their wish, whoever they are to us: entry, numbers, names, words, bodies, raw PDUs, what imports kept, and a leaving. What
/// stays is a keyed hash of each number, so that nobody but they themselves brings them back, and in the audit rows that nothing leads from.
/// Inside the writer's transaction. The caller then empties the journal: see Store::truncate_journal.
/// @param numbers  E.164 with '+'; former numbers of the same person are found by themselves
/// @throws std::runtime_error where the erasure key cannot be read or made
Erased erase_person(Connection& db, const std::string& number, const Act& act);

/// Where the store was restored from a copy since it was last asked, erases once more who was erased since that copy was made.
/// @return how many numbers
std::int64_t erase_again_after_restoring(Connection& db, const Act& act);
/// How many numbers were erased under another key than the present one, so that nobody knows them again.
std::int64_t erased_under_another_key(Connection& db);
} // namespace nida::daemon
