#include "daemon/outbox/outbox.hpp"
#include "daemon/outbox/unreachable.hpp"
#include "modem/crash_point.hpp"
#include "protocol/pdu/delivery_status.hpp"
#include "protocol/pdu/tpdu.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// How far the SMSC's clock may be behind ours and a report still count as later than the submit that it explains.
constexpr auto clock_skew = 5min;

// Reports of older segments are not looked for: a reference has come round many times by then.
constexpr auto report_window = 7 * 24h;

// Nor are those that left so long before the service centre took what the report is about, whatever time zone its stamps are in.
constexpr auto longest_way = 26h;

constexpr unsigned validity_expired = 0x46; // TP-ST, TS 23.040 §9.2.3.15

struct Place {
    MessageId message;
    unsigned number;
};

std::optional<Place> only_row(Query rows)
{
    if (!rows.step()) return {};
    const Place place{rows.integer(0), static_cast<unsigned>(rows.integer(1))};
    if (rows.step()) return {};
    return place;
}

/// A segment's message had no segment that failed for good until now: a message is one failure of its recipient.
bool first_to_fail(Connection& db, MessageId id)
{
    return !db.query("SELECT 1 FROM segment WHERE message_id = ?1 AND state = 4", id).step();
}

std::string recipient_of(Connection& db, MessageId id)
{
    auto row = db.query("SELECT recipient FROM message WHERE id = ?1", id);
    return row.step() ? row.text(0) : std::string{};
}
} // namespace

void Outbox::apply_report(MessageId id, unsigned number, unsigned tp_status, Time now)
{
    State state = State::sent;
    switch (protocol::delivery_status(static_cast<protocol::Octet>(tp_status))) {
    case protocol::DeliveryStatus::delivered: state = State::delivered; break;
    case protocol::DeliveryStatus::still_trying: break;
    case protocol::DeliveryStatus::permanent_failure:
    case protocol::DeliveryStatus::temporary_given_up:
        state = tp_status == validity_expired ? State::expired : State::undelivered;
        break;
    }
    if (state == State::delivered) note_reached(db_, recipient_of(db_, id));
    if (state == State::undelivered && protocol::blames_recipient(static_cast<protocol::Octet>(tp_status)) &&
        first_to_fail(db_, id))
        note_failure(db_, recipient_of(db_, id), "tp_status_" + std::to_string(tp_status), now);
    db_.run("UPDATE segment SET state = ?3, tp_status = ?4, report_at = ?5 WHERE message_id = ?1 AND number = ?2", id,
            number, state, tp_status, now);
    if (state == State::undelivered || state == State::expired)
        db_.run("UPDATE message SET error_code = ?2, error_text = ?3 WHERE id = ?1", id,
                "tp_status_" + std::to_string(tp_status),
                state == State::expired ? "the network gave up when its validity ended"
                                        : "the network could not deliver it");
}

/// By its reference, which comes round every 256 segments: the most recent segment that left before the service centre took what
/// the report is about. Where its clock is of no use, the most recent one that has no report yet.
std::optional<ReportMatch> Outbox::match_reference(const Report& report, Time now, bool trust_clock)
{
    struct Found {
        Place place;
        State state;
    };
    std::optional<Found> in_time, open, any;
    {
        const bool dated = report.smsc_at && trust_clock;
        const auto after = dated ? std::max(*report.smsc_at - longest_way, now - report_window) : now - report_window;
        auto rows = db_.query("SELECT s.message_id, s.number, s.state, s.submitting_at FROM segment s CROSS JOIN "
                              "message m ON m.id = s.message_id WHERE s.line_id = ?1 AND s.reference = ?2 AND s.state "
                              "IN (2, 3, 4, 5) AND m.recipient = ?3 AND s.submitting_at > ?4 ORDER BY s.submitting_at "
                              "DESC",
                              report.line, report.reference, report.recipient, after);
        while (rows.step() && !in_time && (dated || !open)) {
            const Found found{{rows.integer(0), static_cast<unsigned>(rows.integer(1))}, rows.as<State>(2)};
            if (dated && rows.time(3) <= *report.smsc_at + clock_skew) in_time = found;
            if (!open && found.state == State::sent) open = found;
            if (!any) any = found;
        }
    }
    if (!any) return {};
    const auto [place, state] = in_time ? *in_time : open ? *open : *any;
    ReportMatch match;
    match.message = place.message;
    match.number = place.number;
    // That it arrived is a fact, that it will not was a forecast: the fact stands, whichever came first.
    const bool arrived = protocol::delivery_status(static_cast<protocol::Octet>(report.tp_status)) ==
                         protocol::DeliveryStatus::delivered;
    if (state == State::sent || (state != State::delivered && arrived)) {
        apply_report(place.message, place.number, report.tp_status, now);
        match.state = derive(place.message, now);
    } else
        match.repeated = true;
    return match;
}

