#include "daemon/line/events.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace asio = boost::asio;

std::string_view to_string(EventKind kind)
{
    switch (kind) {
    case EventKind::state: return "state";
    case EventKind::recovery: return "recovery";
    case EventKind::call: return "call";
    case EventKind::ussd: return "ussd";
    case EventKind::balance: return "balance";
    case EventKind::alarm: return "alarm";
    case EventKind::sim: return "sim";
    }
    return "state";
}

void Events::note(LineId line, EventKind kind, std::string text)
{
    asio::co_spawn(executor_, write(line, clock_.now(), kind, std::move(text)), asio::detached);
}

asio::awaitable<void> Events::write(LineId line, Time at, EventKind kind, std::string text)
{
    auto work = [line, at, kind, text](Connection& db) {
        db.run("INSERT INTO line_event(line_id, at, kind, text) VALUES (?1, ?2, ?3, ?4)", line, at,
               std::string{to_string(kind)}, text);
        // Now and then is often enough to clear away the oldest.
        if (db.last_id() % 50 == 0)
            db.run("DELETE FROM line_event WHERE line_id = ?1 AND id <= (SELECT id FROM line_event WHERE line_id = ?1 "
                   "ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                   line, std::int64_t{kept});
    };
    auto written = co_await store_.write(std::move(work));
    if (written)
        noted_.ring();
    else
        spdlog::debug("an event of line {} is not on disk: {}", line, written.error().text);
}

std::vector<Event> list_events(Connection& db, LineId line, std::int64_t since, int limit)
{
    std::vector<Event> events;
    auto rows =
        db.query("SELECT id, at, kind, text FROM line_event WHERE line_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3", line,
                 since, std::int64_t{limit});
    while (rows.step())
        events.push_back({rows.integer(0), rows.time(1), rows.text(2), rows.text(3)});
    return events;
}
} // namespace nida::daemon
