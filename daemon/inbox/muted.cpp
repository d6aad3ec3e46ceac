#include "daemon/inbox/muted.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>
#include <utility>

namespace nida::daemon
{
namespace
{
// A setting for each sender who is heard again by hand: the newest row of `part` at that time.
std::string heard_again(const std::string& number) { return "heard again: " + number; }
} // namespace

bool Muted::contains(const std::string& number, Time now)
{
    return db_.query("SELECT 1 FROM muted WHERE number = ?1 AND until > ?2", number, now).step();
}

Muted::Kept Muted::kept(const std::string& sender, const std::string& number, std::int64_t most_parts, Time now)
{
    Kept kept{0, 0};
    using Kind = std::tuple<LineId, std::int64_t, std::int64_t>;
    std::map<std::pair<Kind, std::int64_t>, std::int64_t> times; // that a segment's number came
    std::map<Kind, std::int64_t> most_times;
    // Times to come are of a clock that was wrong.
    auto rows = db_.query("SELECT line_id, reference, total, number FROM part WHERE sender = ?1 AND received_at > ?2 "
                          "AND received_at <= ?3 AND id > coalesce((SELECT value FROM setting WHERE name = ?4), 0) "
                          "ORDER BY received_at LIMIT ?5",
                          sender, now - silence, now, heard_again(number), most_parts);
    while (rows.step()) {
        ++kept.parts;
        if (rows.is_null(1)) {
            ++kept.messages;
            continue;
        }
        const Kind kind{rows.integer(0), rows.integer(1), rows.integer(2)};
        auto& most = most_times[kind];
        if (++times[{kind, rows.integer(3)}] <= most) continue;
        ++most;
        ++kept.messages;
    }
    return kept;
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
    if (db_.changes() == 0) return false;
    // Rows and not times: the clock may be put right at any moment.
    db_.run("INSERT OR REPLACE INTO setting(name, value) VALUES (?1, (SELECT coalesce(max(id), 0) FROM part))",
            heard_again(number));
    return true;
}

int Muted::end_silent(Time now)
{
    db_.run("DELETE FROM setting WHERE name > 'heard again: ' AND name < 'heard again;' AND NOT EXISTS (SELECT 1 FROM "
            "(SELECT received_at FROM part WHERE id <= setting.value ORDER BY id DESC LIMIT 1) WHERE received_at > ?1)",
            now - silence);
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
        db_.run("DELETE FROM muted WHERE number = ?1", number);
        db_.run(
            "INSERT INTO inbox(kind, sender, line_id, received_at, complete, trouble) VALUES ('muted', ?1, ?2, ?3, 1, "
            "?4)",
            number, line, now,
            fmt::format("no longer muted, after an hour of silence; {} messages were dropped", dropped));
    }
    return static_cast<int>(silent.size());
}
} // namespace nida::daemon
