#include "daemon/outbox/backoff.hpp"
#include "daemon/outbox/outbox.hpp"
#include "daemon/outbox/unreachable.hpp"
#include "modem/crash_point.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

std::string in_words(std::chrono::seconds wait)
{
    if (wait < 60s) return fmt::format("{} s", wait.count());
    return fmt::format("{} min", std::chrono::duration_cast<std::chrono::minutes>(wait).count());
}

/// "cms_38", "cme_14", "at_1": what clients compare.
std::string code_of(const boost::system::error_code& why)
{
    if (why.category() == protocol::cms_category()) return fmt::format("cms_{}", why.value());
    if (why.category() == protocol::cme_category()) return fmt::format("cme_{}", why.value());
    return fmt::format("at_{}", why.value());
}
} // namespace

/// Puts the message's row in line with its segments.
State Outbox::derive(MessageId id, Time now)
{
    {
        // What was decided stays decided, whatever comes to light about a segment.
        auto row = db_.query("SELECT state FROM message WHERE id = ?1", id);
        if (row.step()) {
            const auto state = row.as<State>(0);
            if (state == State::failed || state == State::suppressed || state == State::cancelled) return state;
        }
    }
    unsigned queued = 0, submitting = 0, in_doubt = 0, sent = 0, delivered = 0, undelivered = 0, expired = 0,
             failed = 0;
    {
        auto rows = db_.query("SELECT state, count(*) FROM segment WHERE message_id = ?1 GROUP BY state", id);
        while (rows.step()) {
            const auto count = static_cast<unsigned>(rows.integer(1));
            switch (rows.as<State>(0)) {
            case State::queued: queued = count; break;
            case State::submitting: submitting = count; break;
            case State::in_doubt: in_doubt = count; break;
            case State::sent: sent = count; break;
            case State::delivered: delivered = count; break;
            case State::undelivered: undelivered = count; break;
            case State::expired: expired = count; break;
            case State::failed: failed = count; break;
            case State::suppressed:
            case State::cancelled: BOOST_ASSERT(false); break; // whole messages only
            }
        }
    }
    const State state = submitting               ? State::submitting
                        : in_doubt               ? State::in_doubt
                        : failed                 ? State::failed
                        : queued                 ? State::queued
                        : undelivered            ? State::undelivered
                        : expired                ? State::expired
                        : sent == 0 && delivered ? State::delivered
                                                 : State::sent;
    const bool all_left =
        state == State::sent || state == State::delivered || state == State::undelivered || state == State::expired;
    const bool over = all_left ? state != State::sent : state == State::failed;
    db_.run("UPDATE message SET state = ?2, sent_at = CASE WHEN ?3 THEN coalesce(sent_at, ?5) ELSE sent_at END, "
            "finished_at = CASE WHEN ?4 THEN coalesce(finished_at, ?5) ELSE finished_at END, "
            "in_doubt_at = CASE WHEN ?2 <> 6 OR (state = 6 AND in_doubt_at IS NOT NULL) THEN in_doubt_at ELSE ?5 END, "
            "not_before = CASE WHEN ?2 = 0 THEN not_before ELSE 0 END, "
            "error_code = CASE WHEN ?3 AND ?2 IN (2, 3) THEN NULL ELSE error_code END, "
            "error_text = CASE WHEN ?3 AND ?2 IN (2, 3) THEN NULL ELSE error_text END WHERE id = ?1",
            id, state, all_left, over, now);
    return state;
}

void Outbox::unbind_if_unbegun(MessageId id)
{
    auto begun = db_.query("SELECT 1 FROM segment WHERE message_id = ?1 AND (state <> 0 OR doubted = 1)", id);
    if (begun.step()) return;
    db_.run("DELETE FROM segment WHERE message_id = ?1", id);
    db_.run("UPDATE message SET line_id = NULL WHERE id = ?1 AND pinned = 0", id);
}

void Outbox::requeue(MessageId id, Time not_before, const MessageError& error)
{
    db_.run("UPDATE message SET state = 0, not_before = ?2, error_code = ?3, error_text = ?4 WHERE id = ?1", id,
            not_before, error.code, error.text);
    unbind_if_unbegun(id);
}

