#include "daemon/inbox/muted.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
bool Muted::contains(const std::string& number, Time now)
{
    return db_.query("SELECT 1 FROM muted WHERE number = ?1 AND until > ?2", number, now).step();
}

bool Muted::is_over(const std::string& sender, int limit, Time now)
{
    // Times to come are of a clock that was wrong.
    return db_
        .query("SELECT 1 FROM part WHERE sender = ?1 AND received_at > ?2 AND received_at <= ?3 ORDER BY received_at "
               "LIMIT 1 OFFSET ?4",
               sender, now - silence, now, limit - 1)
        .step();
}

void Muted::begin(const std::string& number, LineId line, Time now)
{
    db_.run("INSERT OR REPLACE INTO muted(number, line_id, since, until, last_at) VALUES (?1, ?2, ?3, ?4, ?3)", number,
            line, now, now + silence);
}

void Muted::drop(const std::string& number, std::optional<Time> smsc_at, Time now)
{
    db_.run("UPDATE muted SET dropped = dropped + 1, last_at = ?2, "
            "until = CASE WHEN ?3 IS NULL OR smsc_at IS NULL OR ?3 > smsc_at THEN ?4 ELSE min(until, ?4) END, "
            "smsc_at = coalesce(max(smsc_at, ?3), smsc_at, ?3) WHERE number = ?1",
            number, now, smsc_at, now + silence);
}

bool Muted::end(const std::string& number)
{
    db_.run("DELETE FROM muted WHERE number = ?1", number);
    return db_.changes() > 0;
}

int Muted::end_silent(Time now)
{
    // What a clock that was ahead wrote would last for ever.
    db_.run("UPDATE muted SET until = ?1 WHERE until > ?1", now + silence);
    struct Silent {
        std::string number;
        LineId line;
        std::int64_t dropped;
    };
    std::vector<Silent> silent;
    {
        auto rows = db_.query("SELECT number, line_id, dropped FROM muted WHERE until <= ?1", now);
        while (rows.step())
            silent.push_back({rows.text(0), rows.integer(1), rows.integer(2)});
    }
    for (const auto& [number, line, dropped] : silent) {
        end(number);
        db_.run(
            "INSERT INTO inbox(kind, sender, line_id, received_at, complete, trouble) VALUES ('muted', ?1, ?2, ?3, 1, "
            "?4)",
            number, line, now,
            fmt::format("no longer muted, after an hour of silence; {} messages were dropped", dropped));
    }
    return static_cast<int>(silent.size());
}
} // namespace nida::daemon
