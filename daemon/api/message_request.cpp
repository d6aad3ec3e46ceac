#include "daemon/api/message_request.hpp"

#include "daemon/api/fields.hpp"
#include "daemon/api/values.hpp"
#include "daemon/people/people.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nida::daemon
{
namespace
{
constexpr std::size_t longest_key = 200;
} // namespace

std::optional<std::string> key_from(std::optional<std::string> key)
{
    if (key && (key->empty() || key->size() > longest_key || key->find('\0') != key->npos))
        throw ApiError{422, "bad_value", "\"id\" is empty, too long or has a NUL in it",
                       "a client's id has 1-200 octets; leave it out if there is none"};
    return key;
}

ApiError key_reused(const std::string& key, std::string_view what)
{
    return {409, "key_reused", fmt::format("the id \"{}\" belongs to another {}", key, what),
            fmt::format("an id is for one {} for ever; send this one under another", what)};
}

MessageRequest message_request_from(const boost::json::value& json, const std::string& country)
{
    const Fields fields{json, {"to", "text", "priority", "validity", "line", "id"}};
    MessageRequest request;
    request.message.recipient = recipient_from(fields.required_text("to"), country);
    request.message.text = message_text_from(fields.required_text("text"));
    request.message.priority = priority_from(fields.text("priority"));
    request.message.validity = validity_from(fields.find("validity"));
    request.message.key = key_from(fields.text("id"));
    request.line = fields.text("line");
    return request;
}

void note_sending(Connection& db, const NewMessage& message, MessageId id, const Act& act)
{
    const boost::json::object detail{{"message", id}, {"priority", to_string(message.priority)}};
    if (const auto person = People{db}.find(message.recipient))
        Audit{db}.note_of(person->token, act, "send", detail);
    else
        Audit{db}.note(act, "send", detail);
}

LineId MessageIntake::line_id(const std::string& name)
{
    auto row = db_.query("SELECT id FROM line WHERE name = ?1", name);
    if (row.step()) return row.integer(0);

    std::vector<std::string> known;
    auto names = db_.query("SELECT name FROM line ORDER BY name");
    while (names.step())
        known.push_back(names.text(0));
    throw ApiError{404, "unknown_line", fmt::format("there is no line \"{}\"", name),
                   known.empty() ? "there is no line yet; leave \"line\" out"
                                 : fmt::format("lines: {}", fmt::join(known, ", "))};
}

Outbox::Added MessageIntake::add(MessageRequest& request)
{
    if (request.line) request.message.line = line_id(*request.line);
    const auto added = Outbox{db_}.add(request.message, now_, sure_clock_, &router_);
    if (added) return *added;
    switch (added.error()) {
    case Outbox::AddError::key_reused: throw key_reused(*request.message.key, "message");
    case Outbox::AddError::too_long:
        throw ApiError{422, "bad_text", "the text needs more than 255 segments", "shorten it"};
    case Outbox::AddError::empty_recipient: break;
    }
    throw ApiError{422, "bad_number", "the recipient is empty", "send \"to\" as a number"};
}
} // namespace nida::daemon
