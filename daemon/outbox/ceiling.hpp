#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/store/connection.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace nida::daemon
{
/// The most that the whole box sends in 24 hours, in segments, whatever asks it to: what a mistake or a stolen key may cost. Alerts and
/// answers to what somebody just wrote go on to twice as much, so that nobody's campaign can use up what an evacuation needs.
class Ceiling
{
public:
    static constexpr std::chrono::hours longest_lift{7 * 24};

    explicit Ceiling(Connection& connection) : db_{connection} {}

    /// @param urgent    an alert, or a direct answer
    /// @param segments  of the message that is to begin. One of more than the ceiling goes where nothing else went
    /// @return when to ask again, where it may not begin now
    std::optional<Time> over(int ceiling, bool urgent, unsigned segments, Time now);
    /// Segments of the last 24 hours, on all lines.
    std::int64_t used(Time now);

    /// Until when nothing is kept back; none where it holds.
    std::optional<Time> lifted_until(Time now);
    /// @pre until - act.at <= longest_lift
    void lift(Time until, const Act& act);
    void hold(const Act& act);
private:
    std::int64_t used(Time now, std::int64_t most);
    std::int64_t begun();
    Connection& db_;
};
} // namespace nida::daemon
