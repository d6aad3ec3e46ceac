#include "daemon/flow/charge.hpp"

#include "daemon/campaign/escalation.hpp"
#include "daemon/coordinator/answers.hpp"
#include "daemon/outbox/outbox.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

// Hours later it is only a disturbance.
constexpr auto answer_validity = 2h;

Answers in_language_of(const AlertContact& contact, const DialogueSettings& settings)
{
    return {*settings.languages, contact.language.value_or(settings.language), settings.language};
}

void tell(Connection& db, NewMessage message, const AlertContact& contact, std::string text, const Act& act)
{
    message.recipient = contact.number;
    message.text = std::move(text);
    message.validity = answer_validity;
    message.actor = "nidad";
    if (const auto added = Outbox{db}.add(message, act.at, act.sure_clock)) put_ahead(db, added->id, act.at);
}
} // namespace

std::optional<DialogueOutcome> take_charge(Connection& db, const DialogueSettings& settings, LineId line,
                                           const std::string& number, const std::string& text, bool is_stop_word,
                                           const Act& act)
{
    const auto answer = Escalation{db}.take(number, text, is_stop_word, act.at);
    if (!answer) return {};
    DialogueOutcome outcome;
    outcome.keyword = text;
    if (!answer->charge) {
        outcome.note = fmt::format("takes charge of campaign {}, which somebody has already", answer->campaign);
        return outcome;
    }
    const auto& charge = *answer->charge;
    const auto campaign = std::to_string(charge.campaign);
    NewMessage direct;
    direct.priority = Priority::alert; // it is known at once who is in charge, also while the alert still goes out
    direct.preferred_line = line;      // people know us by the number that they wrote to
    direct.direct = true;
    tell(db, direct, charge.by,
         in_language_of(charge.by, settings).say(CoordinatorText::in_charge, {{"{campaign}", campaign}}), act);
    NewMessage notice;
    notice.priority = Priority::alert; // as the question was
    for (const auto& other : charge.others)
        tell(db, notice, other,
             in_language_of(other, settings)
                 .say(CoordinatorText::taken_by, {{"{campaign}", campaign}, {"{name}", charge.by.called()}}),
             act);
    Audit{db}.note({"nidad", act.at, act.sure_clock}, "alert_taken",
                   {{"campaign", charge.campaign}, {"position", charge.by.position}});
    outcome.answered = outcome.counted = true;
    outcome.note =
        fmt::format("number {} on the list takes charge of campaign {}", charge.by.position, charge.campaign);
    return outcome;
}
} // namespace nida::daemon
