#pragma once

#include "daemon/cli/context.hpp"

#include <boost/json/object.hpp>

#include <cstdint>

namespace nida::daemon::cli
{

/// Shows a campaign's progress, and every change of its state, until nothing is queued or under way any more; then the counts.
/// @return Tally::exit_code, EX_TEMPFAIL where the daemon goes
int follow_campaign(Context& context, std::int64_t campaign);

/// How many of its messages are in each state.
void show_counts(Context& context, const boost::json::object& campaign);

/// Where some are in doubt, says so, and what to do.
void say_in_doubt(Context& context, const boost::json::object& campaign);

/// In one line what becomes of it: it is on its way, or waits for its hour, a second person or somebody who lets it go on.
void say_state(Context& context, const boost::json::object& campaign);

} // namespace nida::daemon::cli
