#include "daemon/flow/dialogue.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/people/people.hpp"
#include "protocol/numbering/numbering_plan.hpp"

#include <algorithm>

namespace nida::daemon
{
using namespace std::chrono_literals;

namespace
{
// An answer is one to what was just sent: hours later it is only a disturbance, perhaps at night.
constexpr auto answer_validity = 2h;
} // namespace

DialogueOutcome Dialogue::receive(const protocol::Address& sender, const std::string& text, LineId line,
                                  const std::string& line_name, std::optional<Time> smsc_at, Time now, bool sure_clock)
{
    return answer_to(sender, {text, text}, line, line_name, smsc_at, now, sure_clock);
}

DialogueOutcome Dialogue::receive_call(const protocol::Address& caller, const std::string& keyword, LineId line,
                                       const std::string& line_name, Time now, bool sure_clock)
{
    const std::string words = "missed call";
    return answer_to(caller, {keyword, words}, line, line_name, {}, now, sure_clock);
}

DialogueOutcome Dialogue::answer_to(const protocol::Address& sender, const Said& said, LineId line,
                                    const std::string& line_name, std::optional<Time> smsc_at, Time now,
                                    bool sure_clock)
{
    const auto match = match_keyword(said.text, *settings_.languages);
    DialogueOutcome outcome;
    if (match) outcome.keyword = match->keyword;

    // Machines write from short codes and names: answering them costs credit and can loop for ever.
    if (sender.is_alphanumeric()) {
        outcome.note = "from a name, not a number: kept, not answered";
        return outcome;
    }
    const auto parsed = protocol::parse_number(sender.text(), settings_.country);
    if (!parsed || !parsed->possible) {
        outcome.note = "from a short code: kept, not answered";
        return outcome;
    }
    const auto number = parsed->text();
    if (std::find(settings_.own_numbers.begin(), settings_.own_numbers.end(), number) != settings_.own_numbers.end()) {
        outcome.note = "from one of our own numbers: kept, not answered";
        return outcome;
    }
    People people{db_};
    people.note_line(number, line);
    if (!match) {
        outcome.note = "no keyword";
        return outcome;
    }

    const auto known = people.find(number);
    auto language = match->language;
    if (match->language_is_neutral) {
        language = settings_.language;
        if (known && known->language) language = *known->language;
    }

    Reply reply = Reply::help;
    switch (match->intent) {
    case Intent::join: {
        if (sent_before_leaving(number, smsc_at)) {
            outcome.note = "wrote this before they left, and it came late: they stay out";
            return outcome;
        }
        const bool was_member = people.join(number, language, said.words, line_name, {{}, now, sure_clock}).was_member;
        reply = was_member ? Reply::already_member : Reply::welcome;
        outcome.note = was_member ? "had joined before" : "joined";
        break;
    }
    case Intent::leave: {
        const bool was_member = leave(number, said.words, line_name, smsc_at, {{}, now, sure_clock});
        reply = was_member ? Reply::goodbye : Reply::was_not_member;
        outcome.note = was_member ? "left" : "left without having joined";
        break;
    }
    case Intent::help: outcome.note = "asked for help"; break;
    }
    outcome.answered =
        answer(number, settings_.languages->reply(reply, language, settings_.language), line, now, sure_clock);
    if (!outcome.answered) outcome.note += ", no answer: the hour's limit for this number is reached";
    return outcome;
}

/// @return whether they were a member
bool Dialogue::leave(const std::string& number, const std::string& words, const std::string& line_name,
                     std::optional<Time> smsc_at, const Act& act)
{
    const bool was_member = People{db_}.leave(number, words, line_name, act);
    Outbox{db_}.drop_answers(number, act.at);
    db_.run("UPDATE leaving SET smsc_at = coalesce(max(coalesce(smsc_at, 0), ?2), smsc_at) WHERE number = ?1", number,
            smsc_at);
    return was_member;
}

bool Dialogue::receive_muted(const protocol::Address& sender, const std::string& text, const std::string& line_name,
                             std::optional<Time> smsc_at, Time now, bool sure_clock)
{
    if (sender.is_alphanumeric()) return false;
    const auto match = match_keyword(text, *settings_.languages);
    if (!match || match->intent != Intent::leave) return false;
    const auto parsed = protocol::parse_number(sender.text(), settings_.country);
    // A flood of leavings is one leaving.
    if (!parsed || !parsed->possible || People{db_}.has_left(parsed->text())) return false;
    leave(parsed->text(), text, line_name, smsc_at, {{}, now, sure_clock});
    return true;
}

bool Dialogue::sent_before_leaving(const std::string& number, std::optional<Time> smsc_at)
{
    if (!smsc_at) return false;
    return db_.query("SELECT 1 FROM leaving WHERE number = ?1 AND smsc_at > ?2", number, *smsc_at).step();
}

bool Dialogue::answer(const std::string& number, const std::string& text, LineId line, Time now, bool sure_clock)
{
    {
        auto row = db_.query("SELECT count(*) FROM message WHERE direct = 1 AND recipient = ?1 AND queued_at > ?2",
                             number, now - 1h);
        if (row.step() && row.integer(0) >= settings_.reply_limit_per_hour) return false;
    }
    NewMessage message;
    message.recipient = number;
    message.text = text;
    message.priority = Priority::reply;
    message.preferred_line = line; // people know us by the number that they wrote to
    message.direct = true;
    message.validity = answer_validity;
    message.actor = "nidad";
    return Outbox{db_}.add(message, now, sure_clock).has_value();
}
} // namespace nida::daemon
