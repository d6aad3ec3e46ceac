#pragma once

#include "config/builtin_file.hpp"
#include "config/report.hpp"
#include "config/section.hpp"
#include "config/settings.hpp"
#include "daemon/campaign/hours/calendar.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::config
{

/// A file of a calendar as it stands.
struct CalendarFile {
    std::string file;
    daemon::Calendar calendar;
};

/// Reads one file: docs/calendars.md says what may stand there.
/// @param known  files before it: a second one with the same name is an error
boost::system::result<std::vector<CalendarFile>, ConfigErrors>
parse_calendar_file(std::string_view text, const std::string& file, std::span<const CalendarFile> known);

/// Reads an organisation's calendars, one a file, from a file or from all the *.toml of a folder. One whose name is built in replaces that one.
/// @return all calendars, the built-in ones among them; or all errors that the files have
boost::system::result<daemon::Calendars, ConfigErrors> load_calendars(const std::filesystem::path& file_or_folder);

/// config/calendars, as they were when this was compiled.
const daemon::Calendars& builtin_calendars();
std::span<const BuiltinFile> builtin_calendar_files();

/// Reads a list of weekdays, as they are called in English: "friday".
void read_weekdays(const Section& section, std::string_view key, Report& report, daemon::Weekdays& out);

/// "09-01", or "09-01..09-03": days of every year. An end that is a month alone, "9", is its first day or its last.
/// @param days_of_month  how many days each of the twelve months may have
std::optional<daemon::YearlyRange> parse_yearly(std::string_view text, std::span<const unsigned, 12> days_of_month);

/// "2026-06-10", or "2026-06-10..2026-06-12".
std::optional<daemon::DateRange> parse_dates(std::string_view text);

} // namespace nida::config
