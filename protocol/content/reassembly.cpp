#include "protocol/content/reassembly.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace nida::protocol
{
namespace
{
/// What a waiting segment takes: itself, what it points to, and about as much again for its places in the maps as they say.
std::size_t octets_of(const Segment& segment)
{
    constexpr std::size_t places = 128;
    return sizeof(Segment) + places + 2 * segment.sender.size() + segment.user_data.octets.size();
}

bool makes_sense(const Concatenation& concatenation)
{
    return concatenation.number >= 1 && concatenation.number <= concatenation.total;
}

SegmentSet alone(Segment segment)
{
    SegmentSet set{1, {}};
    set.segments.push_back(std::move(segment));
    return set;
}
} // namespace

std::vector<unsigned> SegmentSet::missing() const
{
    std::vector<unsigned> numbers;
    auto there = segments.begin();
    for (unsigned number = 1; number <= total; ++number) {
        if (there != segments.end() && (there->concatenation.number == number || total == 1))
            ++there;
        else
            numbers.push_back(number);
    }
    return numbers;
}

std::chrono::sys_seconds SegmentSet::began() const { return std::ranges::min(segments, {}, &Segment::time).time; }
std::chrono::sys_seconds SegmentSet::ended() const { return std::ranges::max(segments, {}, &Segment::time).time; }

Added Reassembly::add(Segment segment)
{
    Added added;
    if (!makes_sense(segment.concatenation) || segment.concatenation.total == 1) {
        added.what = Added::What::complete;
        added.message = alone(std::move(segment));
        return added;
    }
    const auto concatenation = segment.concatenation;
    const Key key{segment.line, segment.sender, concatenation.sixteen_bit, concatenation.reference,
                  concatenation.total};
    added.totals_differ = totals_differ(key);

    auto set = sets_.find(key);
    if (set != sets_.end()) {
        const auto& waiting = set->second;
        const bool far =
            segment.time > waiting.last + limits_.reuse_after || segment.time < waiting.first - limits_.reuse_after;
        const auto same_number = waiting.segments.find(concatenation.number);
        const bool taken = same_number != waiting.segments.end();
        if (taken && !far && same_number->second.user_data == segment.user_data) {
            added.what = Added::What::duplicate;
            added.duplicate_of = same_number->second.id;
            return added;
        }
        if (taken || far) {
            added.given_up.push_back({GivenUp::Why::reused, take(set)});
            set = sets_.end();
        }
    }
    if (set == sets_.end()) set = sets_.emplace(key, Waiting{{}, segment.time, segment.time, 0}).first;

    auto& waiting = set->second;
    waiting.first = std::min(waiting.first, segment.time);
    waiting.last = std::max(waiting.last, segment.time);
    waiting.touched = ++additions_;
    octets_ += octets_of(segment);
    waiting.segments.emplace(concatenation.number, std::move(segment));

    if (waiting.segments.size() == key.total) {
        added.what = Added::What::complete;
        added.message = take(set);
    }
    make_room(key, added.given_up);
    return added;
}

std::vector<GivenUp> Reassembly::expire(std::chrono::sys_seconds now, std::chrono::seconds age)
{
    std::vector<GivenUp> given_up;
    for (auto set = sets_.begin(); set != sets_.end();) {
        const auto next = std::next(set);
        const auto last = set->second.last;
        if (now - last >= age || last - now >= age) given_up.push_back({GivenUp::Why::aged, take(set)});
        set = next;
    }
    return given_up;
}

SegmentSet Reassembly::take(Sets::iterator set)
{
    SegmentSet taken{set->first.total, {}};
    for (auto& [number, segment] : set->second.segments) {
        octets_ -= octets_of(segment);
        taken.segments.push_back(std::move(segment));
    }
    sets_.erase(set);
    return taken;
}

bool Reassembly::totals_differ(const Key& key) const
{
    auto like = key;
    like.total = 0; // totals are the last of a key, so that those of one reference stand side by side
    for (auto set = sets_.lower_bound(like); set != sets_.end(); ++set) {
        const auto& other = set->first;
        if (std::tie(other.line, other.sender, other.sixteen_bit, other.reference) !=
            std::tie(key.line, key.sender, key.sixteen_bit, key.reference))
            return false;
        if (other.total != key.total) return true;
    }
    return false;
}

Reassembly::Sets::iterator Reassembly::oldest(Sets::iterator begin, Sets::iterator end, const Key& newest)
{
    auto found = end;
    for (auto set = begin; set != end; ++set) {
        if (set->first == newest) continue;
        if (found == end ||
            std::tie(set->second.last, set->second.touched) < std::tie(found->second.last, found->second.touched))
            found = set;
    }
    // The set that just grew goes only where it is the last one.
    return found != end ? found : sets_.find(newest);
}

void Reassembly::make_room(const Key& newest, std::vector<GivenUp>& given_up)
{
    const auto give_up = [&](Sets::iterator set) { given_up.push_back({GivenUp::Why::no_room, take(set)}); };

    const Key first{newest.line, newest.sender, false, 0, 0};
    const auto begin = sets_.lower_bound(first);
    auto end = begin;
    std::size_t of_the_sender = 0;
    for (; end != sets_.end() && end->first.line == newest.line && end->first.sender == newest.sender; ++end)
        ++of_the_sender;
    if (of_the_sender > limits_.sets_of_a_sender) give_up(oldest(begin, end, newest)); // it grows by one at a time

    while (!sets_.empty() && (sets_.size() > limits_.sets || octets_ > limits_.octets))
        give_up(oldest(sets_.begin(), sets_.end(), newest));
}
} // namespace nida::protocol
