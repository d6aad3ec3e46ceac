#pragma once

#include "daemon/cli/context.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

/// Writes what a campaign or a broadcast would do, as people read it: whom it reaches, in which languages, by which lines, in how
/// many parts, at what cost, in how long, who is left out and why, and what some of them would get.
/// @param preview  the API's
/// @param texts    the texts as they were written: for what they would cost without the characters that force UCS-2
void show_preview(const Context& context, std::ostream& out, const boost::json::object& preview,
                  const std::vector<std::string>& texts);

/// The texts of a campaign as the API shows it.
std::vector<std::string> texts_of(const boost::json::object& campaign);

/// Asks for a campaign's preview. @throws ApiError where it cannot be made, because it has no text yet, for instance
boost::json::object preview_of(Context& context, std::int64_t campaign);

/// "12.50 TND, 0.015 LYD": the sums of a preview or a report; empty where no price is known.
std::string cost_text(const boost::json::object& preview);

/// "ar 900, fr 300", the greatest first. @param none  what "" is called
std::string counts_text(const boost::json::object& counts, const std::string& none);

} // namespace nida::daemon::cli
