#include "daemon/inbox/inbox.hpp"

#include "daemon/inbox/muted.hpp"
#include "daemon/outbox/outbox.hpp"
#include "daemon/outbox/unreachable.hpp"
#include "daemon/store/worker.hpp"
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
constexpr auto reply_window = std::chrono::days{7}; // how long a text is taken for an answer to a campaign

// More than a modem's storages hold.
constexpr int latest_segments = 1000;

constexpr std::int64_t longest_message = 255; // segments (TS 23.040 §9.2.3.24.1)

std::vector<std::uint8_t> octets_of(const std::string& pdu)
{
    if (auto octets = protocol::from_hex(pdu, "PDU")) return std::move(*octets);
    // Not even hex: the characters themselves are kept.
    return {pdu.begin(), pdu.end()};
}

// Ports address a program on the phone, 8-bit data has no alphabet: neither is text for people.
bool is_text(const protocol::DecodedUserData& content)
{
    return content.alphabet != protocol::Alphabet::eight_bit && content.data.empty() && !content.udh.destination_port();
}

/// 16-bit references are another set of numbers than 8-bit ones.
std::int64_t reference_of(const protocol::Concatenation& concatenation)
{
    return static_cast<std::int64_t>(concatenation.reference) + (concatenation.sixteen_bit ? 0x10000 : 0);
}

std::optional<Time> as_time(const std::optional<protocol::TimeStamp>& stamp)
{
    if (!stamp) return {};
    return Time{stamp->utc};
}
} // namespace

std::string Inbox::number_of(const protocol::Address& address) const
{
    const auto written = address.text();
    if (address.is_alphanumeric()) return written;
    const auto parsed = protocol::parse_number(written, settings_.country);
    return parsed && parsed->possible ? parsed->text() : written;
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
    std::optional<std::string> number;
    if (sender)
        if (const auto parsed = protocol::parse_number(*sender, settings_.country); parsed && parsed->possible)
            number = parsed->text();
    // What they write within some days of a campaign is taken for an answer to it.
    db_.run("INSERT INTO inbox(sender, text, line_id, received_at, smsc_at, complete, keyword, number, campaign_id) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, (SELECT campaign_id FROM message WHERE recipient = ?8 AND "
            "campaign_id IS NOT NULL AND sent_at BETWEEN ?9 AND ?4 ORDER BY id DESC LIMIT 1))",
            sender, text, line, received_at, smsc_at, complete, keyword, number, received_at - reply_window);
    return db_.last_id();
}

void Inbox::mark_unreadable(std::int64_t row, std::int64_t part, const protocol::DecodeError& why)
{
    db_.run("UPDATE inbox SET trouble = ?2 WHERE id = ?1", row, why.text());
    db_.run("UPDATE part SET inbox_id = ?2 WHERE id = ?1", part, row);
}

Taken Inbox::take(const Arrival& arrival, Time now, bool sure_clock)
{
    std::string why;
    db_.run("SAVEPOINT arrival");
    try {
        auto taken = take_as_what_it_is(arrival, now, sure_clock);
        db_.run("RELEASE arrival");
        return taken;
    } catch (const SQLite::Exception& e) {
        if (is_of_the_disk(e.getErrorCode() & 0xFF)) throw;
        why = e.what();
    } catch (const std::exception& e) {
        why = e.what();
    }
    // What was not foreseen must not keep the others in the modem for ever.
    db_.run("ROLLBACK TO arrival");
    auto taken = keep_as_it_is(arrival, "it could not be handled, which is an error in nidad: " + why, now);
    db_.run("RELEASE arrival");
    return taken;
}

