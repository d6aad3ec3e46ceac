#include "daemon/inbox/inbox.hpp"

#include "protocol/numbering/numbering_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr auto same_call = 60s;
constexpr int latest_rows = 1000; // more do not come within that time
} // namespace

Taken Inbox::take_call(const MissedCall& call, Time now, bool sure_clock)
{
    auto number = call.number;
    if (const auto parsed = protocol::parse_number(number, settings_.country); parsed && parsed->possible)
        number = parsed->text();
    if (std::ranges::find(settings_.own_numbers, number) != settings_.own_numbers.end())
        return {Taken::What::repeated, "one of our own numbers called", {}};
    {
        auto before = db_.query(
            "SELECT 1 FROM inbox WHERE id > (SELECT coalesce(max(id), 0) FROM inbox) - ?1 AND kind = 'call' AND "
            "line_id = ?2 AND sender = ?3 AND received_at BETWEEN ?4 AND ?5",
            latest_rows, call.line, number, now - same_call, now);
        if (before.step()) return {Taken::What::repeated, "called again within a minute", {}};
    }

    DialogueOutcome outcome;
    outcome.note = "a missed call";
    const auto address = protocol::address_from_text(number);
    if (call.keyword && address) {
        Dialogue dialogue{db_, settings_};
        outcome = dialogue.receive_call(*address, *call.keyword, call.line, call.line_name, now, sure_clock);
    }
    const auto row = add_row(number, {}, call.line, now, {}, true, outcome.keyword);
    db_.run("UPDATE inbox SET kind = 'call' WHERE id = ?1", row);

    Taken taken{Taken::What::call, fmt::format("inbox {}: {}", row, outcome.note), {}};
    taken.changed_inbox = true;
    taken.changed_outbox = outcome.answered;
    return taken;
}
} // namespace nida::daemon
