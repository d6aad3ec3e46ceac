#include "daemon/cli/commands.hpp"
#include "daemon/cli/local_time.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <istream>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

std::string signal_of(const json::object& line)
{
    const auto dbm = field(line, "signal_dbm");
    return dbm.empty() ? dbm : dbm + " dBm";
}

constexpr std::pair<std::string_view, Text> limits[]{
    {"segments_per_minute", Text::limit_segments_minute},   {"segments_per_hour", Text::limit_segments_hour},
    {"segments_per_day", Text::limit_segments_day},         {"segments_per_month", Text::limit_segments_month},
    {"recipients_per_hour", Text::limit_recipients_hour},   {"recipients_per_day", Text::limit_recipients_day},
    {"recipients_per_month", Text::limit_recipients_month},
};

/// Which limit a line has used up; empty where it has none, or is only at its pace, which is over in a moment.
std::string used_up(Context& context, const json::object& line)
{
    const auto limit = field(line, "limit");
    if (limit == "operator_limit") return std::string{context.words.raw(Text::limit_operator)};
    for (const auto& [name, text] : limits)
        if (limit == name) return context.words(text, integer(line, name));
    return {};
}

std::string quotas_of(Context& context, const json::object& line)
{
    std::string quotas;
    for (const auto& [name, text] : limits) {
        if (field(line, name).empty() || text == Text::limit_segments_minute) continue;
        quotas += (quotas.empty() ? "" : "; ") + context.words(text, integer(line, name));
    }
    return quotas;
}

/// What a person would want to know of it.
std::string trouble_of(Context& context, const json::object& line)
{
    const auto trouble = field(line, "trouble");
    const auto limit = used_up(context, line);
    if (!trouble.empty() || limit.empty()) return trouble;
    return std::string{context.words.raw(Text::heading_used_up)} + ": " + limit;
}

void show_table(Context& context, const json::array& lines)
{
    auto table = context.table({Text::heading_line, Text::heading_state, Text::heading_number, Text::heading_network,
                                Text::heading_signal, Text::heading_queued_count, Text::heading_last_minute,
                                Text::heading_last_day, Text::heading_trouble});
    for (const auto& item : lines) {
        const auto& line = object_of(item);
        table.add({field(line, "name"), state_word(context.words, field(line, "state")), field(line, "number"),
                   field(line, "registration"), signal_of(line), field(line, "queued"), field(line, "sent_last_minute"),
                   field(line, "sent_last_day"), trouble_of(context, line)});
    }
    table.flush(context.io.out);
}

/// "12 of 30", or "12" where there is no limit.
std::string share(Context& context, const json::object& line, std::string_view used, std::string_view limit)
{
    if (field(line, limit).empty()) return field(line, used);
    return context.words(Text::count_of, integer(line, used), integer(line, limit));
}

/// What became of the line lately, and why.
void show_transitions(Context& context, const json::object& line)
{
    if (rows_of(line, "transitions").empty()) return;
    context.io.out << "\n";
    auto table = context.table({Text::heading_when, Text::heading_state, Text::heading_cause});
    for (const auto& item : rows_of(line, "transitions")) {
        const auto& transition = object_of(item);
        table.add({local_time(field(transition, "at")), state_word(context.words, field(transition, "state")),
                   field(transition, "cause")});
    }
    table.flush(context.io.out);
}

void show_line(Context& context, const json::object& line)
{
    auto details = context.details();
    const auto add = [&](std::string what, std::string value) {
        if (!value.empty()) details.add({std::move(what), std::move(value)});
    };
    const auto word = [&](Text text) { return std::string{context.words.raw(text)}; };
    add(word(Text::heading_line), field(line, "name"));
    add(word(Text::heading_state), state_word(context.words, field(line, "state")));
    add(word(Text::heading_trouble), field(line, "trouble"));
    add(word(Text::heading_port), field(line, "port"));
    add(word(Text::heading_modem),
        fmt::format("{} {} {}", field(line, "manufacturer"), field(line, "model"), field(line, "revision")));
    for (const auto* key : {"imei", "iccid", "imsi", "smsc"}) {
        std::string name{key};
        for (char& c : name)
            c = static_cast<char>(c - 'a' + 'A');
        add(name, field(line, key));
    }
    add(word(Text::heading_number), field(line, "number"));
    add(word(Text::heading_network), field(line, "registration"));
    add(word(Text::heading_signal), signal_of(line));
    if (line.contains("calls") && !is_true(line, "calls")) add(word(Text::heading_calls), word(Text::no_calls));
    if (const auto& balance = object_in(line, "balance"); !balance.empty())
        add(word(Text::heading_balance), balance_text(balance));
    add(word(Text::heading_storage), field(line, "storage"));
    add(word(Text::heading_queued_count), field(line, "queued"));
    add(word(Text::heading_last_minute), share(context, line, "sent_last_minute", "segments_per_minute"));
    add(word(Text::heading_last_day), share(context, line, "sent_last_day", "segments_per_day"));
    add(word(Text::heading_quotas), quotas_of(context, line));
    add(word(Text::heading_used_up), used_up(context, line));
    add(word(Text::heading_waiting_until), local_time(field(line, "waiting_until")));
    add(word(Text::heading_since), local_time(field(line, "since")));
    details.flush(context.io.out);
    show_transitions(context, line);
}

