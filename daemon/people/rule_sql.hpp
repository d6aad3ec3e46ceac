#pragma once
#include "daemon/people/rule.hpp"
#include "daemon/people/rule_clock.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// A rule as SQLite takes it: "SELECT p.id FROM person p WHERE " + sql. No text of the rule is in `sql`; whom it is about
/// is told at the instant of its making, and whether somebody left (`leaving`) is not looked at.
struct CompiledRule {
    std::string sql; ///< an expression over a row `p` of person, in parentheses; 1 or 0, never NULL
    std::vector<SqlValue>
        values; ///< for its bare "?", which follow the highest place that stands before them in the statement
};

/// SQLite keeps no statistics here, so it is told how to go about a rule. Where it can mean less people than so many, these are
/// searched by what makes them few, and all else is tested of each of them; else everybody is walked through, and what other tables
/// say of them is gathered before. Counting up to it takes a few milliseconds.
inline constexpr std::int64_t few_people = 20'000;

/// What is asked of a rule: all whom it means, to count or to text them; or the first of these by id, which comes back
/// sooner because nothing is gathered before, and takes longer in all.
enum class RuleUse { all, page };

/// Looks up what the rule names. For the reader's or the writer's thread; costs some short searches.
/// @return an error where a name stands for nothing, a comparison does not suit its field, or groups are rules about each other
Ruled<CompiledRule> compile_rule(const Rule& rule, Connection& db, const RuleClock& clock, RuleUse use = RuleUse::all,
                                 std::int64_t few = few_people);

/// What is kept of a rule that somebody wrote: its text in one spelling, once it means something in this store.
/// @param of_group  the group whose rule it will be, where that exists already: no rule may come back to itself
Ruled<std::string> check_rule(Connection& db, std::string_view text, const RuleClock& clock,
                              std::optional<std::int64_t> of_group = {});
} // namespace nida::daemon
