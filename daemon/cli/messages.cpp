#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/local_time.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

int exit_code_of(std::string_view state)
{
    if (state == "sent" || state == "delivered") return EX_OK;
    if (state == "queued" || state == "submitting" || state == "in_doubt") return EX_TEMPFAIL;
    return EX_UNAVAILABLE;
}

/// A validity as the API wants it: seconds as a number, anything else as the text that it is.
json::value validity_of(const std::string& text)
{
    const bool seconds = text.size() < 10 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return seconds ? json::value(std::stoll(text)) : json::value(text);
}

/// "Message 17: sent", and the error where there is one.
void say_state(Context& context, std::ostream& out, const json::object& row)
{
    out << context.words(Text::message_state, integer(row, "id"), state_word(context.words, field(row, "state")))
        << '\n';
    if (const auto error = field(object_in(row, "error"), "text"); !error.empty())
        out << "  " << printable(error) << '\n';
}

int show_row(Context& context, const json::value& row)
{
    if (context.json)
        write_json(context.io.out, row);
    else
        say_state(context, context.io.out, object_of(row));
    return EX_OK;
}

} // namespace

int list_inbox(Context& context, const RowOptions& options)
{
    auto table = context.table({Text::heading_id, Text::heading_received, Text::heading_from, Text::heading_keyword,
                                Text::heading_line, Text::heading_text});
    const auto row = [&](const json::object& message) {
        if (context.json) return write_json(context.io.out, message);
        auto text = field(message, "text");
        const auto trouble = field(message, "trouble");
        if (field(message, "kind") == "call")
            text = context.words.raw(Text::missed_call);
        else if (field(message, "kind") == "muted")
            text = context.words(Text::sender_muted, trouble);
        else if (text.empty() && !trouble.empty())
            text = context.words(Text::unreadable, trouble);
        else if (text.empty() && !rows_of(message, "pdus").empty())
            text = context.words.raw(Text::not_text);
        if (message.contains("complete") && !is_true(message, "complete"))
            text += ' ' + std::string{context.words.raw(Text::parts_missing)};
        table.add({field(message, "id"), local_time(field(message, "received_at")), field(message, "from"),
                   field(message, "keyword"), field(message, "line"), text});
    };
    const auto page_end = [&] {
        if (!context.json) table.flush(context.io.out);
        context.io.out.flush();
    };

    const auto target = Target{"/v1/inbox"}.with("limit", 1000);
    const auto since = each_row(context.api, target, options.since, row, page_end);
    if (!options.follow) return EX_OK;
    return follow_rows(context, target, since, "nida inbox --follow", row, page_end);
}

int list_outbox(Context& context, const OutboxOptions& options)
{
    auto table = context.table({Text::heading_id, Text::heading_queued, Text::heading_to, Text::heading_state,
                                Text::heading_priority, Text::heading_line, Text::heading_error, Text::heading_text});
    auto target = Target{"/v1/outbox"}.with("limit", 1000).with("state", options.state);
    if (options.campaign != 0) target = target.with("campaign", options.campaign);
    each_row(
        context.api, target, options.since,
        [&](const json::object& message) {
            if (context.json) return write_json(context.io.out, message);
            table.add({field(message, "id"), local_time(field(message, "queued_at")), field(message, "to"),
                       state_word(context.words, field(message, "state")),
                       state_word(context.words, field(message, "priority")), field(message, "line"),
                       field(object_in(message, "error"), "text"), field(message, "text")});
        },
        [&] {
            if (!context.json) table.flush(context.io.out);
        });
    return EX_OK;
}

int send_message(Context& context, const SendOptions& options)
{
    json::object body{{"to", options.to}, {"text", message_text(context, options.text, options.text_file)}};
    if (!options.priority.empty()) body["priority"] = options.priority;
    if (!options.validity.empty()) body["validity"] = validity_of(options.validity);
    if (!options.line.empty()) body["line"] = options.line;
    if (!options.key.empty()) body["id"] = options.key;

    auto row = context.api.post(Target{"/v1/messages"}, body);
    const auto id = integer(object_of(row), "id");
    if (!context.json)
        context.io.out << id << std::endl; // at once, so that it is known whatever happens to the waiting
    if (options.wait) {
        const auto deadline = std::chrono::steady_clock::now() + options.timeout;
        watch(context, Target{"/v1/messages"} / id, deadline, [&](const json::object& now) {
            row = now;
            return exit_code_of(field(now, "state")) != EX_TEMPFAIL;
        });
    }
    if (context.json) write_json(context.io.out, row);
    if (!options.wait) return EX_OK;
    const auto code = exit_code_of(field(object_of(row), "state"));
    say_state(context, context.io.err, object_of(row));
    if (code == EX_TEMPFAIL)
        context.io.err << "  " << context.words(Text::see_why, "nida why " + std::to_string(id)) << '\n';
    return code;
}

int show_why(Context& context, std::int64_t message)
{
    const auto answer = context.api.get(Target{"/v1/messages"} / message / "why");
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const auto& why = object_of(answer);
    context.io.out << context.words(Text::message_state, message, state_word(context.words, field(why, "state")))
                   << '\n'
                   << "  " << printable_lines(field(why, "why")) << '\n';
    return EX_OK;
}

int cancel_message(Context& context, std::int64_t message)
{
    return show_row(context, context.api.post(Target{"/v1/messages"} / message / "cancel"));
}

int resolve_message(Context& context, std::int64_t message, const std::string& outcome)
{
    return show_row(context,
                    context.api.post(Target{"/v1/messages"} / message / "resolve", json::object{{"outcome", outcome}}));
}

} // namespace nida::daemon::cli
