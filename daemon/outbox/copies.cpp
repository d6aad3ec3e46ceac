#include "daemon/outbox/outbox.hpp"
#include "modem/crash_point.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// A modem that lost us may be sending from the copy still, for as long as the network's timers run.
constexpr auto longest_flight = 5min;

struct Owner {
    MessageId message;
    unsigned number;
    Time submitting_at;
};

bool is_of(const Query& row, int dcs, const protocol::UserData& user_data)
{
    return row.integer(dcs) == user_data.dcs && (row.integer(dcs + 1) != 0) == user_data.has_udh &&
           row.integer(dcs + 2) == user_data.length && row.octets(dcs + 3) == user_data.octets;
}

/// The segments in doubt that this could be a copy of, on any line: a modem's memory stays when its SIM goes.
std::vector<Owner> owners_in_doubt(Connection& db, const Outbox::StoredCopy& copy)
{
    std::vector<Owner> owners;
    auto rows =
        db.query("SELECT s.message_id, s.number, s.submitting_at, s.dcs, s.has_udh, s.length, s.user_data FROM "
                 "segment s CROSS JOIN message m ON m.id = s.message_id WHERE s.doubted = 1 AND s.state IN (0, 6) "
                 "AND m.recipient = ?1",
                 copy.recipient);
    while (rows.step())
        if (is_of(rows, 3, copy.user_data))
            owners.push_back(
                {rows.integer(0), static_cast<unsigned>(rows.integer(1)), rows.optional_time(2).value_or(Time{})});
    return owners;
}

/// Whether it is the segment that was last given to the line, and over.
bool is_last_of(Connection& db, LineId line, const Outbox::StoredCopy& copy)
{
    auto row =
        db.query("SELECT s.dcs, s.has_udh, s.length, s.user_data FROM line l CROSS JOIN segment s ON s.message_id = "
                 "l.last_message AND s.number = l.last_number CROSS JOIN message m ON m.id = s.message_id "
                 "WHERE l.id = ?1 AND m.recipient = ?2 AND s.state NOT IN (1, 6)",
                 line, copy.recipient);
    return row.step() && is_of(row, 0, copy.user_data);
}

std::string distrusted(LineId line, const std::string& storage, unsigned slot)
{
    return fmt::format("old copy {} {} {}", line, storage, slot);
}
} // namespace

void Outbox::distrust_copy(LineId line, const std::string& storage, unsigned slot)
{
    db_.run("INSERT OR REPLACE INTO setting(name, value) VALUES (?1, '')", distrusted(line, storage, slot));
}

void Outbox::forget_copy(LineId line, const std::string& storage, unsigned slot)
{
    db_.run("DELETE FROM setting WHERE name = ?1", distrusted(line, storage, slot));
}

/// The copy shows that the segment was sent, but not under which reference. @return false where its message was over
bool Outbox::settle_as_sent(MessageId id, unsigned number, Time now)
{
    db_.run("UPDATE segment SET state = 2, result_at = ?3 WHERE message_id = ?1 AND number = ?2", id, number, now);
    bool over = false;
    {
        auto row = db_.query("SELECT state FROM message WHERE id = ?1", id);
        over = row.step() && is_final(row.as<State>(0));
    }
    if (over)
        db_.run("UPDATE message SET error_text = error_text || '; the modem''s copy shows that it had been sent' WHERE "
                "id = ?1",
                id);
    derive(id, now);
    return !over;
}

Outbox::CopyTaken Outbox::take_copy(LineId line, const StoredCopy& copy, Time now)
{
    const auto owners = owners_in_doubt(db_, copy);
    if (owners.empty()) return {copy.sent || is_last_of(db_, line, copy), {}};
    if (!copy.sent) return {now - owners.front().submitting_at > longest_flight, {}}; // it says nothing
    {
        auto old = db_.query("SELECT 1 FROM setting WHERE name = ?1", distrusted(line, copy.storage, copy.slot));
        if (old.step()) return {true, {}};
    }
    if (owners.size() > 1) return {}; // which of them, nobody can tell
    modem::crash_point("outbox.settled_by_copy", owners.front().message, owners.front().number);
    settle_as_sent(owners.front().message, owners.front().number, now);
    return {true, owners.front().message};
}
} // namespace nida::daemon
