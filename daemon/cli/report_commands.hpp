#pragma once

#include "daemon/cli/command_tree.hpp"
#include "daemon/cli/context.hpp"

#include <cstdint>
#include <string>

namespace nida::daemon::cli
{

/// How a report is wanted: as tables, or as JSON with --json, unless one of these says otherwise.
struct ReportOptions {
    bool csv = false;
    bool html = false;
    std::string output; ///< the file that it goes into; empty: standard output
};

/// What became of one campaign.
int show_campaign_report(Context& context, std::int64_t campaign, const ReportOptions& options);

/// What was done in a span of days. @param from, to  as they were typed; the daemon says what they are where they are empty
int show_report(Context& context, const std::string& from, const std::string& to, const ReportOptions& options);

/// --csv, --html and --output.
void add_report_options(const CommandTree& tree, CLI::App& sub, ReportOptions& options);

/// `nida report`
void add_report_commands(CommandTree& tree);

} // namespace nida::daemon::cli
