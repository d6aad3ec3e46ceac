#pragma once
#include "daemon/report/campaign_report.hpp"
#include "daemon/report/period_report.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace nida::daemon
{
/// Reports as docs/api.md has them.
boost::json::object to_json(const CampaignReport& report);
boost::json::object to_json(const PeriodReport& report);

/// "2026-11-01"
std::string day_text(std::chrono::local_days day);
} // namespace nida::daemon
