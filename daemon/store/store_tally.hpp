#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace nida::daemon
{
/// What was asked of the disk since the start, and what that cost it.
struct StoreTally {
    std::uint64_t requests = 0; ///< pieces of work that were to be written
    std::uint64_t commits = 0;  ///< transactions that went to disk; each waited for it once
    std::uint64_t undone = 0;   ///< requests whose changes were taken back, by an error of theirs or of the disk
    std::uint64_t octets = 0;   ///< that commits wrote into the journal
    std::chrono::microseconds median_commit{0}, slowest_commit{0}; ///< the median of the newest ones
};

/// Counts them.
class TallyOfCommits
{
public:
    /// @param octets  0 where nothing had changed, so that nothing went to disk
    void committed(std::size_t requests, std::size_t undone, std::uint64_t octets, std::chrono::microseconds took);
    StoreTally now() const;
private:
    StoreTally sums_;
    std::array<std::chrono::microseconds, 101> newest_{};
};
} // namespace nida::daemon
