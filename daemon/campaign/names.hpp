#pragma once
#include "daemon/campaign/definition.hpp"
#include "daemon/campaign/hours/calendar.hpp"
#include "daemon/store/connection.hpp"

#include <string>
#include <vector>

namespace nida::daemon
{
// Whether what a definition names is there: groups, fields in rules, coordinators, calendars.

/// Everything that it names, and its time as it is written. @param calendars  that the config has @throws BadDefinition
void check_names(Connection& db, const CampaignDefinition& definition, const Calendars& calendars, Time now);
/// @throws BadDefinition that says which there are
void check_calendars(const std::vector<std::string>& named, const Calendars& known);
/// Whether all who might be asked to take charge have not left. Of a draft alone: who leaves later is passed over, an alert has to go all the same.
/// @throws BadDefinition
void check_contacts_are_there(Connection& db, const CampaignDefinition& definition);
} // namespace nida::daemon
