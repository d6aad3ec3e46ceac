#pragma once
#include "daemon/campaign/hours/zone.hpp"

#include <chrono>

namespace nida::daemon
{
/// What the box's clocks showed at many instants, one after the other: a zone is asked once for each quarter of an hour, at the beginnings of which
/// offsets change.
class LocalClock
{
public:
    explicit LocalClock(Zone zone) : zone_{zone} {}
    LocalTime at(Time instant)
    {
        const auto quarter = std::chrono::floor<std::chrono::minutes>(instant).time_since_epoch() / 15;
        if (!known_ || quarter != quarter_) {
            const auto second = std::chrono::floor<std::chrono::seconds>(instant);
            offset_ = zone_.local(instant).time_since_epoch() - second.time_since_epoch();
            quarter_ = quarter;
            known_ = true;
        }
        return LocalTime{std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch() + offset_};
    }
    int hour(Time instant)
    {
        const auto local = at(instant);
        return static_cast<int>((local - std::chrono::floor<std::chrono::days>(local)) / std::chrono::hours{1});
    }
    std::chrono::local_days day(Time instant) { return std::chrono::floor<std::chrono::days>(at(instant)); }
    const Zone& zone() const { return zone_; }
private:
    Zone zone_;
    bool known_ = false;
    std::chrono::minutes quarter_{}; ///< counted in quarters
    std::chrono::seconds offset_{};
};
} // namespace nida::daemon
