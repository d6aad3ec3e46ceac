#include "daemon/inbox/same_message.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr auto most_apart = 1h;
// Within a message segments come as fast as the network takes them; a longer pause between two is likely one between messages. Where
// all are there, the phone may have tried one of them again for a while.
constexpr auto longest_pace = 1min, longest_pace_of_whole = 10min;

/// A phone that hears no answer hands a segment in again: the contents are the same, the stamp is another.
bool is_copy(const WaitingPart& one, const WaitingPart& other)
{
    return one.text || other.text ? one.text == other.text : one.pdu == other.pdu;
}

class Gathered
{
public:
    bool fits(const WaitingPart& part) const
    {
        const auto same = by_number_.find(part.number);
        if (same != by_number_.end() && !is_copy(*same->second, part)) return false;
        return !part.stamp || !first() || *part.stamp - *first() <= most_apart;
    }
    void add(const WaitingPart& part)
    {
        parts_.push_back(&part);
        by_number_.try_emplace(part.number, &part);
        if (part.stamp) last_ = part.stamp;
    }
    /// Where the longest pause lies between what cannot be with `next` and `next`, what came after that pause is taken out.
    std::vector<const WaitingPart*> take_after_pause(const WaitingPart& next, std::chrono::minutes at_least)
    {
        auto cut = parts_.size();
        auto longest = std::max<Time::duration>(*next.stamp - *parts_.back()->stamp, at_least);
        for (auto i = parts_.size() - 1; i > 0; --i) {
            if (!can_be_together(*parts_[i], next)) break;
            const auto pause = *parts_[i]->stamp - *parts_[i - 1]->stamp;
            if (pause <= longest) continue;
            longest = pause;
            cut = i;
        }
        const std::vector<const WaitingPart*> after{parts_.begin() + static_cast<std::ptrdiff_t>(cut), parts_.end()};
        const std::vector<const WaitingPart*> before{parts_.begin(), parts_.begin() + static_cast<std::ptrdiff_t>(cut)};
        *this = {};
        for (const auto* part : before)
            add(*part);
        return after;
    }
    std::optional<Time> first() const { return parts_.empty() ? std::nullopt : parts_.front()->stamp; }
    std::optional<Time> last() const { return last_; }
    std::int64_t numbers() const { return static_cast<std::int64_t>(by_number_.size()); }
    PartsOfMessage message() const
    {
        PartsOfMessage message;
        for (const auto* part : parts_)
            message.parts.push_back(*part);
        message.numbers = numbers();
        message.stamp = last_;
        return message;
    }
private:
    static bool can_be_together(const WaitingPart& one, const WaitingPart& next)
    {
        return (one.number != next.number || is_copy(one, next)) && *next.stamp - *one.stamp <= most_apart;
    }
    std::vector<const WaitingPart*> parts_; // by stamp
    std::map<std::int64_t, const WaitingPart*> by_number_;
    std::optional<Time> last_;
};

/// The one whose last stamp is nearest; where the stamps tell nothing, the one that lacks least, then the one that began last.
Gathered* nearest(std::vector<Gathered>& all, const WaitingPart& part)
{
    const auto rank = [&](const Gathered& one) {
        return std::tuple{part.stamp ? one.last() : std::nullopt, one.numbers()};
    };
    Gathered* best = nullptr;
    for (auto& one : all)
        if (one.fits(part) && (!best || rank(one) >= rank(*best))) best = &one;
    return best;
}
} // namespace

bool PartsOfMessage::contains(std::int64_t id) const
{
    return std::ranges::find(parts, id, &WaitingPart::id) != parts.end();
}

std::vector<PartsOfMessage> messages_among(std::vector<WaitingPart> parts, std::int64_t total)
{
    std::ranges::stable_sort(parts, {}, [](const WaitingPart& part) { return part.stamp.value_or(Time::max()); });
    std::vector<Gathered> all;
    for (const auto& part : parts) {
        const auto latest = std::ranges::max_element(all, {}, &Gathered::last);
        std::vector<const WaitingPart*> after_pause;
        if (part.stamp && latest != all.end() && !latest->fits(part))
            after_pause =
                latest->take_after_pause(part, latest->numbers() < total ? longest_pace : longest_pace_of_whole);
        auto* message = after_pause.empty() ? nearest(all, part) : nullptr;
        if (!message) message = &all.emplace_back();
        for (const auto* with_it : after_pause)
            message->add(*with_it);
        message->add(part);
    }
    std::vector<PartsOfMessage> messages;
    for (const auto& one : all)
        messages.push_back(one.message());
    return messages;
}
} // namespace nida::daemon
