// The part of Inbox that waits for the segments of long messages.
#include "daemon/inbox/inbox.hpp"

#include "protocol/content/joined_message.hpp"

namespace nida::daemon
{
namespace
{
// Stored in place of a segment that never came.
constexpr const char* gap = "[…]";

// Two of the longest messages may wait of one sender, and so much in all. Whoever sends more gets what waits for longest kept as it is.
constexpr std::int64_t most_waiting_of_one = 2 * 255;
constexpr std::int64_t most_waiting = 20'000;
// The segments of a message come within minutes.
constexpr auto arriving = std::chrono::minutes{10};
// A commit is shared with others, who wait for it.
constexpr int most_given_up_at_once = 50;

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

std::size_t Inbox::count_waiting(const LongMessage& message, Time now)
{
    auto row = db_.query("SELECT count(DISTINCT number) FROM part INDEXED BY part_waiting WHERE inbox_id IS NULL AND "
                         "sender = ?1 AND reference "
                         "= ?2 AND total = ?3 AND line_id = ?4 AND received_at > ?5",
                         message.sender, message.reference, message.total, message.line, now - reassembly_window);
    return row.step() ? static_cast<std::size_t>(row.integer(0)) : 0;
}

Inbox::Waiting Inbox::waiting(const LongMessage& message, Time since)
{
    Waiting waiting;
    protocol::SegmentSet set{static_cast<unsigned>(message.total), {}};
    bool has_text = false;
    // The newest copy of each number: a sender that uses a reference again begins a new message.
    auto rows = db_.query("SELECT max(id), number, pdu, text IS NOT NULL, received_at, smsc_at FROM part INDEXED BY "
                          "part_waiting WHERE inbox_id "
                          "IS NULL AND sender = ?1 AND reference = ?2 AND total = ?3 AND line_id = ?4 AND "
                          "received_at > ?5 GROUP BY number ORDER BY number",
                          message.sender, message.reference, message.total, message.line, since);
    while (rows.step()) {
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
    db_.run("UPDATE part INDEXED BY part_waiting SET inbox_id = ?1 WHERE inbox_id IS NULL AND sender = ?2 AND "
            "reference = ?3 AND total = ?4 AND "
            "line_id = ?5",
            row, message.sender, message.reference, message.total, message.line);
}

void Inbox::give_up(const LongMessage& message, Time now)
{
    const auto there = waiting(message, Time::min());
    const auto row =
        add_row(message.sender, there.text, message.line, there.received_at.value_or(now), there.smsc_at, false, {});
    give(message, row);
}

bool Inbox::give_up_oldest_of(const std::string& sender, Time now)
{
    std::optional<LongMessage> oldest;
    {
        auto count = db_.query(
            "SELECT count(*) FROM part INDEXED BY part_waiting WHERE inbox_id IS NULL AND sender = ?1", sender);
        if (!count.step() || count.integer(0) <= most_waiting_of_one) return false;
        auto row = db_.query("SELECT reference, total, line_id FROM part INDEXED BY part_waiting WHERE inbox_id IS "
                             "NULL AND sender = ?1 ORDER BY id LIMIT 1",
                             sender);
        if (row.step()) oldest = LongMessage{sender, row.integer(0), row.integer(1), row.integer(2)};
    }
    if (oldest) give_up(*oldest, now);
    return oldest.has_value();
}

int Inbox::give_up_incomplete(Time now, bool sure_clock)
{
    std::int64_t too_many = 0;
    {
        auto count = db_.query(
            "SELECT count(*) FROM part INDEXED BY part_waiting_since WHERE inbox_id IS NULL AND sender IS NOT NULL");
        if (count.step()) too_many = count.integer(0) - most_waiting;
    }
    const auto latest = sure_clock ? now - reassembly_window : Time::min();
    int given_up = 0;
    while (given_up < most_given_up_at_once) {
        std::optional<LongMessage> oldest;
        const auto take_first = [&oldest](Query rows) {
            if (rows.step()) oldest = LongMessage{rows.text(0), rows.integer(1), rows.integer(2), rows.integer(3)};
        };
        if (too_many > 0)
            take_first(db_.query("SELECT sender, reference, total, line_id FROM part INDEXED BY part_waiting_since "
                                 "WHERE inbox_id IS NULL AND sender "
                                 "IS NOT NULL ORDER BY received_at LIMIT 1"));
        else
            // One that uses an old one's reference again may be arriving just now.
            take_first(db_.query("SELECT sender, reference, total, line_id FROM part p INDEXED BY part_waiting_since "
                                 "WHERE inbox_id IS NULL AND "
                                 "sender IS NOT NULL AND received_at <= ?1 AND NOT EXISTS (SELECT 1 FROM part INDEXED "
                                 "BY part_waiting WHERE "
                                 "inbox_id IS NULL AND sender = p.sender AND reference = p.reference AND total = "
                                 "p.total AND line_id = p.line_id AND received_at > ?2) ORDER BY received_at LIMIT 1",
                                 latest, now - arriving));
        if (!oldest) break;
        give_up(*oldest, now);
        too_many -= db_.changes(); // of the last statement, which gave the segments to their row
        ++given_up;
    }
    return given_up;
}
} // namespace nida::daemon
