#pragma once
#include "daemon/people/rule.hpp"
#include "daemon/people/rule_clock.hpp"
#include "daemon/people/rule_names.hpp"
#include "daemon/store/connection.hpp"

#include <string>
#include <vector>

namespace nida::daemon
{
/// A comparison in SQL, and what its bare "?" stand for.
struct SqlTest {
    std::string sql;
    std::vector<SqlValue> values;
};

/// "column = ?", or "column IN (?, ?)". @pre there are values
SqlTest one_of(const std::string& column, std::vector<SqlValue> values);

/// A condition about an instant: joined, added, replied. Its column is written {0}.
/// @pre it is neither `holds` nor `since_campaign`
SqlTest instant_test(const RuleCondition& it, const RuleClock& clock);

/// A condition about a field, over `compared`; no SQL where the field only has to be known.
/// @return an error where the comparison or a value does not suit the field
Ruled<SqlTest> field_test(const RuleCondition& it, const RuleField& field, const RuleClock& clock);

/// "number starts with": its column is written {0}. @return an error where no number begins so
Ruled<SqlTest> beginning_of_numbers(const RuleCondition& it);
} // namespace nida::daemon