void Outbox::mark_sent(MessageId id, unsigned number, unsigned reference, Time now)
{
    db_.run("UPDATE segment SET state = 2, reference = ?3, result_at = ?4 WHERE message_id = ?1 AND number = ?2", id,
            number, reference, now);
    if (number == 1)
        db_.run("UPDATE person SET line_id = (SELECT line_id FROM message WHERE id = ?1) WHERE number = (SELECT "
                "recipient FROM "
                "message WHERE id = ?1) AND line_id IS NOT (SELECT line_id FROM message WHERE id = ?1)",
                id);
    // A report can overtake the result that it answers.
    std::optional<std::int64_t> stray;
    unsigned tp_status = 0;
    {
        auto row = db_.query(
            "SELECT r.id, r.tp_status FROM segment s CROSS JOIN report r CROSS JOIN message m "
            "WHERE s.message_id = ?1 AND s.number = ?2 AND r.line_id = s.line_id AND r.reference = ?3 AND m.id = ?1 "
            "AND r.message_id IS NULL AND r.recipient = m.recipient AND r.received_at >= s.submitting_at "
            "ORDER BY r.id DESC LIMIT 1",
            id, number, reference);
        if (row.step()) {
            stray = row.integer(0);
            tp_status = static_cast<unsigned>(row.integer(1));
        }
    }
    if (!stray) return;
    db_.run("UPDATE report SET message_id = ?2, number = ?3 WHERE id = ?1", *stray, id, number);
    apply_report(id, number, tp_status, now);
}

Verdict Outbox::refused(const Claim& claim, const SegmentRefused& refusal, Time now)
{
    {
        // A refusal can come so late that a report or a person has settled the segment meanwhile.
        auto row = db_.query("SELECT m.state, s.state FROM message m LEFT JOIN segment s ON s.message_id = m.id AND "
                             "s.number = ?2 WHERE m.id = ?1",
                             claim.message, claim.number);
        const bool open = row.step() && !row.is_null(1) &&
                          (row.as<State>(1) == State::submitting || row.as<State>(1) == State::in_doubt);
        if (!open || is_final(row.as<State>(0)))
            return {open ? row.as<State>(0) : State::sent, refusal.text + " came after it was settled"};
    }
    const auto error_class = protocol::classify(refusal.why);
    MessageError error{code_of(refusal.why), refusal.why.message()};
    const bool for_good =
        error_class == protocol::ErrorClass::permanent || error_class == protocol::ErrorClass::our_bug;
    // What was refused spends no token of the line's rate.
    db_.run("UPDATE segment SET state = ?3, result_at = coalesce(?4, result_at), submitting_at = CASE doubted WHEN 1 "
            "THEN (SELECT in_doubt_at FROM message WHERE id = ?1) END WHERE message_id = ?1 AND number = ?2",
            claim.message, claim.number, for_good ? State::failed : State::queued,
            for_good ? std::optional{now} : std::nullopt);
    if (for_good) {
        const auto progress = progress_of(claim.message);
        if (progress.of > 1) error.text += "; " + progress.text();
        finish(claim.message, State::failed, error, now);
        if (protocol::blames_recipient(refusal.why)) note_failure(db_, claim.recipient, error.code, now);
        return {State::failed, fmt::format("{} ({}), for good", refusal.why.message(), error.code)};
    }
    const auto wait = backoff(error_class, claim.attempt);
    const auto text = fmt::format("{} ({}), again in {}", refusal.why.message(), error.code, in_words(wait));
    requeue(claim.message, now + wait, error);
    return {State::queued, text};
}

Verdict Outbox::record(const Claim& claim, const SegmentResult& result, Time now)
{
    const bool unknown_result = std::holds_alternative<SegmentUnknown>(result);
    modem::crash_point(unknown_result ? "outbox.result_unknown" : "outbox.recorded", claim.message, claim.number);
    if (const auto* sent = std::get_if<SegmentSent>(&result)) {
        mark_sent(claim.message, claim.number, sent->reference, now);
        return {derive(claim.message, now),
                fmt::format("segment {} of {} sent, reference {}", claim.number, claim.of, sent->reference)};
    }
    if (const auto* refusal = std::get_if<SegmentRefused>(&result)) return refused(claim, *refusal, now);

    const auto& unknown = std::get<SegmentUnknown>(result);
    db_.run("UPDATE segment SET state = 6, doubted = 1 WHERE message_id = ?1 AND number = ?2", claim.message,
            claim.number);
    db_.run("UPDATE message SET error_code = 'in_doubt', error_text = ?2 WHERE id = ?1", claim.message, unknown.seen);
    derive(claim.message, now);
    explain_by_strays(claim.message, now);
    return {derive(claim.message, now), "nobody knows whether it left: " + unknown.seen};
}

