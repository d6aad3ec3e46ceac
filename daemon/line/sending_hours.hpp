#pragma once
#include "daemon/campaign/hours/allowance.hpp"
#include "daemon/outbox/message.hpp"
#include "daemon/store/connection.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace nida::daemon
{
/// At which hours lines text whom, by the clocks where people are. May be asked on any thread.
class SendingHours
{
public:
    /// @param forbidden  what holds for every campaign; its quiet hours hold for all else, too
    /// @param calendars  those that a campaign may avoid by itself
    explicit SendingHours(Forbidden forbidden, Calendars calendars = {});

    /// Whether there is any hour at which somebody is not texted, whichever the campaign: then a clock that may be wrong stops everything but
    /// alerts and answers.
    bool restrict() const { return campaigns_.forbidden().any(); }
    /// What holds for whatever is of no campaign: the quiet hours.
    Allowances& of_others() { return others_; }
    /// What holds for a campaign that has started: calendars and days of the week, too, and the calendars that it avoids by itself. Those are read
    /// from the store when it is first asked about, since they do not change any more. One that the config has no longer holds nothing back; the
    /// log says so once.
    Allowances& of_campaign(CampaignId id, Connection& db);
    /// When the hour ends at which nobody in a zone is texted; none where they may be; Time::max() where that takes a sure clock and it is none.
    /// @param zone  an IANA name; empty: the box's own
    std::optional<Time> quiet_until(const std::string& zone, std::optional<CampaignId> campaign, Connection& db,
                                    Time now, bool sure_clock);
private:
    const Calendars calendars_;
    Allowances campaigns_, others_;
    std::mutex mutex_;                                      ///< over `own_`
    std::map<CampaignId, std::unique_ptr<Allowances>> own_; ///< null: the campaign has no calendars of its own
};
} // namespace nida::daemon
