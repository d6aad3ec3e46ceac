#include "daemon/cli/campaign_preview.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/local_time.hpp"
#include "daemon/cli/report_commands.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <fstream>
#include <ostream>
#include <sstream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

/// "93.4"; nothing where nothing was sent.
std::string ratio_text(const json::object& outcomes)
{
    const auto* ratio = outcomes.if_contains("delivery_ratio");
    return ratio != nullptr && ratio->is_number() ? fmt::format("{:.1f}", ratio->to_number<double>() * 100)
                                                  : std::string{};
}

/// A report on a terminal, part by part.
class ReportTables
{
public:
    ReportTables(const Context& context, std::ostream& out, const json::object& report)
        : context_{context}, out_{out}, report_{report}
    {
    }

    void of_campaign()
    {
        auto details = context_.details();
        add(details, Text::heading_id, field(report_, "campaign"));
        add(details, Text::heading_name, field(report_, "name"));
        add(details, Text::heading_state, state_word(words(), field(report_, "state")));
        add(details, Text::heading_started, local_time(field(report_, "started_at")));
        add(details, Text::heading_ended, local_time(field(report_, "ended_at")));
        add(details, Text::heading_recipients, field(report_, "recipients"));
        add_outcomes(details);
        add(details, Text::report_replies,
            words()(Text::report_replies_value, integer(report_, "replies"), integer(report_, "replied")));
        add_comings(details);
        details.flush(out_);
        part("by_operator", Text::report_operator, "operator", Text::preview_unknown_operator);
        part("by_language", Text::heading_language, "language", Text::preview_any_language);
        part("by_variant", Text::heading_variant, "variant", Text::preview_any_language);
        part("by_hour", Text::report_hour, "hour", Text::preview_any_language);
        reasons();
    }

    void of_span()
    {
        out_ << words()(Text::report_span, field(report_, "from"), field(report_, "to")) << "\n\n";
        auto details = context_.details();
        add_outcomes(details);
        add(details, Text::report_received, field(report_, "received"));
        add(details, Text::report_calls, field(report_, "calls"));
        add_comings(details);
        add(details, Text::status_people,
            words()(Text::people_value, integer(report_, "people"), integer(report_, "members")));
        details.flush(out_);
        campaigns();
        part("by_operator", Text::report_operator, "operator", Text::preview_unknown_operator);
        part("by_language", Text::heading_language, "language", Text::preview_any_language);
        part("by_hour", Text::report_hour, "hour", Text::preview_any_language);
        days();
        reasons();
    }
private:
    const Words& words() const { return context_.words; }

    void add(Table& details, Text what, std::string value)
    {
        if (!value.empty()) details.add({std::string{words().raw(what)}, std::move(value)});
    }
    void add_outcomes(Table& details)
    {
        const auto& totals = object_in(report_, "totals");
        for (const auto& [what, key] : {std::pair{Text::heading_messages, "messages"},
                                        {Text::heading_sent, "sent"},
                                        {Text::report_delivered, "delivered"},
                                        {Text::report_undelivered, "undelivered"},
                                        {Text::heading_failed, "failed"},
                                        {Text::report_suppressed, "suppressed"},
                                        {Text::heading_in_doubt, "in_doubt"},
                                        {Text::heading_remaining, "remaining"},
                                        {Text::report_cancelled, "cancelled"}})
            add(details, what, field(totals, key));
        add(details, Text::report_ratio, ratio_text(totals));
        add(details, Text::preview_segments, field(report_, "segments"));
        add(details, Text::preview_cost, cost_text(report_));
        if (integer(report_, "unpriced_segments") > 0)
            add(details, Text::preview_unpriced, field(report_, "unpriced_segments"));
    }
    void add_comings(Table& details)
    {
        for (const auto& [what, key] : {std::pair{Text::report_joined, "joined"},
                                        {Text::report_left, "left"},
                                        {Text::report_joined_group, "joined_group"},
                                        {Text::report_left_group, "left_group"}})
            add(details, what, field(report_, key));
    }

