#include "daemon/cli/report_commands.hpp"

#include <memory>

namespace nida::daemon::cli
{

void add_report_options(const CommandTree& tree, CLI::App& sub, ReportOptions& options)
{
    sub.add_flag("--csv", options.csv, tree.text(Text::opt_report_csv));
    sub.add_flag("--html", options.html, tree.text(Text::opt_report_html));
    sub.add_option("--output,-o", options.output, tree.text(Text::opt_report_output))
        ->type_name("FILE")
        ->check(not_empty());
}

void add_report_commands(CommandTree& tree)
{
    struct Values {
        std::string from, to;
        ReportOptions options;
    };
    const auto given = std::make_shared<Values>();
    auto* report =
        tree.add(tree.app(), "report", Text::cmd_report,
                 {"nida report", "nida report --from 2026-11-01 --to 2026-11-30 --output november.html"},
                 [given](Context& context) { return show_report(context, given->from, given->to, given->options); });
    report->add_option("--from", given->from, tree.text(Text::opt_report_from))
        ->type_name("2026-11-01")
        ->check(not_empty());
    report->add_option("--to", given->to, tree.text(Text::opt_report_to))->type_name("2026-11-30")->check(not_empty());
    add_report_options(tree, *report, given->options);
}

} // namespace nida::daemon::cli
