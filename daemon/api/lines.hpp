#pragma once
#include "daemon/api/request.hpp"
#include "daemon/line/line_status.hpp"
#include "daemon/outbox/tally.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace nida::daemon
{
/// A line as docs/api.md shows it.
boost::json::object line_row(const LineStatus& line, const Tally& tally);
boost::json::array line_rows(const std::vector<LineStatus>& lines, const Tally& tally);
/// The 404 that names those there are.
ApiError unknown_line(const std::string& name, const std::vector<LineStatus>& lines);
} // namespace nida::daemon
