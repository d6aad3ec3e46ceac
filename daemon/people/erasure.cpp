#include "daemon/people/erasure.hpp"

#include "daemon/outbox/message.hpp"
#include "daemon/people/people.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <initializer_list>
#include <set>

namespace nida::daemon
{
namespace
{
/// Another one for each erasure: nothing tells that two belonged to the same number.
std::string random_recipient()
{
    std::array<std::uint8_t, 8> random;
    randombytes_buf(random.data(), random.size());
    std::string text = erased_recipient;
    for (const auto octet : random)
        text += fmt::format("{:02x}", octet);
    return text;
}

std::int64_t count(Query row) { return row.step() ? row.integer(0) : 0; }

std::vector<std::string> texts(Query rows)
{
    std::vector<std::string> all;
    while (rows.step())
        all.push_back(rows.text(0));
    return all;
}

/// One walk through what belongs to a number.
class Wiping
{
public:
    Wiping(Connection& db, const std::string& number, Time now, Erased& erased)
        : db_{db}, number_{number}, now_{now}, erased_{erased}
    {
    }
    void messages()
    {
        db_.run("UPDATE message SET state = ?2, error_code = 'erased', error_text = 'the recipient was erased before "
                "it left', "
                "finished_at = ?3 WHERE recipient = ?1 AND state = 0 AND NOT EXISTS (SELECT 1 FROM segment s WHERE "
                "s.message_id = message.id AND (s.state <> 0 OR s.doubted = 1))",
                number_, State::cancelled, now_);
        erased_.cancelled += db_.changes();
        // What a modem has in hand cannot be called back. What is in doubt, or has begun, is given up.
        db_.run("UPDATE message SET state = ?2, error_code = 'erased', error_text = 'the recipient was erased', "
                "finished_at = ?3 "
                "WHERE recipient = ?1 AND state IN (0, 6)",
                number_, State::failed, now_);
        erased_.under_way +=
            count(db_.query("SELECT count(*) FROM message WHERE recipient = ?1 AND state = 1", number_));
        db_.run(
            "UPDATE segment SET user_data = CASE state WHEN 1 THEN x'' END WHERE message_id IN (SELECT id FROM message "
            "WHERE recipient = ?1)",
            number_);
        db_.run("UPDATE report SET recipient = ?2, pdu = x'' WHERE message_id IN (SELECT id FROM message WHERE "
                "recipient = ?1)",
                number_, name_);
        db_.run("UPDATE message SET recipient = ?2, key = NULL, text = CASE WHEN text IS NOT NULL AND state = 1 THEN "
                "'' END "
                "WHERE recipient = ?1",
                number_, name_);
        erased_.messages += db_.changes();
        // For the operator they count on.
        db_.run("UPDATE OR REPLACE line_recipient SET recipient = ?2 WHERE line_id IN (SELECT id FROM line) AND "
                "recipient = ?1",
                number_, name_);
        // Reports that no message explains are few: they are looked through.
        db_.run("DELETE FROM report WHERE message_id IS NULL AND line_id IN (SELECT id FROM line) AND recipient = ?1",
                number_);
    }
    void texts_from_them()
    {
        erased_.in_sim +=
            count(db_.query("SELECT count(*) FROM part WHERE slot IS NOT NULL AND inbox_id IN (SELECT id FROM "
                            "inbox WHERE number = ?1)",
                            number_));
        // As their PDUs have it: with or without the country's code.
        const auto senders =
            texts(db_.query("SELECT DISTINCT sender FROM inbox WHERE number = ?1 AND sender IS NOT NULL", number_));
        for (const auto& sender : senders)
            db_.run("DELETE FROM part WHERE inbox_id IS NULL AND sender = ?1 AND slot IS NULL", sender);
        db_.run("DELETE FROM part WHERE inbox_id IS NULL AND sender = ?1 AND slot IS NULL", number_);
        db_.run("UPDATE part SET pdu = NULL, sender = NULL, text = NULL, reference = NULL, total = NULL, number = NULL "
                "WHERE "
                "inbox_id IN (SELECT id FROM inbox WHERE number = ?1) AND slot IS NULL",
                number_);
        db_.run("UPDATE inbox SET sender = NULL, text = NULL, number = NULL WHERE number = ?1 AND NOT EXISTS (SELECT 1 "
                "FROM "
                "part WHERE inbox_id = inbox.id AND slot IS NOT NULL)",
                number_);
        erased_.texts += db_.changes();
    }
    void lists()
    {
        for (const char* const sql :
             {"DELETE FROM leaving WHERE number = ?1", "DELETE FROM muted WHERE number = ?1",
              "DELETE FROM blocked WHERE number = ?1", "DELETE FROM told_words WHERE number = ?1",
              "DELETE FROM unreachable WHERE number = ?1", "DELETE FROM join_request WHERE number = ?1",
              "DELETE FROM import_row WHERE number = ?1", "DELETE FROM campaign_recipient WHERE number = ?1",
              "DELETE FROM acknowledgement WHERE number = ?1", "DELETE FROM alert_call WHERE number = ?1",
              "DELETE FROM alert_contact WHERE number = ?1", "DELETE FROM coordinator_request WHERE number = ?1",
              "DELETE FROM coordinator WHERE number = ?1"}) {
            db_.run(sql, number_);
            if (db_.changes() > 0) erased_.anything = true;
        }
    }
    /// Campaigns name by number whom they are not for, and who is to take charge of an alert.
    void named_by_campaigns()
    {
        std::vector<std::pair<std::int64_t, std::string>> found;
        auto rows = db_.query("SELECT id, definition FROM campaign WHERE instr(definition, ?1) > 0", number_);
        while (rows.step())
            found.emplace_back(rows.integer(0), rows.text(1));
        for (auto& [id, definition] : found) {
            auto json = boost::json::parse(definition).as_object();
            const bool excepted = take_out_of(list_in(json, {"except", "numbers"}));
            const bool to_take_charge = take_out_of(list_in(json, {"ladder", "escalate", "to"}));
            if (!excepted && !to_take_charge) continue; // a text or a rule names it
            if (to_take_charge && list_in(json, {"ladder", "escalate", "to"})->empty())
                json.at("ladder").as_object().erase("escalate");
            db_.run("UPDATE campaign SET definition = ?2 WHERE id = ?1", id, boost::json::serialize(json));
            erased_.anything = true;
        }
    }
    static boost::json::array* list_in(boost::json::object& json, std::initializer_list<const char*> path)
    {
        boost::json::value* found = nullptr;
        for (const auto* const name : path) {
            auto* const object = found == nullptr ? &json : found->if_object();
            found = object == nullptr ? nullptr : object->if_contains(name);
            if (found == nullptr) return nullptr;
        }
        return found->if_array();
    }
    /// @return whether the number stood in it
    bool take_out_of(boost::json::array* numbers) const
    {
        if (numbers == nullptr) return false;
        boost::json::array others;
        for (const auto& one : *numbers)
            if (one.as_string() != number_) others.push_back(one);
        const bool any = others.size() < numbers->size();
        *numbers = std::move(others);
        return any;
    }
    void remember()
    {
        db_.run("INSERT OR REPLACE INTO erased(hash, at, key_check) VALUES (erasure_hash(?1), ?2, ?3)", number_, now_,
                db_.erasure_key().check());
    }
private:
    Connection& db_;
    const std::string& number_;
    const std::string name_ = random_recipient();
    const Time now_;
    Erased& erased_;
};

void wipe(Connection& db, const std::string& number, Time now, Erased& erased)
{
    Wiping wiping{db, number, now, erased};
    wiping.messages();
    wiping.texts_from_them();
    wiping.lists();
    wiping.named_by_campaigns();
    wiping.remember();
}

std::vector<PersonToken> tokens_of(Connection& db, const Person& person)
{
    std::vector<PersonToken> tokens{person.token};
    auto rows = db.query("SELECT token FROM former_token WHERE person_id = ?1", person.id);
    while (rows.step())
        tokens.push_back(token_of(rows.octets(0)));
    return tokens;
}

std::vector<Time> copies_of_the_store(Connection& db)
{
    std::vector<Time> copies;
    auto rows = db.query("SELECT at FROM audit INDEXED BY audit_backup WHERE kind = 'backup' ORDER BY id");
    while (rows.step())
        copies.push_back(rows.time(0));
    return copies;
}
} // namespace

Erased erase_person(Connection& db, const std::string& number, const Act& act)
{
    db.erasure_key().require();
    Erased erased;
    const auto person = People{db}.find(number);
    erased.copies = copies_of_the_store(db);
    wipe(db, number, act.at, erased);
    if (person) {
        for (const auto& former : texts(db.query("SELECT number FROM former_number WHERE person_id = ?1", person->id)))
            wipe(db, former, act.at, erased);
        for (const auto& token : tokens_of(db, *person))
            db.run("DELETE FROM audit_words WHERE audit_id IN (SELECT id FROM audit WHERE person = ?1)", token);
        // The store's foreign keys take along what else belongs to them.
        db.run("DELETE FROM person WHERE id = ?1", person->id);
        Audit{db}.note_of(person->token, act, "erase");
    } else
        Audit{db}.note(act, "erase");
    erased.anything = erased.anything || person || erased.messages > 0 || erased.texts > 0 || erased.in_sim > 0;
    return erased;
}

std::int64_t erase_again_after_restoring(Connection& db, const Act& act)
{
    // Without the key nobody is known again: it is tried once more at the next start.
    if (erased_under_another_key(db) > 0) return 0;
    db.run("DELETE FROM setting WHERE name = 'restored'");
    if (db.changes() == 0) return 0;
    std::set<std::string> numbers;
    for (const char* const sql :
         {"SELECT number FROM person WHERE EXISTS (SELECT 1 FROM erased WHERE hash = erasure_hash(number))",
          "SELECT number FROM former_number WHERE EXISTS (SELECT 1 FROM erased WHERE hash = erasure_hash(number))",
          "SELECT number FROM coordinator WHERE EXISTS (SELECT 1 FROM erased WHERE hash = erasure_hash(number))",
          "SELECT number FROM coordinator_request WHERE number IS NOT NULL AND EXISTS (SELECT 1 FROM erased WHERE hash "
          "= "
          "erasure_hash(number))",
          "SELECT number FROM blocked WHERE EXISTS (SELECT 1 FROM erased WHERE hash = erasure_hash(number))",
          "SELECT number FROM told_words WHERE EXISTS (SELECT 1 FROM erased WHERE hash = erasure_hash(number))",
          "SELECT number FROM alert_contact WHERE EXISTS (SELECT 1 FROM erased WHERE hash = erasure_hash(number))",
          "SELECT number FROM leaving WHERE EXISTS (SELECT 1 FROM erased WHERE hash = erasure_hash(number))",
          "SELECT recipient FROM (SELECT DISTINCT recipient FROM message) WHERE EXISTS (SELECT 1 FROM erased WHERE "
          "hash = "
          "erasure_hash(recipient))",
          "SELECT number FROM (SELECT DISTINCT number FROM inbox WHERE number IS NOT NULL) WHERE EXISTS (SELECT 1 FROM "
          "erased "
          "WHERE hash = erasure_hash(number))"})
        for (auto& number : texts(db.query(sql)))
            numbers.insert(std::move(number));
    for (const auto& number : numbers)
        erase_person(db, number, act);
    return static_cast<std::int64_t>(numbers.size());
}

std::int64_t erased_under_another_key(Connection& db)
{
    return count(db.query("SELECT count(*) FROM erased WHERE key_check IS NOT ?1", db.erasure_key().check()));
}
} // namespace nida::daemon
