#pragma once
#include "daemon/people/rule.hpp"
#include "daemon/people/rule_clock.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// A rule whose names were looked up and whose groups were replaced by their rules. Only single terms are denied. `p` is a row of
/// person. What is said in several ways takes the same values, in this order, at bare "?".
struct RuleTerm {
    enum class Kind { one, all, any };
    Kind kind = Kind::one;
    bool denied = false;
    std::string tested;   ///< whether it is true of p, cheaply for one p; it may be NULL
    std::string gathered; ///< likewise, cheaply for all of them: what has to be known is gathered once
    std::string searched; ///< likewise, so that SQLite finds all such p by an index; empty where none has them
    std::string rows;     ///< "FROM ... WHERE ...": about as many rows as such p, by that index; empty likewise
    std::vector<SqlValue> values;
    std::vector<RuleTerm> operands; ///< of all and any
};

/// How many terms a rule may have once its groups' rules are in their places, and how many groups may lie inside each other.
inline constexpr std::size_t most_terms = 2'000;
inline constexpr std::size_t deepest_groups = 20;

/// @param of_group  the group whose rule it is or will be, which it may not come back to
Ruled<RuleTerm> rule_terms(const Rule& rule, Connection& db, const RuleClock& clock,
                           std::optional<std::int64_t> of_group);
} // namespace nida::daemon
