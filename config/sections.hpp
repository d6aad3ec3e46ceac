#pragma once

#include "config/section.hpp"
#include "config/settings.hpp"

/// Readers of the sections of nida.toml that need more than a line each. What is wrong goes into the section's report, and
/// `out` then keeps its value.
namespace nida::config
{

/// Seconds as a whole number, or as text with a unit; from 0 to `most`. `accepted` finishes the sentence "write ...".
void read_seconds(const Section& section, std::string_view key, std::chrono::seconds most, const std::string& accepted,
                  std::chrono::seconds& out);

/// @param elsewhere  takes the errors of the files that the section names
void read_modems(const Section& section, Report& report, ConfigErrors& elsewhere, Modems& out);
/// @param warnings  takes what the files of languages may not have meant. `out` has languages in any case: where a file is wrong, the
///                  built-in ones
void read_texts(const Section& section, ConfigErrors& elsewhere, ConfigErrors& warnings, Texts& out);
void read_campaigns(const Section& section, Report& report, ConfigErrors& elsewhere, Campaigns& out);
void read_credit(const Section& section, ConfigErrors& elsewhere, Credit& out);
void read_calls(const Section& section, Calls& out);
void read_alarms(const Section& section, Report& report, Alarms& out);
void read_audit(const Section& section, Report& report, Audit& out);
void read_backup(const Section& section, Backup& out);
/// An amount of money, not below 0, in thousandths.
void read_amount(const Section& section, std::string_view key, std::optional<std::int64_t>& out);

} // namespace nida::config
