#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/hidden_line.hpp"
#include "daemon/cli/local_time.hpp"

#include <boost/json.hpp>

#include <istream>
#include <optional>
#include <ostream>
#include <sysexits.h>
#include <unistd.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

std::string typed_pin(Context& context, const std::string& line)
{
    std::optional<std::string> pin;
    if (context.io.in_is_terminal) {
        context.io.err << context.words(Text::pin_prompt, line) << ' ' << std::flush;
        pin = read_hidden_line(STDIN_FILENO);
    }
    if (!pin) std::getline(context.io.in, pin.emplace());
    while (!pin->empty() && (pin->back() == '\r' || pin->back() == ' '))
        pin->pop_back();
    if (pin->empty()) throw Refusal{EX_USAGE, context.words(Text::pin_missing)};
    return *pin;
}

} // namespace

int enter_pin(Context& context, const std::string& line)
{
    const auto pin = typed_pin(context, line);
    const auto answer = context.api.post(Target{"/v1/lines"} / line / "pin", json::object{{"pin", pin}});
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const bool accepted = field(object_of(answer), "result") == "accepted";
    context.io.out << context.words(accepted ? Text::pin_accepted : Text::pin_not_needed) << '\n';
    return EX_OK;
}

int list_events(Context& context, const std::string& line, const RowOptions& options)
{
    auto table = context.table({Text::heading_id, Text::heading_when, Text::heading_kind, Text::heading_text});
    const auto row = [&](const json::object& event) {
        if (context.json) return write_json(context.io.out, event);
        table.add({field(event, "id"), local_time(field(event, "at")), state_word(context.words, field(event, "kind")),
                   field(event, "text")});
    };
    const auto page_end = [&] {
        if (!context.json) table.flush(context.io.out);
        context.io.out.flush();
    };
    const auto target = (Target{"/v1/lines"} / line / "events").with("limit", 1000);
    const auto since = each_row(context.api, target, options.since, row, page_end);
    if (!options.follow) return EX_OK;
    return follow_rows(context, target, since, "nida line events " + line + " --follow", row, page_end);
}

} // namespace nida::daemon::cli
