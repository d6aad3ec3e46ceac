#pragma once
#include "daemon/report/report_sheet.hpp"

#include <string>

namespace nida::daemon
{
/// A report as CSV after RFC 4180, with a byte order mark, by which spreadsheets know UTF-8: rows of part, item, figure, value. Whole numbers stand in
/// digits alone, others with a point. No cell begins as a formula does.
std::string to_csv(const ReportSheet& sheet);
} // namespace nida::daemon
