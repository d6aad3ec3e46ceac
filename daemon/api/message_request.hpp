#pragma once
#include "daemon/api/request.hpp"
#include "daemon/audit/audit.hpp"
#include "daemon/outbox/outbox.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>

namespace nida::daemon
{
/// A message as a client asks for it, checked as far as it can be without the store.
struct MessageRequest {
    NewMessage message;
    std::optional<std::string> line; ///< by name
};
/// A client's own id of what it asks for. @throws ApiError where it is none
std::optional<std::string> key_from(std::optional<std::string> key);
/// @param what  "message", "broadcast"
ApiError key_reused(const std::string& key, std::string_view what);

/// @throws ApiError
MessageRequest message_request_from(const boost::json::value& json, const std::string& country);

/// In the audit: who sent a message of their own. Of its recipient it names the token alone, where they are a person.
void note_sending(Connection& db, const NewMessage& message, MessageId id, const Act& act);

/// Hands requests to the outbox, inside the store's transaction.
class MessageIntake
{
public:
    MessageIntake(Connection& db, Time now, bool sure_clock, const Router& router)
        : db_{db}, now_{now}, sure_clock_{sure_clock}, router_{router}
    {
    }
    /// @throws ApiError `unknown_line`, `key_reused`, `bad_text`
    Outbox::Added add(MessageRequest& request);
private:
    LineId line_id(const std::string& name);
    Connection& db_;
    Time now_;
    bool sure_clock_;
    const Router& router_;
};
} // namespace nida::daemon
