#include "daemon/outbox/outbox.hpp"
#include "modem/crash_point.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr auto alert_patience = 60s;  // design: resent once, this long after the line is back or another is free
constexpr auto line_patience = 10min; // a long message leaves its line once that has been down for so long
constexpr auto longest_doubt = 24h;   // replies and campaigns wait for evidence no longer than this

struct Doubtful {
    MessageId id;
    Priority priority;
    LineId line;
    bool pinned;
    unsigned segments;
    int resends;
    Time valid_until, in_doubt_at;
    bool queued_now;
};

std::vector<Doubtful> all_in_doubt(Connection& db)
{
    std::vector<Doubtful> found;
    auto rows =
        db.query("SELECT id, priority, line_id, pinned, segments, resends, valid_until, in_doubt_at, unsure_clock FROM "
                 "message WHERE state = 6");
    while (rows.step())
        found.push_back({rows.integer(0), rows.as<Priority>(1), rows.integer(2), rows.integer(3) != 0,
                         static_cast<unsigned>(rows.integer(4)), static_cast<int>(rows.integer(5)), rows.time(6),
                         rows.time(7), rows.integer(8) != 0});
    return found;
}

struct Plan {
    enum class Step { resend, move, give_up } step;
    Time due; ///< when the step may be taken
};

Plan plan(const Doubtful& message, const std::vector<Outbox::LineHealth>& lines)
{
    const Plan give_up{Plan::Step::give_up, std::min(message.valid_until, message.in_doubt_at + longest_doubt)};
    if (message.priority != Priority::alert || message.resends > 0) return give_up;

    std::optional<Time> elsewhere;
    for (const auto& line : lines) {
        if (!line.in_service) continue;
        const auto due = std::max(message.in_doubt_at, line.since) + alert_patience;
        if (line.line == message.line) return due < give_up.due ? Plan{Plan::Step::resend, due} : give_up;
        if (!elsewhere || due < *elsewhere) elsewhere = due;
    }
    if (!elsewhere || message.pinned) return give_up;
    // The parts of a long message belong to one number: its own line is given longer to come back.
    if (message.segments > 1) {
        const auto own =
            std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.line == message.line; });
        if (own != lines.end()) elsewhere = std::max(*elsewhere, own->since + line_patience);
    }
    return *elsewhere < give_up.due ? Plan{Plan::Step::move, *elsewhere} : give_up;
}
} // namespace

Outbox::Settled Outbox::settle_doubts(const std::vector<LineHealth>& lines, Time now, bool sure_clock)
{
    Settled settled;
    settled.moved = free_from_lines_down(lines, now);
    for (const auto& message : all_in_doubt(db_)) {
        const auto [step, due] = plan(message, lines);
        // Nothing is given up because a clock may be wrong.
        const bool must_wait = step == Plan::Step::give_up && !sure_clock && !message.queued_now;
        if (due > now || must_wait) {
            if (!must_wait && (!settled.next || due < *settled.next)) settled.next = due;
            continue;
        }
        switch (step) {
        case Plan::Step::resend:
            resend(message.id, false);
            ++settled.resent;
            break;
        case Plan::Step::move:
            resend(message.id, true);
            ++settled.moved;
            break;
        case Plan::Step::give_up:
            modem::crash_point("outbox.given_up", message.id);
            finish(message.id, State::failed, {"outcome_unknown", progress_of(message.id).text()}, now);
            ++settled.failed;
            break;
        }
    }
    return settled;
}

/// A line that is down keeps nothing: what it has not begun goes to the others at once, and the rest, as whole messages, once it has
/// been down for a while. @return how many of the latter
int Outbox::free_from_lines_down(const std::vector<LineHealth>& lines, Time now)
{
    const auto up = [](const LineHealth& line) { return line.in_service; };
    if (std::none_of(lines.begin(), lines.end(), up)) return 0;
    std::vector<LineId> down, down_for_long;
    {
        auto rows = db_.query("SELECT id FROM line");
        while (rows.step()) {
            const auto id = rows.integer(0);
            const auto line = std::find_if(lines.begin(), lines.end(), [&](const auto& one) { return one.line == id; });
            if (line != lines.end() && line->in_service) continue;
            down.push_back(id);
            if (line == lines.end() || now - line->since >= line_patience) down_for_long.push_back(id);
        }
    }
    for (const auto id : down)
        release(id);
    std::vector<MessageId> begun;
    for (const auto id : down_for_long) {
        auto rows = db_.query(
            "SELECT id FROM message WHERE state = 0 AND line_id IS NOT NULL AND line_id = ?1 AND pinned = 0 LIMIT 500",
            id);
        while (rows.step())
            begun.push_back(rows.integer(0));
    }
    for (const auto id : begun) {
        db_.run("DELETE FROM segment WHERE message_id = ?1", id);
        db_.run("UPDATE message SET line_id = NULL WHERE id = ?1", id);
    }
    return static_cast<int>(begun.size());
}

/// Queues the doubtful segments again: same octets and line, or, with `elsewhere`, the whole message anew.
void Outbox::resend(MessageId id, bool elsewhere)
{
    modem::crash_point("outbox.resent", id, elsewhere);
    if (elsewhere)
        db_.run("DELETE FROM segment WHERE message_id = ?1", id);
    else
        db_.run("UPDATE segment SET state = 0 WHERE message_id = ?1 AND state = 6", id);
    db_.run("UPDATE message SET state = 0, resends = resends + 1, not_before = 0, error_code = NULL, "
            "error_text = NULL, line_id = CASE WHEN ?2 THEN NULL ELSE line_id END WHERE id = ?1",
            id, elsewhere);
}

bool Outbox::resolve(MessageId id, Resolution resolution, Time now)
{
    {
        auto row = db_.query("SELECT state FROM message WHERE id = ?1", id);
        if (!row.step() || row.as<State>(0) != State::in_doubt) return false;
    }
    switch (resolution) {
    case Resolution::sent:
        db_.run("UPDATE segment SET state = 2, result_at = ?2 WHERE message_id = ?1 AND state = 6", id, now);
        derive(id, now);
        break;
    case Resolution::resend: resend(id, false); break;
    case Resolution::failed:
        finish(id, State::failed, {"outcome_unknown", progress_of(id).text() + "; given up by a person"}, now);
        break;
    }
    return true;
}
} // namespace nida::daemon
