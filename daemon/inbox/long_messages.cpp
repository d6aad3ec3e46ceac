// The part of Inbox that waits for the segments of long messages.
#include "daemon/inbox/inbox.hpp"

#include "protocol/content/joined_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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

std::vector<WaitingPart> Inbox::waiting_parts(const LongMessage& kind, Time since)
{
    std::vector<WaitingPart> parts;
    auto rows = db_.query("SELECT id, number, smsc_at, received_at, text, pdu FROM part INDEXED BY part_waiting WHERE "
                          "inbox_id IS NULL AND sender = ?1 AND reference = ?2 AND total = ?3 AND line_id = ?4 AND "
                          "received_at > ?5 ORDER BY id",
                          kind.sender, kind.reference, kind.total, kind.line, since);
    while (rows.step())
        parts.push_back({rows.integer(0), rows.integer(1), rows.optional_time(2), rows.time(3), rows.optional_text(4),
                         rows.octets(5)});
    return parts;
}

bool Inbox::lacks(const LongMessage& kind, WaitingPart part, Time now)
{
    auto parts = waiting_parts(kind, now - reassembly_window);
    if (parts.empty()) return false;
    const auto newest = parts.back().id + 1;
    const auto number = part.number;
    part.id = newest;
    parts.push_back(std::move(part));
    for (const auto& message : messages_among(std::move(parts), kind.total))
        if (message.contains(newest))
            return message.parts.size() > 1 && std::ranges::count(message.parts, number, &WaitingPart::number) == 1;
    return false;
}

std::optional<std::string> Inbox::text_of(const PartsOfMessage& message, std::int64_t total)
{
    protocol::SegmentSet set{static_cast<unsigned>(total), {}};
    std::map<std::int64_t, const WaitingPart*> by_number;
    for (const auto& part : message.parts)
        by_number.try_emplace(part.number, &part);
    bool has_text = false;
    for (const auto& [number, part] : by_number) {
        has_text = has_text || part->text;
        if (auto segment = segment_in(part->pdu, number, total)) set.segments.push_back(std::move(*segment));
    }
    if (!has_text) return {};
    return protocol::join(set, gap).text;
}

void Inbox::give(const PartsOfMessage& message, std::int64_t row)
{
    for (const auto& part : message.parts)
        db_.run("UPDATE part SET inbox_id = ?2 WHERE id = ?1", part.id, row);
}

/// @return how many segments no longer wait
int Inbox::give_up(const LongMessage& kind, std::int64_t part, Time now)
{
    const auto all = messages_among(waiting_parts(kind, Time::min()), kind.total);
    const auto message = std::ranges::find_if(all, [part](const auto& one) { return one.contains(part); });
    if (message == all.end()) return 0;
    const auto first = std::ranges::min(message->parts, {}, &WaitingPart::id);
    const auto row = add_row(kind.sender, text_of(*message, kind.total), kind.line, std::min(first.received_at, now),
                             first.stamp, false, {});
    db_.run("UPDATE inbox SET trouble = ?2 WHERE id = ?1", row,
            message->numbers < kind.total
                ? fmt::format("incomplete: {} of its {} segments came", message->numbers, kind.total)
                : "its segments came too late for an answer");
    give(*message, row);
    return static_cast<int>(message->parts.size());
}

bool Inbox::give_up_oldest_of(const std::string& sender, Time now)
{
    std::optional<LongMessage> kind;
    std::int64_t oldest = 0;
    {
        auto count = db_.query(
            "SELECT count(*) FROM part INDEXED BY part_waiting WHERE inbox_id IS NULL AND sender = ?1", sender);
        if (!count.step() || count.integer(0) <= most_waiting_of_one) return false;
        auto row = db_.query("SELECT reference, total, line_id, id FROM part INDEXED BY part_waiting WHERE inbox_id IS "
                             "NULL AND sender = ?1 ORDER BY id LIMIT 1",
                             sender);
        if (!row.step()) return false;
        kind = LongMessage{sender, row.integer(0), row.integer(1), row.integer(2)};
        oldest = row.integer(3);
    }
    give_up(*kind, oldest, now);
    return true;
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
        std::optional<LongMessage> kind;
        std::int64_t oldest = 0;
        const auto take_first = [&](Query rows) {
            if (!rows.step()) return;
            kind = LongMessage{rows.text(0), rows.integer(1), rows.integer(2), rows.integer(3)};
            oldest = rows.integer(4);
        };
        if (too_many > 0)
            take_first(db_.query("SELECT sender, reference, total, line_id, id FROM part INDEXED BY part_waiting_since "
                                 "WHERE inbox_id IS NULL AND sender "
                                 "IS NOT NULL ORDER BY received_at LIMIT 1"));
        else
            // One that uses an old one's reference again may be arriving just now.
            take_first(
                db_.query("SELECT sender, reference, total, line_id, id FROM part p INDEXED BY part_waiting_since "
                          "WHERE inbox_id IS NULL AND "
                          "sender IS NOT NULL AND received_at <= ?1 AND NOT EXISTS (SELECT 1 FROM part INDEXED "
                          "BY part_waiting WHERE "
                          "inbox_id IS NULL AND sender = p.sender AND reference = p.reference AND total = "
                          "p.total AND line_id = p.line_id AND received_at > ?2) ORDER BY received_at LIMIT 1",
                          latest, now - arriving));
        if (!kind) break;
        too_many -= give_up(*kind, oldest, now);
        ++given_up;
    }
    return given_up;
}
} // namespace nida::daemon
