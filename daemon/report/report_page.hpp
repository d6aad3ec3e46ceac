#pragma once
#include "daemon/report/report_sheet.hpp"

#include <string>

namespace nida::daemon
{
/// A report as one page of HTML to print on A4: well-formed XML, in its language's direction, with its pictures inside, without scripts and without
/// anything from elsewhere. Where there is much, the largest rows are shown, and the others together.
std::string to_page(const ReportSheet& sheet);
} // namespace nida::daemon
