#include "daemon/inbox/inbox.hpp"

#include "daemon/outbox/outbox.hpp"
#include "protocol/content/joined_message.hpp"
#include "protocol/hex.hpp"
#include "protocol/numbering/numbering_plan.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// A network that missed our acknowledgement sends the same octets again, after half a minute at the earliest (TS 24.011
// §10.2). The same octets sooner are two messages of one second, from one sender, with one text.
constexpr auto repeat_after = 30s;
constexpr auto repeat_window = 24h;
constexpr auto reassembly_window = 24h;

// Stored in place of a segment that never came.
constexpr const char* gap = "[…]";

std::vector<std::uint8_t> octets_of(const std::string& pdu)
{
    if (auto octets = protocol::from_hex(pdu, "PDU")) return std::move(*octets);
    // Not even hex: the characters themselves are kept.
    return {pdu.begin(), pdu.end()};
}

std::optional<Time> as_time(const std::optional<protocol::TimeStamp>& stamp)
{
    if (!stamp) return {};
    return Time{stamp->utc};
}

/// The segment in a row of `part`, which could be read when it came. Whether the modem had left the SMSC's address out is not
/// in the row; the header's own numbers tell.
std::optional<protocol::Segment> segment_in(const std::vector<std::uint8_t>& octets, std::int64_t number,
                                            std::int64_t total)
{
    for (const auto tpdu_octets : {std::optional<std::size_t>{}, std::optional{octets.size()}}) {
        const auto received = protocol::decode_received(octets, tpdu_octets);
        const auto* deliver = received ? std::get_if<protocol::DeliverPdu>(&received->tpdu) : nullptr;
        if (!deliver) continue;
        const auto& ud = deliver->user_data;
        const auto content = protocol::decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets);
        const auto concatenation = content ? content->udh.concatenation() : std::nullopt;
        if (!concatenation || concatenation->number != number || concatenation->total != total) continue;
        protocol::Segment segment;
        segment.concatenation = *concatenation;
        segment.user_data = ud;
        return segment;
    }
    return {};
}

} // namespace

Inbox::Waiting Inbox::waiting(const LongMessage& message, Time since)
{
    Waiting waiting;
    protocol::SegmentSet set{static_cast<unsigned>(message.total), {}};
    bool has_text = false;
    // The newest copy of each number: a sender that uses a reference again begins a new message.
    auto rows =
        db_.query("SELECT max(id), number, pdu, text IS NOT NULL, received_at, smsc_at FROM part WHERE inbox_id "
                  "IS NULL AND sender = ?1 AND reference = ?2 AND total = ?3 AND line_id = ?4 AND "
                  "received_at > ?5 GROUP BY number ORDER BY number",
                  message.sender, message.reference, message.total, message.line, since);
    while (rows.step()) {
        ++waiting.count;
        if (!waiting.received_at) waiting.received_at = rows.time(4);
        if (!waiting.smsc_at) waiting.smsc_at = rows.optional_time(5);
        has_text = has_text || rows.integer(3) != 0;
        if (auto segment = segment_in(rows.octets(2), rows.integer(1), message.total))
            set.segments.push_back(std::move(*segment));
    }
    if (has_text) waiting.text = protocol::join(set, gap).text;
    return waiting;
}

void Inbox::give(const LongMessage& message, std::int64_t row)
{
    // Copies of a segment that came twice belong to it as well.
    db_.run(
        "UPDATE part SET inbox_id = ?1 WHERE inbox_id IS NULL AND sender = ?2 AND reference = ?3 AND total = ?4 AND "
        "line_id = ?5",
        row, message.sender, message.reference, message.total, message.line);
}

bool Inbox::was_taken(const Arrival& arrival, const std::vector<std::uint8_t>& octets, Time now)
{
    if (arrival.slot) {
        // Read before, and not known to be deleted: we were interrupted between the commit and the deletion.
        auto same_slot = db_.query(
            "SELECT 1 FROM part WHERE line_id = ?1 AND slot = ?2 AND slot IS NOT NULL AND storage = ?3 AND pdu = ?4",
            arrival.line, *arrival.slot, arrival.storage, octets);
        if (same_slot.step()) return true;
    }
    // A copy that was not deleted can turn up under another storage's letter, in another modem, or after any time.
    std::optional<std::int64_t> known;
    {
        auto repeated =
            db_.query("SELECT id FROM part WHERE pdu = ?1 AND (received_at BETWEEN ?2 AND ?3 OR (slot IS NOT NULL "
                      "AND (received_at <= ?3 OR (line_id = ?5 AND storage <> ?4)))) ORDER BY id DESC LIMIT 1",
                      octets, now - repeat_window, now - repeat_after, arrival.storage, arrival.line);
        if (repeated.step()) known = repeated.integer(0);
    }
    if (!known) return false;
    // Where a deletion is answered OK and does nothing, this is what keeps it from being taken once more a day later.
    if (arrival.slot)
        db_.run(
            "UPDATE part SET line_id = CASE WHEN inbox_id IS NULL THEN line_id ELSE ?2 END, storage = ?3, slot = ?4 "
            "WHERE id = ?1",
            *known, arrival.line, arrival.storage, arrival.slot);
    return true;
}

