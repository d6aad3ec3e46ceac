#include "daemon/outbox/outbox.hpp"

#include "daemon/outbox/lanes.hpp"
#include "daemon/outbox/router.hpp"
#include "protocol/encoding/segmentation.hpp"

namespace nida::daemon
{
boost::system::result<Outbox::Added, Outbox::AddError> Outbox::add(const NewMessage& message, Time now, bool sure_clock,
                                                                   const Router* router)
{
    if (message.recipient.empty()) return AddError::empty_recipient;
    const auto validity = std::chrono::duration_cast<std::chrono::microseconds>(message.validity);

    if (message.key) {
        auto known = db_.query(
            "SELECT id, recipient, text, priority, valid_until - queued_at, CASE pinned WHEN 1 THEN line_id END "
            "FROM message WHERE key = ?1",
            *message.key);
        if (known.step()) {
            const bool same = known.text(1) == message.recipient &&
                              (known.is_null(2) || known.text(2) == message.text) && // NULL: not kept so long
                              known.as<Priority>(3) == message.priority && known.integer(4) == validity.count() &&
                              known.optional_integer(5) == message.line;
            if (!same) return AddError::key_reused;
            return Added{known.integer(0), true};
        }
    }

    const auto count = protocol::count_segments(message.text);
    if (count.segments > protocol::max_segments) return AddError::too_long;
    const auto zone = message.direct ? std::string{any_hour} : zone_of(message.recipient);
    const auto lane = Lanes{db_}.find_or_make(message.campaign ? message.campaign : message.beside, message.priority,
                                              zone, route(message, router));
    db_.run("INSERT INTO message(key, campaign_id, recipient, text, priority, direct, line_id, pinned, segments, "
            "valid_until, "
            "unsure_clock, actor, queued_at, lane_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
            "?14)",
            message.key, message.campaign, message.recipient,
            message.campaign ? std::optional<std::string>{} : message.text, message.priority, message.direct,
            message.line ? message.line : message.preferred_line, message.line.has_value(), count.segments,
            now + validity, !sure_clock, message.actor.empty() ? std::optional<std::string>{} : message.actor, now,
            lane);
    return Added{db_.last_id()};
}

/// Answers go back by the line that was written to, or, where that is down, by any: nobody waits for an answer's own line.
std::optional<LineId> Outbox::route(const NewMessage& message, const Router* router)
{
    if (!router || message.direct || message.line) return {};
    auto person = db_.query("SELECT line_id FROM person WHERE number = ?1", message.recipient);
    return router->route(message.recipient, person.step() ? person.optional_integer(0) : std::nullopt);
}

void Outbox::finish(MessageId id, State state, const MessageError& error, Time now)
{
    db_.run("UPDATE message SET state = ?2, error_code = ?3, error_text = ?4, finished_at = ?5 WHERE id = ?1", id,
            state, error.code, error.text, now);
}

void Outbox::drop_answers(const std::string& recipient, Time now)
{
    db_.run("UPDATE message SET state = 8, error_code = 'left', error_text = 'the recipient has left', finished_at = "
            "?2 WHERE direct = 1 "
            "AND recipient = ?1 AND state = 0 AND NOT EXISTS (SELECT 1 FROM segment WHERE message_id = message.id AND "
            "(state <> 0 OR doubted = 1))",
            recipient, now);
}

int Outbox::release(LineId line)
{
    db_.run("UPDATE message SET line_id = NULL WHERE state = 0 AND line_id IS NOT NULL AND line_id = ?1 AND pinned = 0 "
            "AND NOT EXISTS (SELECT 1 FROM segment WHERE message_id = message.id)",
            line);
    return db_.changes();
}

int Outbox::finish_campaigns(Time now)
{
    // What still waits is found by its lanes, at once; the others are few at any time, and a line has one segment on its way at most.
    db_.run(
        "UPDATE campaign SET state = 5, ended_at = ?1 WHERE state = 3 AND filling = 0 AND NOT EXISTS (SELECT 1 FROM "
        "lane l CROSS JOIN message m WHERE coalesce(l.campaign_id, 0) = campaign.id + 0 AND m.state = 0 AND "
        "m.line_id IS NULL AND m.lane_id = l.id) AND NOT EXISTS (SELECT 1 FROM line l CROSS JOIN message m INDEXED "
        "BY message_bound WHERE m.state = 0 AND m.line_id IS NOT NULL AND m.line_id = l.id AND m.campaign_id = "
        "campaign.id) AND NOT EXISTS (SELECT 1 FROM line l CROSS JOIN message m WHERE m.id = l.last_message AND "
        "m.state = 1 AND m.campaign_id = campaign.id) AND NOT EXISTS (SELECT 1 FROM message INDEXED BY "
        "message_doubt WHERE state = 6 AND campaign_id = campaign.id) AND NOT EXISTS (SELECT 1 FROM alert a WHERE "
        "a.campaign_id = campaign.id AND (a.due_at IS NOT NULL OR a.escalate_due IS NOT NULL))",
        now);
    return db_.changes();
}

bool Outbox::cancel(MessageId id, Time now)
{
    {
        auto row = db_.query(
            "SELECT state, EXISTS(SELECT 1 FROM segment WHERE message_id = ?1 AND (state <> 0 OR doubted = 1)) FROM "
            "message WHERE id = ?1",
            id);
        if (!row.step() || row.as<State>(0) != State::queued || row.integer(1) != 0) return false;
    }
    finish(id, State::cancelled, {"cancelled", "cancelled before it left"}, now);
    return true;
}

int Outbox::expire(Time now, bool sure_clock)
{
    std::vector<MessageId> late;
    {
        auto rows =
            db_.query("SELECT id FROM message WHERE state = 0 AND valid_until <= ?1 AND unsure_clock >= ?2 LIMIT 1000",
                      now, !sure_clock);
        while (rows.step())
            late.push_back(rows.integer(0));
    }
    for (const auto id : late)
        expire_one(id, now);
    return static_cast<int>(late.size());
}

void Outbox::expire_one(MessageId id, Time now)
{
    const auto progress = progress_of(id);
    if (progress.unknown > 0)
        finish(id, State::failed, {"outcome_unknown", progress.text() + ", then its validity ended"}, now);
    else if (progress.sent > 0)
        finish(id, State::failed, {"out_of_validity", progress.text() + ", then its validity ended"}, now);
    else
        finish(id, State::suppressed, {"out_of_validity", "its validity ended before a line could send it"}, now);
}

std::string Outbox::Progress::text() const
{
    auto text = std::to_string(sent) + " of " + std::to_string(of) + " segments sent";
    if (unknown > 0) text += ", " + std::to_string(unknown) + " unknown";
    return text;
}

Outbox::Progress Outbox::progress_of(MessageId id)
{
    Progress progress;
    auto rows = db_.query("SELECT m.segments, s.state, s.doubted FROM message m LEFT JOIN segment s ON s.message_id = "
                          "m.id WHERE m.id = ?1",
                          id);
    while (rows.step()) {
        progress.of = static_cast<unsigned>(rows.integer(0));
        if (rows.is_null(1)) continue;
        switch (rows.as<State>(1)) {
        case State::sent:
        case State::delivered:
        case State::undelivered:
        case State::expired: ++progress.sent; break;
        case State::in_doubt: ++progress.unknown; break;
        case State::queued:
            if (rows.integer(2) != 0) ++progress.unknown; // was to be sent once more
            break;
        default: break;
        }
    }
    return progress;
}
} // namespace nida::daemon
