#include "daemon/coordinator/coordination.hpp"
#include "daemon/coordinator/person_order.hpp"
#include "daemon/people/people.hpp"
#include "protocol/encoding/planner.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
std::string list_of(const std::vector<CampaignId>& ids)
{
    std::vector<std::string> numbers;
    for (const auto id : ids)
        numbers.push_back(std::to_string(id));
    return joined(numbers);
}

CoordinatorText none_in(CoordinatorDesk::State state)
{
    switch (state) {
    case CoordinatorDesk::State::under_way: return CoordinatorText::none_runs;
    case CoordinatorDesk::State::paused: return CoordinatorText::none_paused;
    case CoordinatorDesk::State::waiting: return CoordinatorText::none_waits;
    case CoordinatorDesk::State::other: break;
    }
    return CoordinatorText::no_campaign;
}
} // namespace

Coordination::Outcome Coordination::alert(const Order& order)
{
    if (!who_.rights.broadcast) return told(CoordinatorText::may_not, {}, "may not broadcast");
    auto [groups, text] = groups_before_text(db_, order.rest);
    // Which groups there are is told to nobody who may not write to them.
    if (text.empty() || !Coordinators{db_}.may_write_to(who_, groups))
        return told(CoordinatorText::unknown_group, {}, "no group that they may write to, or no text");
    const auto preview = desk_->preview(groups, text, now_);
    RequestContent content{RequestKind::alert};
    content.text = text;
    content.groups = groups;
    return ask(content, [&](const Answers& answers) { return answers.alert(preview, content); });
}

Coordination::Outcome Coordination::status()
{
    if (!who_.rights.status) return told(CoordinatorText::may_not, {}, "may not ask for the status");
    const auto answers = answers_for(who_);
    auto text = answers.status(desk_->service());
    for (const auto id : desk_->campaigns(CoordinatorDesk::State::under_way)) {
        const auto answered = desk_->answered(id);
        const auto line = answers.say(answered ? CoordinatorText::status_answered : CoordinatorText::status_campaign,
                                      {{"{campaign}", std::to_string(id)},
                                       {"{sent}", answers.number(desk_->sent(id))},
                                       {"{people}", answers.number(desk_->campaign(id)->people)},
                                       {"{answered}", answers.number(answered.value_or(0))}});
        const auto longer = text + ' ' + line;
        const auto plan = protocol::plan_text(longer);
        if (!plan || plan->pieces.size() > 1) break; // in one part: the newest are told
        text = longer;
    }
    return {text, "told the status"};
}

Coordination::Outcome Coordination::balance()
{
    if (!who_.rights.status) return told(CoordinatorText::may_not, {}, "may not ask for balances");
    return {answers_for(who_).balances(desk_->balances()), "told the balances"};
}

/// The campaign that is named, or the only one to which it could be done.
Coordination::Outcome Coordination::campaign_of(const Order& order, CoordinatorDesk::State state,
                                                const std::function<Outcome(CampaignId)>& then)
{
    if (order.number) {
        const auto campaign = desk_->campaign(*order.number);
        if (!campaign || campaign->state != state) return told(CoordinatorText::no_campaign, {}, "no such campaign");
        return then(*order.number);
    }
    const auto all = desk_->campaigns(state);
    if (all.empty()) return told(none_in(state), {}, "there is none");
    if (all.size() > 1)
        return told(CoordinatorText::which_campaign, {{"{list}", list_of(all)}}, "there are several campaigns");
    return then(all.front());
}

Coordination::Outcome Coordination::pause(const Order& order)
{
    if (!may_control(who_)) return told(CoordinatorText::may_not, {}, "may not pause");
    return campaign_of(order, CoordinatorDesk::State::under_way, [this](CampaignId id) {
        desk_->pause(id, act_of(who_));
        return told(CoordinatorText::paused, {{"{campaign}", std::to_string(id)}},
                    fmt::format("campaign {} paused", id));
    });
}

Coordination::Outcome Coordination::stop_all()
{
    if (!may_control(who_)) return told(CoordinatorText::may_not, {}, "may not pause");
    const auto paused = desk_->pause_all(act_of(who_));
    return told(CoordinatorText::all_paused, {{"{count}", std::to_string(paused)}},
                fmt::format("{} campaigns paused", paused));
}

Coordination::Outcome Coordination::resume(const Order& order)
{
    if (!may_control(who_)) return told(CoordinatorText::may_not, {}, "may not resume");
    return campaign_of(order, CoordinatorDesk::State::paused, [this](CampaignId id) {
        if (!who_.rights.approve && desk_->campaign(id)->wanted_by != who_.actor())
            return told(CoordinatorText::may_not, {}, "may not resume somebody else's campaign");
        RequestContent content{RequestKind::resume};
        content.campaign = id;
        return ask(content, [id](const Answers& answers) {
            return answers.say(CoordinatorText::resume_asked, {{"{campaign}", std::to_string(id)}});
        });
    });
}

Coordination::Outcome Coordination::add(const Order& order)
{
    if (!who_.rights.add) return told(CoordinatorText::may_not, {}, "may not add people");
    const auto person = read_person(db_, order.rest, settings_.country);
    if (!person) return told(CoordinatorText::how_to_add, {}, "no number, name and group");
    const auto& groups = who_.rights.groups;
    if (!who_.rights.every_group && std::ranges::find(groups, person->group) == groups.end())
        return told(CoordinatorText::may_not, {}, "may not add to this group");
    People people{db_};
    if (people.has_left(person->number) || people.was_erased(person->number))
        return told(CoordinatorText::not_added, {{"{number}", person->number}}, "that person left, or was erased");
    RequestContent content{RequestKind::add};
    content.number = person->number;
    content.person = person->name;
    content.groups = {person->group};
    return ask(content, [&](const Answers& answers) {
        return answers.say(CoordinatorText::add_asked,
                           {{"{number}", person->number}, {"{name}", person->name}, {"{groups}", person->group}});
    });
}

Coordination::Outcome Coordination::approve(const Order& order)
{
    if (!who_.rights.approve) return told(CoordinatorText::may_not, {}, "may not approve");
    return campaign_of(order, CoordinatorDesk::State::waiting, [this](CampaignId id) {
        const auto campaign = desk_->campaign(id);
        if (campaign->wanted_by == who_.actor())
            return told(CoordinatorText::may_not, {}, "may not approve what they want to send themselves");
        RequestContent content{RequestKind::approve};
        content.campaign = id;
        content.text = campaign->what;
        return ask(content, [&](const Answers& answers) {
            return fmt::format(
                "{} {}",
                answers.say(CoordinatorText::approve_asked, {{"{name}", actor_name(campaign->wanted_by)},
                                                             {"{campaign}", std::to_string(id)},
                                                             {"{people}", answers.number(campaign->people)}}),
                quoted_start(campaign->text));
        });
    });
}

Coordination::Outcome Coordination::how_to_write(Command command)
{
    const auto which = [command] {
        switch (command) {
        case Command::alert: return CoordinatorText::unknown_group;
        case Command::add: return CoordinatorText::how_to_add;
        case Command::pause: return CoordinatorText::how_to_pause;
        case Command::resume:
        case Command::approve:
        case Command::no: return CoordinatorText::how_to_number;
        case Command::status:
        case Command::balance:
        case Command::stop_all: break;
        }
        return CoordinatorText::how_to_alone;
    }();
    const auto answers = answers_for(who_);
    return told(which, {{"{word}", answers.word(command)}, {"{all}", answers.word(Command::stop_all)}},
                fmt::format("begins as {} and was not understood: told how it is written", to_string(command)));
}
} // namespace nida::daemon