std::int64_t Inbox::keep(const Arrival& arrival, const std::vector<std::uint8_t>& octets, Time now)
{
    db_.run("INSERT INTO part(line_id, storage, slot, pdu, received_at) VALUES (?1, ?2, ?3, ?4, ?5)", arrival.line,
            arrival.storage, arrival.slot, octets, now);
    return db_.last_id();
}

std::int64_t Inbox::add_row(const std::optional<std::string>& sender, const std::optional<std::string>& text,
                            LineId line, Time received_at, std::optional<Time> smsc_at, bool complete,
                            const std::optional<std::string>& keyword)
{
    db_.run("INSERT INTO inbox(sender, text, line_id, received_at, smsc_at, complete, keyword) VALUES (?1, ?2, ?3, ?4, "
            "?5, ?6, ?7)",
            sender, text, line, received_at, smsc_at, complete, keyword);
    return db_.last_id();
}

void Inbox::mark_unreadable(std::int64_t row, std::int64_t part, const protocol::DecodeError& why)
{
    db_.run("UPDATE inbox SET trouble = ?2 WHERE id = ?1", row, why.text());
    db_.run("UPDATE part SET inbox_id = ?2 WHERE id = ?1", part, row);
}

Taken Inbox::take(const Arrival& arrival, Time now, bool sure_clock)
{
    const auto octets = octets_of(arrival.pdu);
    if (was_taken(arrival, octets, now)) return {Taken::What::repeated, "seen before, kept once", {}};

    const auto decoded = protocol::decode_received(octets, arrival.tpdu_octets);
    if (decoded && std::holds_alternative<protocol::SubmitPdu>(decoded->tpdu))
        return {Taken::What::own_copy, "the modem's copy of a sent message", {}};

    const auto part = keep(arrival, octets, now);
    if (!decoded) {
        const auto row = add_row({}, {}, arrival.line, now, {}, true, {});
        mark_unreadable(row, part, decoded.error());
        Taken taken{Taken::What::unreadable, fmt::format("kept raw as inbox {}: {}", row, decoded.error().text()), {}};
        taken.changed_inbox = true;
        return taken;
    }
    if (const auto* report = std::get_if<protocol::StatusReportPdu>(&decoded->tpdu))
        return take_report(arrival, part, *report, octets, now, sure_clock);
    return take_deliver(arrival, part, std::get<protocol::DeliverPdu>(decoded->tpdu), now, sure_clock);
}

Taken Inbox::take_report(const Arrival& arrival, std::int64_t part, const protocol::StatusReportPdu& report,
                         const std::vector<std::uint8_t>& octets, Time now, bool sure_clock)
{
    // The report lives on in the segment that it belongs to; the part row is needed only against reading its slot twice.
    if (arrival.slot)
        db_.run("UPDATE part SET report = 1 WHERE id = ?1", part);
    else
        db_.run("DELETE FROM part WHERE id = ?1", part);
    auto recipient = report.recipient.text();
    if (const auto parsed = protocol::parse_number(recipient, settings_.country); parsed && parsed->possible)
        recipient = parsed->text();
    const auto match = Outbox{db_}.report(arrival.line, report.message_reference, recipient, report.status,
                                          as_time(report.submitted), octets, now, sure_clock);

    Taken taken{Taken::What::status_report, {}, {}};
    if (report.discharged) taken.smsc_at = report.discharged->utc;
    taken.changed_outbox = match.message.has_value();
    if (match.stray) taken.unexplained_report_to = recipient;
    if (!match.message)
        taken.note = fmt::format("status report {} with reference {} matches no message: kept", report.status,
                                 report.message_reference);
    else if (match.doubled)
        taken.note =
            fmt::format("message {}: both copies left, the one in doubt and the one sent again", *match.message);
    else
        taken.note = fmt::format("status report: message {} is {}", *match.message, to_string(match.state));
    return taken;
}

