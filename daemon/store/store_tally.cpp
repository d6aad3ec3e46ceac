#include "daemon/store/store_tally.hpp"

#include <algorithm>

namespace nida::daemon
{
void TallyOfCommits::committed(std::size_t requests, std::size_t undone, std::uint64_t octets,
                               std::chrono::microseconds took)
{
    sums_.requests += requests;
    sums_.undone += undone;
    if (octets == 0) return;
    newest_[sums_.commits % newest_.size()] = took;
    ++sums_.commits;
    sums_.octets += octets;
    sums_.slowest_commit = std::max(sums_.slowest_commit, took);
}

StoreTally TallyOfCommits::now() const
{
    auto tally = sums_;
    auto times = newest_;
    const auto count = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(sums_.commits, times.size()));
    if (count == 0) return tally;
    std::nth_element(times.begin(), times.begin() + count / 2, times.begin() + count);
    tally.median_commit = times[static_cast<std::size_t>(count / 2)];
    return tally;
}
} // namespace nida::daemon