/// The clock, the store, the queue and the people.
void show_service(Context& context, const json::object& status)
{
    const auto& words = context.words;
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        if (!value.empty()) details.add({std::string{words.raw(what)}, std::move(value)});
    };
    const auto& clock = object_in(status, "clock");
    const auto& store = object_in(status, "store");
    const auto& queue = object_in(status, "queue");

    add(Text::status_version, field(status, "version"));
    add(Text::status_started, local_time(field(status, "started_at")));
    add(Text::status_now, local_time(field(status, "now")));
    add(Text::status_clock,
        std::string{words.raw(is_true(clock, "trusted") ? Text::clock_trusted : Text::clock_untrusted)} +
            (field(clock, "why").empty() ? "" : ": " + field(clock, "why")));
    const auto megabytes = [](std::int64_t octets) { return fmt::format("{:.1f}", static_cast<double>(octets) / 1e6); };
    add(Text::status_store, words(Text::store_value, field(store, "path"), megabytes(integer(store, "bytes")),
                                  megabytes(integer(store, "free"))));
    add(Text::status_store_error, field(store, "error"));
    if (const auto& backup = object_in(status, "backup"); !backup.empty()) {
        const auto last = local_time(field(backup, "last_at"));
        add(Text::status_backup, last.empty() ? std::string{words.raw(Text::backup_none)} : last);
        add(Text::status_backup_error, field(backup, "error"));
    }
    const auto& written = object_in(store, "written");
    if (const auto commits = integer(written, "commits"); commits > 0)
        add(Text::status_commits,
            words(Text::commits_value, integer(written, "requests"), commits, megabytes(integer(written, "bytes")),
                  integer(written, "median_us") / 1000, integer(written, "slowest_us") / 1000));
    add(Text::status_people, words(Text::people_value, integer(status, "people"), integer(status, "members")));
    if (const auto muted = integer(status, "muted"); muted > 0)
        add(Text::status_muted, words(Text::muted_value, muted));
    add(Text::status_queue,
        words(Text::queue_value, integer(queue, "queued"), integer(queue, "submitting"), integer(queue, "in_doubt")));
    add(Text::status_by_priority,
        words(Text::by_priority_value, integer(queue, "alert"), integer(queue, "reply"), integer(queue, "campaign")));
    for (const auto& item : rows_of(status, "waiting"))
        add(Text::status_waiting, field(object_of(item), "messages") + ": " + field(object_of(item), "why"));
    details.flush(context.io.out);
}

} // namespace

int show_status(Context& context)
{
    const auto answer = context.api.get(Target{"/v1/status"});
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const auto& status = object_of(answer);
    show_service(context, status);
    context.io.out << '\n';
    if (rows_of(status, "lines").empty())
        context.io.out << context.words(Text::no_lines) << '\n';
    else
        show_table(context, rows_of(status, "lines"));
    return EX_OK;
}

int show_lines(Context& context, const std::string& name)
{
    const auto answer = context.api.get(name.empty() ? Target{"/v1/lines"} : Target{"/v1/lines"} / name);
    if (context.json)
        write_json(context.io.out, answer);
    else if (!name.empty())
        show_line(context, object_of(answer));
    else if (rows_of(object_of(answer)).empty())
        context.io.out << context.words(Text::no_lines) << '\n';
    else
        show_table(context, rows_of(object_of(answer)));
    return EX_OK;
}

} // namespace nida::daemon::cli
