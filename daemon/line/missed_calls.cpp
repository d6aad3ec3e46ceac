#include "daemon/line/missed_calls.hpp"

#include <algorithm>
#include <utility>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr auto silence = 9s;          // RING comes every 4 to 6 seconds
constexpr auto number_after_end = 2s; // MISSED_CALL comes behind NO CARRIER
constexpr auto same_number = 60s;     // in which a number is counted once
constexpr auto same_call = 8s;        // sticks without voice say OK to ATH, and ring on
constexpr auto longest_call = 120s;   // networks give up before
constexpr unsigned most_hang_ups = 5;
} // namespace

void MissedCalls::take(const protocol::Urc& urc, SteadyTime now)
{
    expire(now);
    if (std::holds_alternative<protocol::Ring>(urc)) {
        if (call_ && call_->end_said) end(now);
        auto& call = present(now, {});
        ++call.rings;
        call.rang_since = true;
    } else if (const auto* caller = std::get_if<protocol::CallerId>(&urc)) {
        if (caller->waits) return count(caller->number, now); // the first one is still there, and stays
        const bool another =
            call_ && !call_->number.empty() && !caller->number.empty() && call_->number != caller->number;
        if (another) end(now);
        auto& call = present(now, caller->number);
        if (call.number.empty()) call.number = caller->number;
        if (call.end_said && !call.number.empty()) end(now);
    } else if (const auto* over = std::get_if<protocol::CallEnded>(&urc)) {
        if (call_) {
            if (call_->number.empty()) call_->number = over->number;
            if (call_->number.empty())
                call_->end_said = now;
            else
                end(now);
        } else if (!over->number.empty())
            count(over->number, now);
    }
}

void MissedCalls::take_number(const std::string& number)
{
    if (call_ && call_->number.empty()) call_->number = number;
}

void MissedCalls::hung_up(SteadyTime now)
{
    if (!call_) return;
    ++call_->hang_ups;
    call_->rang_since = false;
    hung_up_ = Ended{*call_, now};
    end(now);
}

void MissedCalls::hang_up_failed()
{
    if (!call_) return;
    ++call_->hang_ups;
    call_->rang_since = false;
}

void MissedCalls::close(SteadyTime now)
{
    if (call_) end(now);
}

bool MissedCalls::ringing(SteadyTime now) const
{
    return call_ && !call_->end_said && now - call_->last_sign < silence && now - call_->begun < longest_call;
}

bool MissedCalls::may_hang_up(SteadyTime now) const
{
    return ringing(now) && call_->hang_ups < most_hang_ups && call_->rang_since &&
           (!call_->number.empty() || call_->rings >= 2);
}

MissedCalls::Over MissedCalls::over(SteadyTime now)
{
    expire(now);
    return std::exchange(over_, {});
}

bool MissedCalls::due(SteadyTime now) const
{
    const auto question = next_question();
    return ringing(now) || (question && *question <= now);
}

std::optional<MissedCalls::SteadyTime> MissedCalls::next_question() const
{
    if (over_.any || !over_.numbers.empty()) return SteadyTime{};
    if (!call_) return {};
    return call_->end_said ? *call_->end_said + number_after_end : call_->last_sign + silence;
}

void MissedCalls::expire(SteadyTime now)
{
    if (!call_) return;
    const bool silent = now - call_->last_sign >= silence;
    const bool no_number = call_->end_said && now - *call_->end_said >= number_after_end;
    if (silent || no_number) end(now);
}

/// The call that this sign belongs to, a new one where there is none.
MissedCalls::Call& MissedCalls::present(SteadyTime now, const std::string& number)
{
    if (!call_ && hung_up_ && now - hung_up_->at < same_call &&
        (number.empty() || hung_up_->call.number.empty() || number == hung_up_->call.number))
        call_ = hung_up_->call;
    if (!call_) call_ = Call{now, now, {}, 0, 0, true, {}};
    call_->last_sign = now;
    return *call_;
}

void MissedCalls::end(SteadyTime now)
{
    const auto number = call_->number;
    call_.reset();
    over_.any = true;
    count(number, now);
}

void MissedCalls::count(const std::string& number, SteadyTime now)
{
    std::erase_if(counted_, [now](const auto& one) { return now - one.second >= same_number; });
    if (counted_.emplace(number, now).second) over_.numbers.push_back(number);
}
} // namespace nida::daemon
