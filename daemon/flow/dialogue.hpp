#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/coordinator/desk.hpp"
#include "daemon/flow/keywords.hpp"
#include "daemon/flow/languages.hpp"
#include "daemon/outbox/message.hpp"
#include "daemon/people/groups.hpp"
#include "daemon/store/connection.hpp"
#include "protocol/pdu/address.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// What a dialogue has to know of the service.
struct DialogueSettings {
    std::string country;                        ///< how a sender's national number is read
    std::shared_ptr<const Languages> languages; ///< what is understood and answered; never null
    Language language = Language::en;           ///< for people whose language is not known
    int reply_limit_per_hour = 5;               ///< automatic answers to one number
    std::vector<std::string> own_numbers;       ///< E.164: the lines' own, which are never answered
    int sender_limit_per_hour = 200;            ///< messages of one sender; one that sends more is muted. 0: nobody is
    std::vector<std::string> never_muted{};     ///< E.164: who is told of alarms
    CoordinatorSettings coordinators{};
    bool tells_words = false; ///< whether who writes what is not understood is told once what is
};

/// What a message led to, for the inbox row and the log line.
struct DialogueOutcome {
    std::optional<std::string> keyword; ///< as shown to people
    bool answered = false;
    bool counted = false; ///< as an answer to an alert
    std::string note;     ///< "joined", "left, no answer: 5 in the last hour"
};

/// Takes a whole message from a sender, changes people and consents by it, and queues the answer; all of it inside the
/// writer's transaction, so that a message read twice from a modem cannot be answered twice.
class Dialogue
{
public:
    Dialogue(Connection& connection, const DialogueSettings& settings) : db_{connection}, settings_{settings} {}

    /// @param smsc_at  when the network took the text: one from before a leaving cannot end it, however late it comes
    DialogueOutcome receive(const protocol::Address& sender, const std::string& text, LineId line,
                            const std::string& line_name, std::optional<Time> smsc_at, Time now, bool sure_clock);
    /// A missed call that means the same as that word, free of charge for the caller.
    DialogueOutcome receive_call(const protocol::Address& caller, const std::string& keyword, LineId line,
                                 const std::string& line_name, Time now, bool sure_clock);
    /// From a muted sender nothing counts but that they leave, which is not answered, and what a coordinator must be able to do in a flood. @return whether an answer of before was dropped
    bool receive_muted(const protocol::Address& sender, const std::string& text, LineId line,
                       const std::string& line_name, std::optional<Time> smsc_at, Time now, bool sure_clock);
private:
    /// What a consent says of how it was given.
    struct Said {
        const std::string& text;
        const std::string& words;
        bool texted = true; ///< a missed call commands nothing
    };
    /// One text of somebody with a number, on its way to an answer.
    struct Turn {
        std::string number; ///< E.164
        std::string words;  ///< as a consent keeps them
        std::string line;   ///< by which they came
        std::optional<Time> smsc_at;
        Act act;
        Language language; ///< in which they are answered
        std::string rest;  ///< what stands beside the keyword
    };
    /// What they are answered; no reply where nothing is.
    struct Outcome {
        std::optional<Reply> reply;
        std::string note;
        std::string group{}; ///< which the reply names
        bool counted = false;
    };
    DialogueOutcome answer_to(const protocol::Address& sender, const Said& said, LineId line,
                              const std::string& line_name, std::optional<Time> smsc_at, Time now, bool sure_clock);
    Language language_of(const std::string& number, const KeywordMatch& match);
    Outcome join(const Turn& turn);
    Outcome join_group(const Turn& turn, const Group& group);
    Outcome enter(const Turn& turn, const Group& group);
    Outcome ask_to_confirm(const Turn& turn, const Group& group);
    std::optional<Outcome> confirm(const Turn& turn);
    std::optional<Outcome> acknowledge(const Turn& turn);
    Outcome leave(const Turn& turn);
    bool is_to_be_told_words(const std::string& number, const std::string& text, Time now);
    bool leave_all(const std::string& number, const std::string& words, const std::string& line_name,
                   std::optional<Time> smsc_at, const Act& act);
    bool sent_before_leaving(const std::string& number, std::optional<Time> smsc_at);
    bool answer(const std::string& number, const std::string& text, LineId line, Time now, bool sure_clock);
    Connection& db_;
    const DialogueSettings& settings_;
};
} // namespace nida::daemon
