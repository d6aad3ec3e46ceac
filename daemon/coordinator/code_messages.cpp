#include "daemon/coordinator/code_messages.hpp"

#include <vector>

namespace nida::daemon
{
void hide_code_message(Connection& db, MessageId message, RequestId request)
{
    db.run("INSERT INTO code_message(message_id, request_id) VALUES (?1, ?2)", message, request);
}

void wipe_code_messages(Connection& db, Time now)
{
    struct Legible {
        MessageId id;
        State state;
        bool is_over; ///< its request
    };
    std::vector<Legible> legible;
    {
        auto rows = db.query("SELECT c.message_id, m.state, r.id IS NULL OR r.state <> 'open' FROM code_message c JOIN "
                             "message m ON m.id = c.message_id LEFT JOIN coordinator_request r ON r.id = c.request_id "
                             "WHERE c.wiped = 0");
        while (rows.step())
            legible.push_back({rows.integer(0), rows.as<State>(1), rows.integer(2) != 0});
    }
    for (const auto& message : legible) {
        // What a modem has in hand, and what may have to be sent once more while the code counts, is left for the next time.
        if (message.state == State::submitting || (!is_final(message.state) && !message.is_over)) continue;
        if (!is_final(message.state))
            db.run("UPDATE message SET state = CASE state WHEN 0 THEN ?2 ELSE ?3 END, finished_at = ?4, error_code = "
                   "'code_over', error_text = 'the code in it does not count any more' WHERE id = ?1",
                   message.id, State::cancelled, State::failed, now);
        db.run("UPDATE message SET text = '' WHERE id = ?1", message.id);
        db.run("UPDATE segment SET user_data = NULL WHERE message_id = ?1", message.id);
        db.run("UPDATE code_message SET wiped = 1 WHERE message_id = ?1", message.id);
    }
}
} // namespace nida::daemon
