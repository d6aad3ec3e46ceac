#include "daemon/outbox/rows.hpp"

#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <limits>

namespace nida::daemon
{
namespace
{
struct IdRange {
    MessageId after, up_to;
};

/// Narrows the rows to be looked through, where an index knows how far they reach.
IdRange reach(Connection& db, const OutboxFilter& filter, MessageId since)
{
    IdRange range{since, std::numeric_limits<MessageId>::max()};
    const auto narrow = [&](Query row) {
        if (!row.step() || row.is_null(0)) {
            range.up_to = range.after;
            return;
        }
        range = {std::max(range.after, row.integer(0) - 1), std::min(range.up_to, row.integer(1))};
    };
    if (filter.campaign)
        narrow(db.query("SELECT min(id), max(id) FROM message INDEXED BY message_campaign WHERE campaign_id = ?1",
                        *filter.campaign));
    if (filter.state == State::in_doubt) narrow(db.query("SELECT min(id), max(id) FROM message WHERE state = 6"));
    return range;
}

boost::json::array references(Connection& db, MessageId id, std::int64_t segments)
{
    boost::json::array found;
    auto rows = db.query("SELECT reference FROM segment WHERE message_id = ?1 ORDER BY number", id);
    while (rows.step()) {
        if (rows.is_null(0))
            found.emplace_back(nullptr);
        else
            found.emplace_back(rows.integer(0));
    }
    // Segments are written when the message begins.
    while (static_cast<std::int64_t>(found.size()) < std::min<std::int64_t>(segments, protocol::max_segments))
        found.emplace_back(nullptr);
    return found;
}

boost::json::value error_of(const Query& row, int code, int text)
{
    if (row.is_null(code)) return nullptr;
    return boost::json::object{{"code", row.text(code)}, {"text", json_text(row.optional_text(text))}};
}

boost::json::value number_or_null(const Query& row, int column)
{
    if (row.is_null(column)) return nullptr;
    return row.integer(column);
}

boost::json::object present(Connection& db, const Query& row)
{
    const auto id = row.integer(0);
    return {
        {"id", id},
        {"key", json_text(row.optional_text(1))},
        {"campaign", number_or_null(row, 2)},
        {"to", row.text(3)},
        {"text", json_text(row.optional_text(4))},
        {"priority", to_string(row.as<Priority>(5))},
        {"state", to_string(row.as<State>(6))},
        {"line", json_text(row.optional_text(7))},
        {"segments", row.integer(8)},
        {"references", references(db, id, row.integer(8))},
        {"attempts", row.integer(9)},
        {"error", error_of(row, 10, 11)},
        {"queued_at", json_time(row.time(12))},
        {"submitting_at", json_time(row.optional_time(13))},
        {"sent_at", json_time(row.optional_time(14))},
        {"in_doubt_at", json_time(row.optional_time(15))},
        {"finished_at", json_time(row.optional_time(16))},
    };
}

boost::json::array pdus(Connection& db, std::int64_t inbox_id)
{
    boost::json::array found;
    auto rows = db.query("SELECT pdu FROM part WHERE inbox_id = ?1 AND pdu IS NOT NULL ORDER BY number, id", inbox_id);
    while (rows.step())
        found.emplace_back(protocol::to_hex(rows.octets(0)));
    return found;
}
} // namespace

Page outbox_page(Connection& db, const OutboxFilter& filter, PageRange range)
{
    // By id alone: any index on state or campaign would have to be sorted anew for each page.
    constexpr const char* sql =
        "SELECT m.id, m.key, m.campaign_id, m.recipient, coalesce(m.text, t.text, c.text), m.priority, m.state, "
        "l.name, "
        "m.segments, m.attempts, m.error_code, m.error_text, m.queued_at, m.submitting_at, m.sent_at, m.in_doubt_at, "
        "m.finished_at FROM message m LEFT JOIN campaign c ON c.id = m.campaign_id LEFT JOIN campaign_text t ON "
        "t.campaign_id = m.campaign_id AND t.number = m.variant LEFT JOIN line l ON l.id = "
        "m.line_id "
        "WHERE m.id > ?1 AND m.id <= ?2 AND (?3 IS NULL OR m.state = ?3) AND (?4 IS NULL OR m.campaign_id = ?4) "
        "ORDER BY m.id LIMIT ?5";
    Page page{range};
    const auto [after, up_to] = reach(db, filter, range.since);
    auto rows = db.query(sql, after, up_to, filter.state, filter.campaign, page.rows_to_read());
    while (rows.step() && page.add(present(db, rows)))
        ;
    return page;
}

std::optional<boost::json::object> outbox_row(Connection& db, MessageId id)
{
    constexpr const char* sql =
        "SELECT m.id, m.key, m.campaign_id, m.recipient, coalesce(m.text, t.text, c.text), m.priority, m.state, "
        "l.name, "
        "m.segments, m.attempts, m.error_code, m.error_text, m.queued_at, m.submitting_at, m.sent_at, m.in_doubt_at, "
        "m.finished_at FROM message m LEFT JOIN campaign c ON c.id = m.campaign_id LEFT JOIN campaign_text t ON "
        "t.campaign_id = m.campaign_id AND t.number = m.variant LEFT JOIN line l ON l.id = "
        "m.line_id "
        "WHERE m.id = ?1";
    auto row = db.query(sql, id);
    if (!row.step()) return {};
    return present(db, row);
}

Page inbox_page(Connection& db, PageRange range)
{
    Page page{range};
    auto rows = db.query(
        "SELECT i.id, i.sender, i.text, l.name, i.received_at, i.smsc_at, i.complete, i.keyword, i.kind, "
        "i.trouble, i.campaign_id FROM inbox i JOIN line l ON l.id = i.line_id WHERE i.id > ?1 ORDER BY i.id LIMIT ?2",
        range.since, page.rows_to_read());
    while (rows.step()) {
        const boost::json::object row{
            {"id", rows.integer(0)},
            {"kind", rows.text(8)},
            {"from", json_text(rows.optional_text(1))},
            {"text", json_text(rows.optional_text(2))},
            {"line", rows.text(3)},
            {"received_at", json_time(rows.time(4))},
            {"smsc_at", json_time(rows.optional_time(5))},
            {"complete", rows.integer(6) != 0},
            {"keyword", json_text(rows.optional_text(7))},
            {"trouble", json_text(rows.optional_text(9))},
            {"campaign", rows.is_null(10) ? boost::json::value(nullptr) : boost::json::value(rows.integer(10))},
            {"pdus", pdus(db, rows.integer(0))},
        };
        if (!page.add(row)) break;
    }
    return page;
}
} // namespace nida::daemon
