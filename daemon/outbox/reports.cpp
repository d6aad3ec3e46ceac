#include "daemon/outbox/outbox.hpp"
#include "protocol/pdu/tpdu.hpp"

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// How far the SMSC's clock may be behind ours and a report still count as later than the submit that it explains.
constexpr auto clock_skew = 5min;

// Reports of older segments are not looked for: a reference has come round many times by then.
constexpr auto report_window = 7 * 24h;

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
    db_.run("UPDATE segment SET state = ?3, tp_status = ?4, report_at = ?5 WHERE message_id = ?1 AND number = ?2", id,
            number, state, tp_status, now);
    if (state == State::undelivered || state == State::expired)
        db_.run("UPDATE message SET error_code = ?2, error_text = ?3 WHERE id = ?1", id,
                "tp_status_" + std::to_string(tp_status),
                state == State::expired ? "the network gave up when its validity ended"
                                        : "the network could not deliver it");
}

ReportMatch Outbox::report(LineId line, unsigned reference, const std::string& recipient, unsigned tp_status,
                           std::optional<Time> smsc_at, const std::vector<std::uint8_t>& pdu, Time now,
                           bool trust_clock)
{
    // A reference comes round every 256 segments: the most recent one is meant.
    std::optional<Place> place;
    {
        auto row = db_.query("SELECT s.message_id, s.number FROM segment s CROSS JOIN message m ON m.id = s.message_id "
                             "WHERE s.line_id = ?1 AND s.reference = ?2 AND s.state = 2 AND m.recipient = ?3 "
                             "AND s.submitting_at > ?4 ORDER BY s.submitting_at DESC LIMIT 1",
                             line, reference, recipient, now - report_window);
        if (row.step()) place = Place{row.integer(0), static_cast<unsigned>(row.integer(1))};
    }
    if (place) {
        apply_report(place->message, place->number, tp_status, now);
        return {place->message, derive(place->message, now)};
    }

    {
        // Its reference is a known one: the network repeats itself, which is no evidence for anything else.
        auto known = db_.query("SELECT 1 FROM segment s CROSS JOIN message m ON m.id = s.message_id WHERE s.line_id = "
                               "?1 AND s.reference = ?2 "
                               "AND s.state IN (3, 4, 5) AND m.recipient = ?3 AND s.submitting_at > ?4 LIMIT 1",
                               line, reference, recipient, now - 72h);
        if (known.step()) return {};
    }

    // Evidence for a segment in doubt, also for one that is about to be sent again: but only where exactly one fits.
    const Time latest_submit = smsc_at && trust_clock ? *smsc_at + clock_skew : Time::max();
    // One that a person or the modem's copy settled has no reference yet: this one is its own.
    place = only_row(db_.query("SELECT s.message_id, s.number FROM segment s INDEXED BY segment_doubted CROSS JOIN "
                               "message m ON m.id = s.message_id "
                               "WHERE s.line_id = ?1 AND m.recipient = ?2 AND s.doubted = 1 AND (s.state IN (0, 6) OR "
                               "(s.state = 2 AND s.reference IS NULL)) AND s.submitting_at <= ?3 LIMIT 2",
                               line, recipient, latest_submit));
    if (place) {
        db_.run("UPDATE segment SET reference = ?3, result_at = ?4 WHERE message_id = ?1 AND number = ?2",
                place->message, place->number, reference, now);
        bool was_over = false;
        {
            auto row = db_.query("SELECT state FROM message WHERE id = ?1", place->message);
            was_over = row.step() && is_final(row.as<State>(0)) && row.as<State>(0) != State::sent;
        }
        apply_report(place->message, place->number, tp_status, now);
        if (!was_over) return {place->message, derive(place->message, now)};
        // A decision is not taken back: it is told what came of it.
        db_.run("UPDATE message SET error_text = error_text || '; a status report came later: it had been sent' WHERE "
                "id = ?1",
                place->message);
        return {place->message, State::failed};
    }

    // One that was sent again, and whose first copy is reported now: it arrived twice.
    place = only_row(db_.query(
        "SELECT s.message_id, s.number FROM segment s INDEXED BY segment_doubted CROSS JOIN message m ON m.id = "
        "s.message_id "
        "WHERE s.line_id = ?1 AND m.recipient = ?2 AND s.doubted = 1 AND s.state IN (2, 3) AND s.reference <> ?3 "
        "AND m.resends > 0 AND s.result_at > ?4 LIMIT 2",
        line, recipient, reference, now - 24h));
    if (place) {
        db_.run("UPDATE message SET error_code = 'doubled', error_text = 'sent again after a doubt, and both copies "
                "left' WHERE id = ?1",
                place->message);
        return {place->message, State::delivered, false, true};
    }

    // One that its modem does not delete is read again and again.
    db_.run("INSERT INTO stray_report(line_id, reference, recipient, tp_status, smsc_at, received_at, pdu) SELECT ?1, "
            "?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM stray_report WHERE line_id = ?1 AND reference = ?2 "
            "AND pdu = ?7)",
            line, reference, recipient, tp_status, smsc_at, now, pdu);
    ReportMatch stray;
    stray.stray = true;
    return stray;
}
} // namespace nida::daemon
