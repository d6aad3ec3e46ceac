#pragma once

#include "daemon/cli/context.hpp"
#include "daemon/cli/failures.hpp"

#include <string>

namespace nida::daemon::cli
{

/// Writes the rule with a mark under the place that the daemon's error names ("column 17: ..."), which counts characters.
/// Nothing where the error names none, or where nobody knows what stands at that place on the terminal: in a rule of
/// several lines, and where the terminal may reorder the characters.
void show_rule_place(Context& context, const std::string& rule, const ApiError& error);

/// What `ask` gives. Where the daemon refuses the rule, its place is shown first.
template <class Ask> auto with_rule(Context& context, const std::string& rule, Ask ask)
{
    try {
        return ask();
    } catch (const ApiError& error) {
        show_rule_place(context, rule, error);
        throw;
    }
}

} // namespace nida::daemon::cli
