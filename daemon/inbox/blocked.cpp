#include "daemon/inbox/blocked.hpp"

#include "daemon/people/people.hpp"

namespace nida::daemon
{
bool Blocked::contains(const std::string& number)
{
    return db_.query("SELECT 1 FROM blocked WHERE number = ?1", number).step();
}

bool Blocked::add(const std::string& number, const std::optional<std::string>& why, const Act& act)
{
    db_.run("INSERT INTO blocked(number, since, actor, note) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", number,
            act.at, act.actor, why);
    if (db_.changes() == 0) return false;
    audit("block", number, act);
    return true;
}

bool Blocked::remove(const std::string& number, const Act& act)
{
    db_.run("DELETE FROM blocked WHERE number = ?1", number);
    if (db_.changes() == 0) return false;
    audit("unblock", number, act);
    return true;
}

std::vector<Blocked::Row> Blocked::all()
{
    std::vector<Row> found;
    auto rows = db_.query("SELECT number, since, actor, note FROM blocked ORDER BY number");
    while (rows.step())
        found.push_back({rows.text(0), rows.time(1), rows.optional_text(2), rows.optional_text(3)});
    return found;
}

/// The audit names people by their tokens alone; of a stranger it keeps that there was one.
void Blocked::audit(const std::string& kind, const std::string& number, const Act& act)
{
    if (const auto person = People{db_}.find(number))
        Audit{db_}.note_of(person->token, act, kind);
    else
        Audit{db_}.note(act, kind);
}
} // namespace nida::daemon
