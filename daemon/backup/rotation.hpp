#pragma once
#include "daemon/backup/rotate.hpp"
#include "daemon/line/alarms.hpp"
#include "daemon/line/bell.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace nida::daemon
{
/// What people are told of the copies that are made by themselves.
struct RotationState {
    std::optional<std::filesystem::path> folder; ///< none: nobody asked for copies
    std::optional<Time> last_at;                 ///< when the newest copy there was made
    std::string error;                           ///< of the last attempt; empty where it went well
};

/// Makes a sealed copy of the store every so often. The period goes by the steady clock and by the age of the newest copy, so that
/// restarts neither skip one nor add one; the wall clock only gives names. What fails is told, and tried again.
class Rotation
{
public:
    Rotation(boost::asio::any_io_executor executor, std::filesystem::path store, const WallClock& clock,
             Alarms& alarms);

    /// From now on. @param settings  none: no copies
    void set(std::optional<RotationSettings> settings);
    boost::asio::awaitable<void> run();
    const RotationState& state() const { return state_; }
private:
    using Clock = Bell::Clock;
    std::optional<Clock::time_point> due() const;
    boost::asio::awaitable<void> attempt();

    std::filesystem::path store_;
    const WallClock& clock_;
    Alarms& alarms_;
    Bell changed_;
    std::optional<RotationSettings> settings_;
    RotationState state_;
    std::optional<Clock::time_point> tried_; ///< the last attempt of this run
    std::optional<Clock::time_point> looked_;
};
} // namespace nida::daemon
