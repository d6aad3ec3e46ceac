#pragma once
#include "daemon/outbox/message.hpp"

#include <chrono>
#include <map>
#include <optional>

namespace nida::daemon
{
/// Lets the results of several lines share one commit, and so one wear of the SD card: who has a result waits a moment for those that are about to
/// come, and what is in no hurry waits for the next result. On the loop's thread.
class Gathering
{
public:
    using Clock = std::chrono::steady_clock;

    /// A payload leaves on this line.
    void begun(LineId line, Clock::time_point now);
    /// Its result has come. @return until when its commit may wait; `now` or earlier where no other's is near
    Clock::time_point ended(LineId line, Clock::time_point now);
    /// Nobody knows when its result will come.
    void lost(LineId line);
    /// @return until when something may wait that nobody waits for: the next result, of whichever line, is expected by then; `now`
    /// where none is
    Clock::time_point next_result(Clock::time_point now) const;
private:
    struct OfLine {
        std::optional<Clock::time_point> begun;
        std::optional<Clock::duration> mean; ///< from payload to result, of the latest
    };
    bool comes_until(const OfLine& line, Clock::time_point now, Clock::time_point until) const;
    std::map<LineId, OfLine> lines_;
    Clock::time_point until_{}; ///< the end of the wait that is under way, or of the last one
};
} // namespace nida::daemon