Taken Inbox::take_as_what_it_is(const Arrival& arrival, Time now, bool sure_clock)
{
    const auto octets = octets_of(arrival.pdu);
    if (was_taken(arrival, octets, now)) return {Taken::What::repeated, "seen before, kept once", {}};

    const auto decoded = protocol::decode_received(octets, arrival.tpdu_octets);
    if (const auto* submit = decoded ? std::get_if<protocol::SubmitPdu>(&decoded->tpdu) : nullptr) {
        // What the modem calls sent, or to be sent, is set apart before. This it calls received.
        if (was_sent_from(arrival.line, *submit))
            return {Taken::What::own_copy, "the modem's copy of a sent message", {}};
        return keep_as_it_is(
            arrival, "the modem says that it came in, but it is an SMS-SUBMIT, and none that was sent from here lately",
            now);
    }

    if (decoded)
        if (const auto* deliver = std::get_if<protocol::DeliverPdu>(&decoded->tpdu))
            if (auto dropped = drop_if_muted(arrival, *deliver, octets, now, sure_clock)) return *dropped;

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

bool Inbox::was_sent_from(LineId line, const protocol::SubmitPdu& copy)
{
    const auto& ud = copy.user_data;
    return db_
        .query("SELECT 1 FROM (SELECT message_id, dcs, has_udh, length, user_data FROM segment WHERE line_id = ?1 "
               "ORDER BY submitting_at DESC LIMIT ?2) s CROSS JOIN message m ON m.id = s.message_id WHERE m.recipient "
               "= ?3 AND s.dcs = ?4 AND s.has_udh = ?5 AND s.length = ?6 AND s.user_data = ?7",
               line, latest_segments, copy.destination.text(), ud.dcs, ud.has_udh, ud.length, ud.octets)
        .step();
}

Taken Inbox::keep_as_it_is(const Arrival& arrival, const std::string& why, Time now)
{
    const auto octets = octets_of(arrival.pdu);
    if (was_taken(arrival, octets, now)) return {Taken::What::repeated, "seen before, kept once", {}};
    const auto part = keep(arrival, octets, now);
    const auto row = add_row({}, {}, arrival.line, now, {}, true, {});
    db_.run("UPDATE inbox SET trouble = ?2 WHERE id = ?1", row, why);
    db_.run("UPDATE part SET inbox_id = ?2 WHERE id = ?1", part, row);
    Taken taken{Taken::What::unreadable, fmt::format("kept raw as inbox {}: {}", row, why), {}};
    taken.changed_inbox = true;
    return taken;
}

Taken Inbox::take_report(const Arrival& arrival, std::int64_t part, const protocol::StatusReportPdu& report,
                         const std::vector<std::uint8_t>& octets, Time now, bool sure_clock)
{
    // The report is kept by the outbox; the part row is needed only against reading its slot twice.
    if (arrival.slot)
        db_.run("UPDATE part SET report = 1 WHERE id = ?1", part);
    else
        db_.run("DELETE FROM part WHERE id = ?1", part);
    const auto recipient = number_of(report.recipient);
    const auto match = Outbox{db_}.report(arrival.line, report.message_reference, recipient, report.status,
                                          as_time(report.submitted), octets, now, sure_clock);

    Taken taken{Taken::What::status_report, {}, {}};
    if (report.discharged) taken.smsc_at = report.discharged->utc;
    taken.changed_outbox = match.message && !match.repeated;
    if (match.stray) taken.unexplained_report_to = recipient;
    if (match.repeated)
        taken.note =
            fmt::format("status report {} with reference {}: nothing new", report.status, report.message_reference);
    else if (!match.message)
        taken.note = fmt::format("status report {} with reference {} matches no message: kept", report.status,
                                 report.message_reference);
    else if (match.doubled)
        taken.note =
            fmt::format("message {}: both copies left, the one in doubt and the one sent again", *match.message);
    else
        taken.note = fmt::format("status report: message {} is {}", *match.message, to_string(match.state));
    return taken;
}

/// A text by which somebody leaves is heard in any flood; everything else of it is only counted.
std::optional<Taken> Inbox::drop_if_muted(const Arrival& arrival, const protocol::DeliverPdu& deliver,
                                          const std::vector<std::uint8_t>& octets, Time now, bool sure_clock)
{
    if (settings_.sender_limit_per_hour <= 0) return {};
    const auto sender = deliver.originator.text();
    const auto number = number_of(deliver.originator);
    if (number.empty()) return {}; // some services write without one: who is it that would be muted?
    if (std::ranges::find(settings_.never_muted, number) != settings_.never_muted.end()) return {};
    const auto smsc_at = as_time(deliver.time);
    const auto& ud = deliver.user_data;
    const auto content = protocol::decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets);
    const auto limit = settings_.sender_limit_per_hour;
    const auto most_parts = std::max<std::int64_t>(10LL * limit, longest_message);
    Muted muted{db_};
    const auto kept = muted.kept(sender, number, most_parts, now);
    const bool is_muted = muted.contains(number, now);
    if (kept.parts < most_parts) {
        if (!is_muted && kept.messages < limit) return {};
        // What is begun is taken whole.
        if (content && completes_what_waits(deliver, *content, arrival.line, octets, now)) return {};
    }

    Taken taken{Taken::What::muted, "", {}};
    if (!is_muted) {
        const auto how_much = kept.messages < limit ? fmt::format("{} segments of long messages", kept.parts)
                                                    : fmt::format("{} messages", limit);
        muted.begin(number, arrival.line, now);
        const auto row = add_row(number, {}, arrival.line, now, {}, true, {});
        db_.run("UPDATE inbox SET kind = 'muted', trouble = ?2 WHERE id = ?1", row,
                fmt::format("muted: {} came within an hour; until an hour has passed without any, nothing "
                            "more of this sender is kept but how many there were",
                            how_much));
        taken.note = fmt::format("inbox {}: a sender of {} within an hour is muted", row, how_much);
        taken.changed_inbox = true;
    }
    muted.drop(number, smsc_at, now);
    if (deliver.time) taken.smsc_at = deliver.time->utc;
    if (content && is_text(*content))
        taken.changed_outbox = Dialogue{db_, settings_}.receive_muted(deliver.originator, content->text, arrival.line,
                                                                      arrival.line_name, smsc_at, now, sure_clock);
    return taken;
}

