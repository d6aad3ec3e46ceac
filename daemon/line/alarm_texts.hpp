#pragma once
#include "daemon/flow/language.hpp"
#include "daemon/line/alarms.hpp"

#include <string>

namespace nida::daemon
{
/// What coordinators are texted about an alarm, in UTF-8: one segment for line names of up to 20 letters, so that it costs and takes little. The
/// cause stands in the log and in `nida line`.
std::string alarm_text(Alarm alarm, const std::string& line, Language language);
} // namespace nida::daemon
