#include "daemon/people/merging.hpp"

#include "daemon/people/people.hpp"
#include "daemon/people/search.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
/// Leavings are kept by number: whoever left by one has left by the other, too.
void carry_leaving(Connection& db, const std::string& from, const std::string& to)
{
    db.run("INSERT INTO leaving(number, at, smsc_at) SELECT ?2, at, smsc_at FROM leaving WHERE number = ?1 "
           "ON CONFLICT(number) DO NOTHING",
           from, to);
}

/// What has not begun goes to the new number, but nobody gets the same campaign twice.
void redirect_queued(Connection& db, const std::string& from, const std::string& to, Time now)
{
    db.run(
        "UPDATE OR IGNORE message SET recipient = ?2 WHERE recipient = ?1 AND state = 0 AND NOT EXISTS (SELECT 1 FROM "
        "segment WHERE message_id = message.id)",
        from, to);
    db.run(
        "UPDATE message SET state = 8, error_code = 'duplicate', error_text = 'the same person gets it under another "
        "number', "
        "finished_at = ?2 WHERE recipient = ?1 AND state = 0 AND NOT EXISTS (SELECT 1 FROM segment WHERE message_id = "
        "message.id)",
        from, now);
}

void note_former(Connection& db, const std::string& number, std::int64_t person, Time now)
{
    db.run("INSERT OR REPLACE INTO former_number(number, person_id, until) VALUES (?1, ?2, ?3)", number, person, now);
}
} // namespace

std::string change_number(Connection& db, const std::string& from, const std::string& to, const Act& act)
{
    People people{db};
    const auto person = people.find(from);
    if (!person) return fmt::format("nobody is known under {}", from);
    if (from == to) return "that is the number they have";
    if (people.find(to))
        return fmt::format("somebody is known under {} already: merge the two (`nida people merge`)", to);
    if (people.was_erased(to))
        return fmt::format("{} was erased at their wish: only they can come back, by texting", to);
    db.run("UPDATE person SET number = ?2 WHERE id = ?1", person->id, to);
    db.run("DELETE FROM former_number WHERE number = ?1", to);
    note_former(db, from, person->id, act.at);
    carry_leaving(db, from, to);
    if (people.has_left(to)) db.run("DELETE FROM membership WHERE person_id = ?1", person->id);
    redirect_queued(db, from, to, act.at);
    Audit{db}.note_of(person->token, act, "number");
    return {};
}

std::string merge_people(Connection& db, const std::string& from, const std::string& into, const Act& act)
{
    People people{db};
    const auto other = people.find(from), stays = people.find(into);
    if (!other) return fmt::format("nobody is known under {}", from);
    if (!stays) return fmt::format("nobody is known under {}", into);
    if (other->id == stays->id) return "these are the same entry";

    const auto notes = stays->notes.empty()   ? other->notes
                       : other->notes.empty() ? stays->notes
                                              : stays->notes + "\n" + other->notes;
    db.run("UPDATE person SET name = coalesce(person.name, o.name), language = coalesce(person.language, o.language), "
           "notes = nullif(?3, ''), joined_at = coalesce(person.joined_at, o.joined_at), line_id = "
           "coalesce(person.line_id, "
           "o.line_id), created_at = min(person.created_at, o.created_at) FROM (SELECT * FROM person WHERE id = ?2) o "
           "WHERE "
           "person.id = ?1",
           stays->id, other->id, notes);
    for (const char* const sql :
         {"INSERT OR IGNORE INTO membership(group_id, person_id) SELECT group_id, ?1 FROM membership WHERE person_id = "
          "?2",
          "INSERT OR IGNORE INTO group_leaving(person_id, group_id, at) SELECT ?1, group_id, at FROM group_leaving "
          "WHERE "
          "person_id = ?2",
          "DELETE FROM membership WHERE person_id = ?1 AND ?2 <> ?1 AND group_id IN (SELECT group_id FROM "
          "group_leaving WHERE "
          "person_id = ?1)",
          "INSERT OR IGNORE INTO person_field(person_id, field_id, value, compared) SELECT ?1, field_id, value, "
          "compared FROM "
          "person_field WHERE person_id = ?2",
          "UPDATE former_number SET person_id = ?1 WHERE person_id = ?2",
          "UPDATE former_token SET person_id = ?1 WHERE person_id = ?2",
          "INSERT INTO former_token(token, person_id) SELECT token, ?1 FROM person WHERE id = ?2"})
        db.run(sql, stays->id, other->id);
    carry_leaving(db, from, into);
    if (people.has_left(into)) db.run("DELETE FROM membership WHERE person_id = ?1", stays->id);
    redirect_queued(db, from, into, act.at);
    db.run("DELETE FROM person WHERE id = ?1", other->id);
    note_former(db, from, stays->id, act.at);
    note_words(db, stays->id);
    Audit audit{db};
    audit.note_of(other->token, act, "merged");
    audit.note_of(stays->token, act, "merge");
    return {};
}
} // namespace nida::daemon