/// Whether it is a segment that a long message waits for.
bool Inbox::completes_what_waits(const protocol::DeliverPdu& deliver, const protocol::DecodedUserData& content,
                                 LineId line, const std::vector<std::uint8_t>& octets, Time now)
{
    const auto concat = content.udh.concatenation();
    if (!concat || concat->total <= 1) return false;
    WaitingPart part{0, concat->number, as_time(deliver.time), now, {}, octets};
    if (is_text(content)) part.text = content.text;
    return lacks({deliver.originator.text(), reference_of(*concat), concat->total, line}, std::move(part), now);
}

Taken Inbox::take_deliver(const Arrival& arrival, std::int64_t part, const protocol::DeliverPdu& deliver, Time now,
                          bool sure_clock)
{
    Taken taken{Taken::What::message, {}, {}};
    if (deliver.time) taken.smsc_at = deliver.time->utc;
    taken.changed_inbox = true;
    const auto sender = deliver.originator.text();
    const auto smsc_at = as_time(deliver.time);
    db_.run("UPDATE part SET sender = ?2, smsc_at = ?3 WHERE id = ?1", part, sender, smsc_at);
    note_reached(db_, number_of(deliver.originator));
    const auto& ud = deliver.user_data;
    const auto content = protocol::decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets);
    if (!content) {
        const auto row = add_row(sender, {}, arrival.line, now, smsc_at, true, {});
        mark_unreadable(row, part, content.error());
        taken.what = Taken::What::unreadable;
        taken.note = fmt::format("kept raw as inbox {}: {}", row, content.error().text());
        return taken;
    }

    std::optional<std::string> text;
    if (is_text(*content)) text = content->text;

    const auto concat = content->udh.concatenation();
    if (!concat || concat->total <= 1) {
        const auto row = add_message(arrival, deliver.originator, text, smsc_at, now, sure_clock, taken);
        db_.run("UPDATE part SET inbox_id = ?2 WHERE id = ?1", part, row);
        return taken;
    }

    const auto reference = reference_of(*concat);
    db_.run("UPDATE part SET reference = ?2, total = ?3, number = ?4, text = ?5 WHERE id = ?1", part, reference,
            concat->total, concat->number, text);
    const LongMessage kind{sender, reference, concat->total, arrival.line};
    bool whole = false;
    for (const auto& message : messages_among(waiting_parts(kind, now - reassembly_window), kind.total)) {
        if (message.numbers < kind.total) {
            if (message.contains(part))
                taken.note =
                    fmt::format("segment {} of {} kept, {} there", concat->number, concat->total, message.numbers);
            continue;
        }
        const auto row = add_message(arrival, deliver.originator, text_of(message, kind.total), message.stamp, now,
                                     sure_clock, taken);
        give(message, row);
        whole = true;
    }
    if (!whole) {
        taken.what = Taken::What::part;
        taken.changed_inbox = give_up_oldest_of(sender, now);
    }
    return taken;
}

/// A whole message becomes a row, and is answered.
std::int64_t Inbox::add_message(const Arrival& arrival, const protocol::Address& sender,
                                const std::optional<std::string>& text, std::optional<Time> smsc_at, Time now,
                                bool sure_clock, Taken& taken)
{
    DialogueOutcome outcome;
    if (text) {
        Dialogue dialogue{db_, settings_};
        outcome = dialogue.receive(sender, *text, arrival.line, arrival.line_name, smsc_at, now, sure_clock);
    } else
        outcome.note = "data, kept raw";
    const auto row = add_row(sender.text(), text, arrival.line, now, smsc_at, true, outcome.keyword);
    taken.changed_outbox = taken.changed_outbox || outcome.answered || outcome.counted;
    taken.note = fmt::format("inbox {}: {}", row, outcome.note);
    return row;
}

void Inbox::forget_slot(LineId line, const std::string& storage, unsigned slot)
{
    db_.run("DELETE FROM part WHERE line_id = ?1 AND slot = ?2 AND slot IS NOT NULL AND storage = ?3 AND report = 1",
            line, slot, storage);
    db_.run("UPDATE part SET slot = NULL WHERE line_id = ?1 AND slot = ?2 AND slot IS NOT NULL AND storage = ?3", line,
            slot, storage);
}

void Inbox::forget_slot(LineId line, const std::string& storage, unsigned slot, const std::string& pdu)
{
    const auto octets = octets_of(pdu);
    db_.run("DELETE FROM part WHERE line_id = ?1 AND slot = ?2 AND slot IS NOT NULL AND storage = ?3 AND pdu = ?4 AND "
            "report = 1",
            line, slot, storage, octets);
    db_.run("UPDATE part SET slot = NULL WHERE line_id = ?1 AND slot = ?2 AND slot IS NOT NULL AND storage = ?3 AND "
            "pdu = ?4",
            line, slot, storage, octets);
}

void add_network_text(Connection& db, LineId line, const std::string& text, Time now)
{
    db.run("INSERT INTO inbox(text, line_id, received_at, complete, kind) VALUES (?1, ?2, ?3, 1, 'ussd')", text, line,
           now);
}
} // namespace nida::daemon