ReportMatch Outbox::match(const Report& report, Time now, bool trust_clock)
{
    if (auto known = match_reference(report, now, trust_clock)) return *known;

    ReportMatch match;
    // Evidence for a segment in doubt, also for one that is about to be sent again: but only where exactly one fits.
    const Time latest_submit = report.smsc_at && trust_clock ? *report.smsc_at + clock_skew : Time::max();
    // One that a person or the modem's copy settled has no reference yet: this one is its own.
    auto place =
        only_row(db_.query("SELECT s.message_id, s.number FROM segment s INDEXED BY segment_doubted CROSS JOIN "
                           "message m ON m.id = s.message_id "
                           "WHERE s.line_id = ?1 AND m.recipient = ?2 AND s.doubted = 1 AND (s.state IN (0, 6) OR "
                           "(s.state = 2 AND s.reference IS NULL)) AND s.submitting_at <= ?3 LIMIT 2",
                           report.line, report.recipient, latest_submit));
    if (place) {
        match.message = place->message;
        match.number = place->number;
        modem::crash_point("outbox.settled_by_report", place->message, place->number);
        db_.run("UPDATE segment SET reference = ?3, result_at = ?4 WHERE message_id = ?1 AND number = ?2",
                place->message, place->number, report.reference, now);
        bool was_over = false;
        {
            auto row = db_.query("SELECT state FROM message WHERE id = ?1", place->message);
            was_over = row.step() && is_final(row.as<State>(0)) && row.as<State>(0) != State::sent;
        }
        apply_report(place->message, place->number, report.tp_status, now);
        match.state = State::failed;
        if (!was_over)
            match.state = derive(place->message, now);
        else // A decision is not taken back: it is told what came of it.
            db_.run("UPDATE message SET error_text = error_text || '; a status report came later: it had been sent' "
                    "WHERE id = ?1",
                    place->message);
        return match;
    }

    // One that was sent again, and whose first copy is reported now: it arrived twice.
    place = only_row(db_.query(
        "SELECT s.message_id, s.number FROM segment s INDEXED BY segment_doubted CROSS JOIN message m ON m.id = "
        "s.message_id "
        "WHERE s.line_id = ?1 AND m.recipient = ?2 AND s.doubted = 1 AND s.state IN (2, 3) AND s.reference <> ?3 "
        "AND m.resends > 0 AND s.result_at > ?4 LIMIT 2",
        report.line, report.recipient, report.reference, now - 24h));
    if (place) {
        match.message = place->message;
        match.number = place->number;
        match.state = State::delivered;
        match.doubled = true;
        db_.run("UPDATE message SET error_code = 'doubled', error_text = 'sent again after a doubt, and both copies "
                "left' WHERE id = ?1",
                place->message);
        return match;
    }
    match.stray = true;
    return match;
}

ReportMatch Outbox::report(LineId line, unsigned reference, const std::string& recipient, unsigned tp_status,
                           std::optional<Time> smsc_at, const std::vector<std::uint8_t>& pdu, Time now,
                           bool trust_clock)
{
    {
        // The network repeats what was not acknowledged, and what its modem does not delete is read again and again.
        auto same = db_.query("SELECT 1 FROM report WHERE line_id = ?1 AND reference = ?2 AND received_at > ?3 AND "
                              "recipient = ?4 AND tp_status = ?5 AND pdu = ?6 LIMIT 1",
                              line, reference, now - report_window, recipient, tp_status, pdu);
        if (same.step()) {
            ReportMatch again;
            again.repeated = true;
            return again;
        }
    }
    const Report report{line, reference, tp_status, recipient, smsc_at};
    auto found = match(report, now, trust_clock);
    if (!found.message && db_.query("SELECT 1 FROM erased WHERE hash = erasure_hash(?1)", recipient).step()) {
        // About a message to somebody who was erased since: their number must not come back by it.
        found.stray = false;
        found.repeated = true;
        return found;
    }
    db_.run("INSERT INTO report(line_id, reference, recipient, tp_status, smsc_at, received_at, pdu, message_id, "
            "number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            line, reference, recipient, tp_status, smsc_at, now, pdu, found.message,
            found.message ? std::optional<std::int64_t>{found.number} : std::optional<std::int64_t>{});
    return found;
}
} // namespace nida::daemon
