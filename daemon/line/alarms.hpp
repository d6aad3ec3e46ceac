#pragma once
#include "daemon/api/service.hpp"
#include "daemon/line/alarm.hpp"
#include "daemon/outbox/message.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// What is to be done about an alarm on disk.
struct Announcement {
    Alarm alarm;
    LineId line = 0;  ///< 0: the whole box, or a campaign
    std::string name; ///< of the line
    std::string cause;
    std::vector<std::string> numbers; ///< who is told by SMS
    std::string text;                 ///< what they are told
    CampaignId campaign = 0;          ///< which it is about, and of which it is raised once; 0: none
};
/// Notes an alarm as an event of its line and queues a message of priority alert to every number, unless the same was told of that line in the
/// last six hours, also by a run of the daemon before this one. Each campaign's is told. @return how many messages were queued
unsigned announce(Connection& db, const Announcement& announcement, Time now, bool sure_clock);

/// Tells people that one of them is needed: in the log, as an event, and by SMS through whichever line can send.
class Alarms
{
public:
    Alarms(boost::asio::any_io_executor executor, Store& store, const WallClock& clock, const ServiceDefaults& defaults,
           std::function<void()> wake_lines);

    /// @param line   by its name; empty where it concerns the whole box
    /// @param cause  what happened, for people
    void raise(Alarm alarm, LineId id, const std::string& line, const std::string& cause);
    /// The cause is gone; the next raise is a new alarm.
    void over(Alarm alarm, LineId id, const std::string& line);
private:
    boost::asio::awaitable<void> tell(Announcement announcement);

    boost::asio::any_io_executor executor_;
    Store& store_;
    const WallClock& clock_;
    const ServiceDefaults& defaults_;
    std::function<void()> wake_lines_;
    std::set<std::pair<LineId, Alarm>> standing_;
};
} // namespace nida::daemon
