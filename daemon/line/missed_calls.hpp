#pragma once
#include "protocol/at/urc.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// Calls out of what a modem says of them: RING and the caller's number in any order, as often as it likes or not at all, and the end in
/// the words of many makers or in none (TS 27.007 §6.11, §7.6, §7.12). Nobody answers here: each call is a missed one, counted once.
class MissedCalls
{
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// A line that the modem sent. What says nothing of calls changes nothing.
    void take(const protocol::Urc& urc, SteadyTime now);
    /// Who rings, as the modem told when asked.
    void take_number(const std::string& number);
    /// We hung up, and the modem says that no call is left, or does not say. What rings on soon after is the same call.
    void hung_up(SteadyTime now);
    /// We hung up, and it rings still.
    void hang_up_failed();
    /// The port is closed: whatever rings has ended for us.
    void close(SteadyTime now);

    /// Whether the line is taken: nothing may be sent. A modem that rings for minutes is not believed.
    bool ringing(SteadyTime now) const;
    /// Whether it is time to hang up: the caller is known, or there was a second RING without a number.
    bool may_hang_up(SteadyTime now) const;
    bool knows_caller() const { return call_ && !call_->number.empty(); }
    /// What has ended since the last question.
    struct Over {
        bool any = false;                 ///< some call, counted or not
        std::vector<std::string> numbers; ///< of those that count: a number once a minute; empty where it was withheld
    };
    Over over(SteadyTime now);
    /// When to ask though nothing was said since; none where there is no call.
    std::optional<SteadyTime> next_question() const;
    /// Whether the line has something to do about a call now: to hang up, to keep what ended, or to wait while it rings.
    bool due(SteadyTime now) const;
private:
    struct Call {
        SteadyTime begun, last_sign;
        std::string number;
        unsigned rings = 0;
        unsigned hang_ups = 0;
        bool rang_since = true;             ///< since we last hung up
        std::optional<SteadyTime> end_said; ///< and its number may follow
    };
    struct Ended {
        Call call;
        SteadyTime at;
    };
    void expire(SteadyTime now);
    Call& present(SteadyTime now, const std::string& number);
    void end(SteadyTime now);
    void count(const std::string& number, SteadyTime now);

    std::optional<Call> call_;
    std::optional<Ended> hung_up_; ///< the call that we ended last
    std::map<std::string, SteadyTime> counted_;
    Over over_;
};
} // namespace nida::daemon
