#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/store/store.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>

namespace nida::daemon
{
/// How much waits, and where.
struct Tally {
    struct Queue {
        std::int64_t fresh = 0; ///< may go at once
        std::int64_t again = 0; ///< waits for its next attempt
        std::int64_t all() const { return fresh + again; }
    };
    using Queues = std::array<Queue, 3>; ///< by priority

    struct OfLine {
        Queues bound;                                         ///< messages that only this line may send
        std::int64_t sent_last_minute = 0, sent_last_day = 0; ///< segments that left, or perhaps did
        std::int64_t queued() const;
    };

    Queues unbound;
    Queues paused; ///< of campaigns that are
    std::map<LineId, OfLine> lines;
    std::int64_t direct = 0; ///< of the queued replies, those that quiet hours let pass
    std::int64_t submitting = 0, in_doubt = 0;

    std::int64_t queued(Priority priority) const;
    std::int64_t queued() const;
};
Tally count_outbox(Connection& db, Time now);

/// The tally of this moment; where counting takes long, with a million messages queued, the last one is shown again for
/// twenty times as long.
class TallyKeeper
{
public:
    boost::asio::awaitable<Stored<Tally>> get(Store& store, Time now);
private:
    using Clock = std::chrono::steady_clock;
    Tally last_;
    Clock::time_point good_until_{};
};
} // namespace nida::daemon
