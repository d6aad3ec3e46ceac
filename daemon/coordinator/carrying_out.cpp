#include "daemon/coordinator/coordination.hpp"
#include "daemon/people/people.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace nida::daemon
{
namespace
{
/// What somebody might do when they asked, and may not any more.
struct MayNot : std::runtime_error {
    using std::runtime_error::runtime_error;
};
} // namespace

/// The code was right. @param owner  who asked, whose rights count. @param second  who let it through, where somebody had to
Coordination::Outcome Coordination::carry_out(const Coordinator& owner, const RequestContent& content,
                                              const std::optional<Act>& second)
{
    switch (content.kind) {
    case RequestKind::alert: return send_alert(owner, content, second);
    case RequestKind::resume: return resume_campaign(owner, content);
    case RequestKind::add: return add_person(owner, content);
    case RequestKind::approve: return approve_campaign(owner, content);
    case RequestKind::second: break;
    }
    return let_through(owner, content);
}

Coordination::Outcome Coordination::send_alert(const Coordinator& owner, const RequestContent& content,
                                               const std::optional<Act>& second)
{
    if (!Coordinators{db_}.may_write_to(owner, content.groups)) throw MayNot{"these groups are not theirs any more"};
    auto launched = desk_->launch(content.groups, content.text, act_of(owner));
    const auto answers = answers_for(owner);
    const auto about = Answers::Values{{"{campaign}", std::to_string(launched.campaign)},
                                       {"{people}", answers.number(launched.people)}};
    if (launched.waits && second) {
        desk_->approve(launched.campaign, *second);
        launched.waits = false;
    }
    if (!launched.waits)
        return {answers.say(CoordinatorText::started, about), fmt::format("campaign {} starts", launched.campaign)};
    const auto asked = ask_approvers(launched.campaign);
    return {answers.say(CoordinatorText::waits, about),
            fmt::format("campaign {} waits for a second person; {} were asked", launched.campaign, asked)};
}

Coordination::Outcome Coordination::resume_campaign(const Coordinator& owner, const RequestContent& content)
{
    const auto campaign = desk_->campaign(*content.campaign);
    if (!may_control(owner) || !campaign || (!owner.rights.approve && campaign->wanted_by != owner.actor()))
        throw MayNot{"this campaign is not theirs"};
    desk_->resume(*content.campaign, act_of(owner));
    return {answers_for(owner).say(CoordinatorText::resumed, {{"{campaign}", std::to_string(*content.campaign)}}),
            fmt::format("campaign {} resumed", *content.campaign)};
}

Coordination::Outcome Coordination::add_person(const Coordinator& owner, const RequestContent& content)
{
    if (!owner.rights.add) throw MayNot{"they may not add people any more"};
    People people{db_};
    PersonDetails details;
    details.number = content.number;
    details.name = content.person;
    details.groups = content.groups;
    const auto answers = answers_for(owner);
    const auto refused = [&]() -> Outcome {
        return {answers.say(CoordinatorText::not_added, {{"{number}", content.number}}), "not added: they left"};
    };
    if (people.has_left(content.number) || people.was_erased(content.number)) return refused();
    if (const auto objection = people.objection(details); !objection.empty()) throw std::runtime_error{objection};
    if (people.add(details, "add", act_of(owner)) == People::Change::left) return refused();
    return {answers.say(CoordinatorText::added, {{"{number}", content.number}, {"{groups}", joined(content.groups)}}),
            "a person added"};
}

Coordination::Outcome Coordination::approve_campaign(const Coordinator& owner, const RequestContent& content)
{
    if (!owner.rights.approve) throw MayNot{"they may not approve any more"};
    const auto id = *content.campaign;
    const auto campaign = desk_->campaign(id);
    if (!campaign || campaign->state != CoordinatorDesk::State::waiting)
        return {answers_for(owner).say(CoordinatorText::no_campaign), fmt::format("campaign {} waits no more", id)};
    if (campaign->what != content.text)
        throw std::runtime_error{"the campaign was changed meanwhile: look at it again"};
    desk_->approve(id, act_of(owner));
    Requests{db_}.settle(content, now_);
    const auto about = Answers::Values{{"{campaign}", std::to_string(id)}};
    for (const auto& other : Coordinators{db_}.all())
        if (other.actor() == campaign->wanted_by && other.id != owner.id)
            if (send(other, {answers_for(other).say(CoordinatorText::approved, about), {}})) others_told_ = true;
    return {answers_for(owner).say(CoordinatorText::approved, about), fmt::format("campaign {} approved", id)};
}

/// Another coordinator's request, which had no code of its own.
Coordination::Outcome Coordination::let_through(const Coordinator& approver, const RequestContent& content)
{
    if (!approver.rights.approve) throw MayNot{"they may not approve any more"};
    const auto held = Requests{db_}.take_held(*content.held, now_);
    const auto owner = held ? Coordinators{db_}.find(held->coordinator) : std::nullopt;
    if (!owner) return {answers_for(approver).say(CoordinatorText::wrong_code), "what it was for is over"};
    Audit{db_}.note(act_of(approver), "command_approved", {{"request", held->id}, {"of", owner->name}});
    auto done = carry_out(*owner, held->content, act_of(approver));
    if (send(*owner, done)) others_told_ = true;
    return done;
}
} // namespace nida::daemon
