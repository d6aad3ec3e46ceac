#include "daemon/line/gathering.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
// A result waits for a seventh of the time of a segment at most. Less, and lines whose times vary by a tenth fall out of step; more, and it costs
// them more than it spares the card (docs/decisions/0024).
constexpr int share = 7;
// What waits is in memory only: where segments take long, a commit of its own costs little by comparison.
constexpr auto longest_idle_wait = std::chrono::seconds{5};
} // namespace

void Gathering::begun(LineId line, Clock::time_point now) { lines_[line].begun = now; }

void Gathering::lost(LineId line) { lines_[line].begun.reset(); }

Gathering::Clock::time_point Gathering::ended(LineId line, Clock::time_point now)
{
    auto& own = lines_[line];
    if (!own.begun) return now;
    const auto took = now - *own.begun;
    own.begun.reset();
    own.mean = own.mean ? (*own.mean * 7 + took) / 8 : took;

    // Who comes later joins the wait that is under way: nobody's is longer than his own share.
    const auto longest = now + *own.mean / share;
    const auto until = now < until_ ? std::min(until_, longest) : longest;
    const bool others =
        std::ranges::any_of(lines_, [&](const auto& other) { return comes_until(other.second, now, until); });
    until_ = others ? until : now;
    return until_;
}

Gathering::Clock::time_point Gathering::next_result(Clock::time_point now) const
{
    std::optional<Clock::time_point> first;
    for (const auto& [line, other] : lines_) {
        if (!other.begun || !other.mean) continue;
        // It has to come, and may then itself wait for others.
        const auto until = *other.begun + *other.mean + 2 * *other.mean / share;
        if (until > now && (!first || until < *first)) first = until;
    }
    return first ? std::min(*first, now + longest_idle_wait) : now;
}

bool Gathering::comes_until(const OfLine& line, Clock::time_point now, Clock::time_point until) const
{
    if (!line.begun || !line.mean) return false;
    const auto expected = *line.begun + *line.mean;
    // One that is late by more than a wait is not waited for any more.
    return expected <= until && expected + *line.mean / share >= now;
}
} // namespace nida::daemon