    Table outcomes_table(Text what)
    {
        out_ << '\n';
        return context_.table({what, Text::heading_messages, Text::heading_sent, Text::report_delivered,
                               Text::report_ratio, Text::heading_failed});
    }
    static void add_row(Table& table, const std::string& name, const json::object& row)
    {
        table.add({name, field(row, "messages"), field(row, "sent"), field(row, "delivered"), ratio_text(row),
                   std::to_string(integer(row, "failed") + integer(row, "undelivered"))});
    }
    /// @param nameless  what is said where the row has no name
    void part(std::string_view key, Text what, std::string_view name, Text nameless)
    {
        const auto& rows = rows_of(report_, key);
        if (rows.empty()) return;
        auto table = outcomes_table(what);
        for (const auto& item : rows) {
            const auto& row = object_of(item);
            const auto named = field(row, name);
            add_row(table, named.empty() ? std::string{words().raw(nameless)} : named, row);
        }
        table.flush(out_);
    }
    void campaigns()
    {
        const auto& single = object_in(report_, "single");
        const auto& rows = rows_of(report_, "campaigns");
        if (rows.empty() && integer(single, "messages") == 0) return;
        auto table = outcomes_table(Text::report_campaign);
        for (const auto& item : rows) {
            const auto& row = object_of(item);
            const auto name = field(row, "name");
            add_row(table, field(row, "campaign") + (name.empty() ? "" : " " + name), row);
        }
        if (integer(single, "messages") > 0) add_row(table, std::string{words().raw(Text::report_single)}, single);
        table.flush(out_);
    }
    void days()
    {
        out_ << '\n';
        auto table =
            context_.table({Text::report_day, Text::heading_messages, Text::heading_sent, Text::report_delivered,
                            Text::report_received, Text::report_joined, Text::report_left});
        for (const auto& item : rows_of(report_, "by_day")) {
            const auto& day = object_of(item);
            const auto something = [&](std::string_view key) { return integer(day, key) > 0; };
            if (something("messages") || something("received") || something("joined") || something("left"))
                table.add({field(day, "day"), field(day, "messages"), field(day, "sent"), field(day, "delivered"),
                           field(day, "received"), field(day, "joined"), field(day, "left")});
        }
        table.flush(out_);
    }
    void reasons()
    {
        const auto& rows = rows_of(report_, "reasons");
        if (rows.empty()) return;
        out_ << '\n';
        auto table = context_.table({Text::report_reason, Text::heading_messages});
        for (const auto& reason : rows)
            table.add({field(object_of(reason), "code"), field(object_of(reason), "messages")});
        table.flush(out_);
    }

    const Context& context_;
    std::ostream& out_;
    const json::object& report_;
};

/// What is not in a report, because it is no longer there.
void say_missing(const Context& context, const json::object& report)
{
    const auto say = [&](const std::string& what) { context.io.err << "nida: " << what << '\n'; };
    if (const auto missing = integer(report, "missing"); missing > 0) say(context.words(Text::report_missing, missing));
    if (const auto since = field(report, "replies_since"); !since.empty())
        say(context.words(Text::report_replies_since, local_time(since)));
    if (const auto since = field(report, "kept_since"); !since.empty())
        say(context.words(Text::report_kept_since, local_time(since)));
}

/// "csv", "html", or nothing for what people read on the terminal.
std::string format_of(const Context& context, const ReportOptions& options)
{
    if (options.csv && options.html)
        throw Refusal{EX_USAGE, context.words(Text::usage_unexpected, std::string{"--html"})};
    if (options.csv) return "csv";
    if (options.html) return "html";
    const auto& file = options.output;
    if (context.json) return {};
    return file.ends_with(".csv") ? "csv" : file.ends_with(".html") || file.ends_with(".htm") ? "html" : "";
}

/// Gets the report in the form that is wanted, and writes it where it is wanted.
int write_report(Context& context, const Target& target, const ReportOptions& options, void (ReportTables::*show)())
{
    const auto write = [&](std::ostream& out) {
        if (const auto format = format_of(context, options); !format.empty()) {
            out << context.api.get_text_patiently(
                target.with("format", format).with("lang", code_of(context.words.language())));
            return;
        }
        const auto report = context.api.get_patiently(target);
        if (context.json) {
            write_json(out, report);
            return;
        }
        (ReportTables{context, out, object_of(report)}.*show)();
        say_missing(context, object_of(report));
    };
    if (options.output.empty()) {
        write(context.io.out);
        return EX_OK;
    }
    std::ostringstream text; // a report that is refused leaves the file as it was
    write(text);
    std::ofstream file{options.output, std::ios::binary};
    file << text.str();
    if (!file.flush()) throw Refusal{EX_CANTCREAT, context.words(Text::file_unwritable, options.output)};
    context.io.err << context.words(Text::report_written, options.output) << '\n';
    return EX_OK;
}

} // namespace

int show_campaign_report(Context& context, std::int64_t campaign, const ReportOptions& options)
{
    return write_report(context, Target{"/v1/campaigns"} / campaign / "report", options, &ReportTables::of_campaign);
}

int show_report(Context& context, const std::string& from, const std::string& to, const ReportOptions& options)
{
    return write_report(context, Target{"/v1/report"}.with("from", from).with("to", to), options,
                        &ReportTables::of_span);
}

} // namespace nida::daemon::cli