Taken Inbox::take_deliver(const Arrival& arrival, std::int64_t part, const protocol::DeliverPdu& deliver, Time now,
                          bool sure_clock)
{
    Taken taken{Taken::What::message, {}, {}};
    if (deliver.time) taken.smsc_at = deliver.time->utc;
    taken.changed_inbox = true;
    const auto sender = deliver.originator.text();
    const auto smsc_at = as_time(deliver.time);
    const auto& ud = deliver.user_data;
    const auto content = protocol::decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets);
    if (!content) {
        const auto row = add_row(sender, {}, arrival.line, now, smsc_at, true, {});
        mark_unreadable(row, part, content.error());
        taken.what = Taken::What::unreadable;
        taken.note = fmt::format("kept raw as inbox {}: {}", row, content.error().text());
        return taken;
    }

    // Ports address a program on the phone, 8-bit data has no alphabet: neither is text for people.
    const bool is_text =
        content->alphabet != protocol::Alphabet::eight_bit && content->data.empty() && !content->udh.destination_port();
    std::optional<std::string> text;
    if (is_text) text = content->text;
    std::optional<LongMessage> whole;

    if (const auto concat = content->udh.concatenation(); concat && concat->total > 1) {
        // 16-bit references are another set of numbers than 8-bit ones.
        const auto reference = static_cast<std::int64_t>(concat->reference) + (concat->sixteen_bit ? 0x10000 : 0);
        db_.run("UPDATE part SET sender = ?2, reference = ?3, total = ?4, number = ?5, text = ?6, smsc_at = ?7 WHERE "
                "id = ?1",
                part, sender, reference, concat->total, concat->number, text, smsc_at);
        whole = LongMessage{sender, reference, concat->total, arrival.line};
        auto there = waiting(*whole, now - reassembly_window);
        if (there.count < concat->total) {
            taken.what = Taken::What::part;
            taken.changed_inbox = false;
            taken.note = fmt::format("segment {} of {} kept, {} there", concat->number, concat->total, there.count);
            return taken;
        }
        text = std::move(there.text);
    }

    DialogueOutcome outcome;
    if (text) {
        Dialogue dialogue{db_, settings_};
        outcome =
            dialogue.receive(deliver.originator, *text, arrival.line, arrival.line_name, smsc_at, now, sure_clock);
    } else
        outcome.note = "data, kept raw";
    const auto row = add_row(sender, text, arrival.line, now, smsc_at, true, outcome.keyword);
    if (whole)
        give(*whole, row);
    else
        db_.run("UPDATE part SET inbox_id = ?2 WHERE id = ?1", part, row);
    taken.changed_outbox = outcome.answered;
    taken.note = fmt::format("inbox {}: {}", row, outcome.note);
    return taken;
}

void Inbox::forget_slot(LineId line, const std::string& storage, unsigned slot)
{
    db_.run("DELETE FROM part WHERE line_id = ?1 AND slot = ?2 AND slot IS NOT NULL AND storage = ?3 AND report = 1",
            line, slot, storage);
    db_.run("UPDATE part SET slot = NULL WHERE line_id = ?1 AND slot = ?2 AND slot IS NOT NULL AND storage = ?3", line,
            slot, storage);
}

int Inbox::give_up_incomplete(Time now)
{
    std::vector<LongMessage> sets;
    {
        auto rows = db_.query(
            "SELECT sender, reference, total, line_id FROM part WHERE inbox_id IS NULL AND sender IS NOT NULL "
            "GROUP BY sender, reference, total, line_id HAVING max(received_at) <= ?1",
            now - reassembly_window);
        while (rows.step())
            sets.push_back({rows.text(0), rows.integer(1), rows.integer(2), rows.integer(3)});
    }
    for (const auto& set : sets) {
        const auto there = waiting(set, Time::min());
        const auto row =
            add_row(set.sender, there.text, set.line, there.received_at.value_or(now), there.smsc_at, false, {});
        give(set, row);
    }
    return static_cast<int>(sets.size());
}

void add_network_text(Connection& db, LineId line, const std::string& text, Time now)
{
    db.run("INSERT INTO inbox(text, line_id, received_at, complete, kind) VALUES (?1, ?2, ?3, 1, 'ussd')", text, line,
           now);
}
} // namespace nida::daemon
