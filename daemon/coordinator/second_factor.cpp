#include "daemon/coordinator/coordination.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
/// Who lets others through confirms it themselves.
Factor own_factor(const Coordinator& coordinator)
{
    return coordinator.factor == Factor::second ? Factor::code : coordinator.factor;
}
} // namespace

/// Asks who wrote, or a second coordinator, for what must come beside the number.
Coordination::Outcome Coordination::ask(const RequestContent& content, const Describe& describe)
{
    const bool approves = content.kind == RequestKind::approve;
    const auto factor = approves ? own_factor(who_) : who_.factor;
    auto outcome = ask_of(who_, content, factor, describe(answers_for(who_)));
    if (factor != Factor::second) return outcome;
    RequestContent second{RequestKind::second};
    second.held = Requests{db_}.open_of(who_.id, now_).back().id;
    const auto whose = [&](const Answers& answers) { return fmt::format("{}: {}", who_.name, describe(answers)); };
    if (ask_others(second, who_.actor(), whose) > 0) return outcome;
    Requests{db_}.drop(who_.id, second.held, now_);
    return told(CoordinatorText::no_second, {}, "there is no second coordinator");
}

/// @return what that coordinator is told
Coordination::Outcome Coordination::ask_of(const Coordinator& coordinator, const RequestContent& content, Factor factor,
                                           const std::string& described)
{
    const auto answers = answers_for(coordinator);
    auto text = described + ' ';
    if (factor == Factor::totp && !sure_clock_) {
        text += answers.say(CoordinatorText::no_hour) + ' ';
        factor = Factor::code;
    }
    const auto opened = Requests{db_}.open(coordinator, content, factor, now_);
    auto note = fmt::format("request {} to {} waits for: {}", opened.id, to_string(content.kind), to_string(factor));
    switch (factor) {
    case Factor::code: break;
    case Factor::totp:
        return {text + answers.say(CoordinatorText::confirm_totp, {{"{request}", std::to_string(opened.id)}}), note};
    case Factor::second: return {text + answers.say(CoordinatorText::confirm_second), note};
    }
    const auto which = content.kind == RequestKind::alert ? CoordinatorText::send_code : CoordinatorText::confirm_code;
    return {text + answers.say(which, {{"{code}", opened.code}}), note, opened.id};
}

/// Asks everybody who may approve, but for one, each in their language and with a code of their own.
int Coordination::ask_others(const RequestContent& content, const std::string& except, const Describe& describe)
{
    int asked = 0;
    for (const auto& other : Coordinators{db_}.all()) {
        if (!other.rights.approve || other.actor() == except) continue;
        if (!send(other, ask_of(other, content, own_factor(other), describe(answers_for(other))))) continue;
        ++asked;
        others_told_ = true;
    }
    return asked;
}

int Coordination::ask_approvers(CampaignId id)
{
    if (!desk_) return 0;
    const auto campaign = desk_->campaign(id);
    if (!campaign || campaign->state != CoordinatorDesk::State::waiting) return 0;
    RequestContent content{RequestKind::approve};
    content.campaign = id;
    content.text = campaign->what;
    return ask_others(content, campaign->wanted_by, [&](const Answers& answers) {
        return fmt::format(
            "{} {}",
            answers.say(CoordinatorText::approve_asked, {{"{name}", actor_name(campaign->wanted_by)},
                                                         {"{campaign}", std::to_string(id)},
                                                         {"{people}", answers.number(campaign->people)}}),
            quoted_start(campaign->text));
    });
}
} // namespace nida::daemon