int Outbox::doubt_all_submitting(Time now)
{
    // A line has at most one segment that is submitting, and it is the one that was last given to it.
    std::vector<MessageId> ids;
    {
        auto rows =
            db_.query("SELECT s.message_id, s.number FROM line l CROSS JOIN segment s ON s.message_id = l.last_message "
                      "AND s.number = l.last_number "
                      "WHERE s.state = 1");
        while (rows.step()) {
            ids.push_back(rows.integer(0));
            modem::crash_point("outbox.doubted", ids.back(), rows.integer(1));
        }
    }
    for (const auto id : ids) {
        db_.run("UPDATE segment SET state = 6, doubted = 1 WHERE message_id = ?1 AND state = 1", id);
        db_.run(
            "UPDATE message SET error_code = 'in_doubt', error_text = 'nidad ended while a modem had it' WHERE id = ?1",
            id);
        derive(id, now);
        explain_by_strays(id, now);
    }
    return static_cast<int>(ids.size());
}

/// A report that came while the segment was still on its way explains it once it is in doubt.
void Outbox::explain_by_strays(MessageId id, Time now)
{
    struct Stray {
        std::int64_t id;
        Report report;
    };
    std::vector<Stray> strays;
    {
        auto rows =
            db_.query("SELECT r.id, r.line_id, r.reference, r.tp_status, r.recipient, r.smsc_at FROM segment s "
                      "CROSS JOIN message m CROSS JOIN report r WHERE s.message_id = ?1 AND m.id = ?1 AND s.state = 6 "
                      "AND r.line_id = s.line_id AND r.message_id IS NULL AND r.recipient = m.recipient "
                      "AND r.received_at >= s.submitting_at",
                      id);
        while (rows.step())
            strays.push_back({rows.integer(0),
                              {rows.integer(1), static_cast<unsigned>(rows.integer(2)),
                               static_cast<unsigned>(rows.integer(3)), rows.text(4), rows.optional_time(5)}});
    }
    for (const auto& stray : strays) {
        const auto found = match(stray.report, now, false);
        if (found.message)
            db_.run("UPDATE report SET message_id = ?2, number = ?3 WHERE id = ?1", stray.id, *found.message,
                    found.number);
    }
}

std::optional<MessageId> Outbox::late_result(LineId line, unsigned reference, Time now)
{
    MessageId id = 0;
    unsigned number = 0;
    bool waits = false, elsewhere = false, over = false;
    {
        auto last = db_.query("SELECT s.message_id, s.number, s.state, s.doubted, s.line_id, m.state FROM line l "
                              "CROSS JOIN segment s ON s.message_id = l.last_message AND s.number = l.last_number "
                              "CROSS JOIN message m ON m.id = s.message_id WHERE l.id = ?1",
                              line);
        if (!last.step()) return {};
        id = last.integer(0);
        number = static_cast<unsigned>(last.integer(1));
        const auto state = last.as<State>(2);
        waits = state == State::in_doubt || (state == State::queued && last.integer(3) != 0);
        elsewhere = last.integer(4) != line;
        over = is_final(last.as<State>(5));
    }
    if (elsewhere) {
        // It was sent again by another line in the meantime: both copies left.
        db_.run("UPDATE message SET error_code = 'doubled', error_text = 'sent again after a doubt, and both copies "
                "left' WHERE id = ?1",
                id);
        return id;
    }
    if (!waits) return {};
    modem::crash_point("outbox.settled_by_late_result", id, number);
    mark_sent(id, number, reference, now);
    if (over)
        db_.run(
            "UPDATE message SET error_text = error_text || '; its result came later: it had been sent' WHERE id = ?1",
            id);
    derive(id, now);
    return id;
}
} // namespace nida::daemon
