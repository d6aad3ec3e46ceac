#include "daemon/campaign/members.hpp"

namespace nida::daemon
{
namespace
{
namespace json = boost::json;

constexpr std::int64_t longest_wait = 24 * 60; // minutes
constexpr std::int64_t most_repeats = 10;
constexpr std::int64_t shortest_ring = 5, longest_ring = 60; // seconds: a phone rings some seconds after it is dialled
constexpr std::size_t longest_text = 600;                    // octets
constexpr std::size_t longest_word = 60;
constexpr std::size_t most_contacts = 50;

std::int64_t required(const Members& members, std::string_view name, std::int64_t from, std::int64_t to)
{
    const auto value = members.number(name, from, to);
    if (!value)
        throw BadDefinition{fmt::format("the ladder lacks \"{}\"", name),
                            fmt::format("give {} as a whole number from {} to {}", name, from, to)};
    return *value;
}

Ladder::Repeat repeat_from(const json::object& object)
{
    const Members members{object, "a ladder's repeat", {"every", "times"}};
    return {std::chrono::minutes{required(members, "every", 1, longest_wait)},
            static_cast<int>(required(members, "times", 1, most_repeats))};
}

Ladder::Ring ring_from(const json::object& object)
{
    const Members members{object, "a ladder's ring", {"after", "seconds"}};
    return {std::chrono::minutes{required(members, "after", 1, longest_wait)},
            std::chrono::seconds{members.number("seconds", shortest_ring, longest_ring).value_or(15)}};
}

Ladder::Escalation escalation_from(const json::object& object)
{
    const Members members{object, "a ladder's escalation", {"to", "after", "every", "text", "stop_word"}};
    Ladder::Escalation escalation;
    escalation.to = members.texts("to");
    if (escalation.to.empty() || escalation.to.size() > most_contacts)
        throw BadDefinition{fmt::format("an escalation is for 1 to {} people", most_contacts),
                            R"(list numbers or coordinators' names under "to", in their order)"};
    for (auto one = escalation.to.begin(); one != escalation.to.end(); ++one)
        if (std::find(escalation.to.begin(), one, *one) != one)
            throw BadDefinition{fmt::format("the escalation names \"{}\" twice", *one), "name everybody once"};
    escalation.after = std::chrono::minutes{members.number("after", 0, longest_wait).value_or(0)};
    escalation.every = std::chrono::minutes{required(members, "every", 1, longest_wait)};
    escalation.text = members.text("text");
    escalation.stop_word = members.text("stop_word");
    if (escalation.text.size() > longest_text || escalation.stop_word.size() > longest_word)
        throw BadDefinition{"the escalation's text or stop word is too long",
                            fmt::format("at most {} and {} octets", longest_text, longest_word)};
    return escalation;
}
} // namespace

Ladder ladder_from(const json::object& object)
{
    const Members members{object, "a ladder", {"flash", "repeat", "ring", "escalate"}};
    Ladder ladder;
    ladder.flash = members.boolean("flash", false);
    if (const auto* repeat = members.object("repeat")) ladder.repeat = repeat_from(*repeat);
    if (const auto* ring = members.object("ring")) ladder.ring = ring_from(*ring);
    if (const auto* escalate = members.object("escalate")) ladder.escalation = escalation_from(*escalate);
    return ladder;
}

json::object to_json(const Ladder& ladder)
{
    json::object object;
    if (ladder.flash) object["flash"] = true;
    if (ladder.repeat)
        object["repeat"] = json::object{{"every", ladder.repeat->every.count()}, {"times", ladder.repeat->times}};
    if (ladder.ring)
        object["ring"] = json::object{{"after", ladder.ring->after.count()}, {"seconds", ladder.ring->time.count()}};
    if (const auto& escalation = ladder.escalation) {
        json::array to;
        for (const auto& one : escalation->to)
            to.emplace_back(one);
        json::object shown{{"to", std::move(to)}};
        if (escalation->after.count() > 0) shown["after"] = escalation->after.count();
        shown["every"] = escalation->every.count();
        if (!escalation->text.empty()) shown["text"] = escalation->text;
        if (!escalation->stop_word.empty()) shown["stop_word"] = escalation->stop_word;
        object["escalate"] = std::move(shown);
    }
    return object;
}
} // namespace nida::daemon
