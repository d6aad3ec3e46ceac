#include "daemon/outbox/ceiling.hpp"

#include "daemon/api/page.hpp"

#include <limits>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// Segments that are still to come of messages that have begun are never so many: where more are free, they are not counted.
constexpr std::int64_t most_begun = 1000;
constexpr const char* lifted_setting = "ceiling: lifted until";
} // namespace

std::int64_t Ceiling::used(Time now, std::int64_t most)
{
    auto row = db_.query("SELECT count(*) FROM (SELECT 1 FROM line l CROSS JOIN segment s WHERE s.line_id = l.id AND "
                         "s.submitting_at > ?1 LIMIT ?2)",
                         now - 24h, most);
    return row.step() ? row.integer(0) : 0;
}

/// Segments that are still to come of messages that have begun: they may finish.
std::int64_t Ceiling::begun()
{
    std::int64_t count = 0;
    for (auto* const sql :
         {"SELECT count(*) FROM line l CROSS JOIN message m CROSS JOIN segment s WHERE m.state = 0 AND m.line_id IS "
          "NOT NULL AND m.line_id = l.id AND s.message_id = m.id AND s.state = 0",
          "SELECT count(*) FROM line l CROSS JOIN segment f CROSS JOIN segment s WHERE f.line_id = l.id AND f.state = "
          "1 AND s.message_id = f.message_id AND s.state = 0",
          "SELECT count(*) FROM message m INDEXED BY message_doubt CROSS JOIN segment s WHERE m.state = 6 AND "
          "s.message_id = m.id AND s.state = 0"}) {
        auto row = db_.query(sql);
        if (row.step()) count += row.integer(0);
    }
    return count;
}

std::int64_t Ceiling::used(Time now) { return used(now, std::numeric_limits<std::int64_t>::max()); }

std::optional<Time> Ceiling::over(int ceiling, bool urgent, unsigned segments, Time now)
{
    const std::int64_t most = urgent ? 2LL * ceiling : ceiling;
    const auto spent = used(now, most);
    if (spent == 0 || spent + segments + most_begun <= most) return {};
    if (spent + segments + begun() <= most || lifted_until(now)) return {};
    // One more fits when the oldest is a day old, at the earliest.
    auto oldest = db_.query("SELECT min((SELECT min(submitting_at) FROM segment WHERE line_id = line.id AND "
                            "submitting_at > ?1)) FROM line",
                            now - 24h);
    return oldest.step() ? oldest.optional_time(0).value_or(now) + 24h : now + 1h;
}

std::optional<Time> Ceiling::lifted_until(Time now)
{
    auto row = db_.query("SELECT value FROM setting WHERE name = ?1", lifted_setting);
    // Longer than anybody may lift it: the clock was wrong then, or is now.
    if (!row.step() || row.time(0) <= now || row.time(0) - now > longest_lift) return {};
    return row.time(0);
}

void Ceiling::lift(Time until, const Act& act)
{
    db_.run("INSERT OR REPLACE INTO setting(name, value) VALUES (?1, ?2)", lifted_setting, until);
    Audit{db_}.note(act, "ceiling_lift", {{"until", json_time(until)}});
}

void Ceiling::hold(const Act& act)
{
    db_.run("DELETE FROM setting WHERE name = ?1", lifted_setting);
    Audit{db_}.note(act, "ceiling_hold");
}
} // namespace nida::daemon
