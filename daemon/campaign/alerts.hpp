#pragma once
#include "daemon/campaign/definition.hpp"
#include "daemon/store/connection.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace nida::daemon
{
/// The tables alert, alert_contact and acknowledgement: which campaigns ask for an answer, who gave one, and what is still to be done about the
/// others. A campaign that asks for nothing has no row there. What is done when: alert_sweep.hpp and escalation.hpp.
class Alerts
{
public:
    explicit Alerts(Connection& connection) : db_{connection} {}

    /// The campaign starts now.
    void begin(CampaignId id, const CampaignDefinition& definition, Time now);
    /// Nothing more is done: it was cancelled, or is over.
    void end(CampaignId id);
    /// Nobody is texted again or called any more. The list of those who might take charge ends by itself (escalation.hpp).
    void end_steps(CampaignId id);
    /// It was paused: what was due meanwhile is due now.
    void resume(CampaignId id, Time now);
    /// Whether something may still be done about somebody.
    bool is_open(CampaignId id);
    /// What was due before then, while nobody was there to do it, is not done any more: no old alert is repeated. Steps that are due later are.
    /// @return of how many alerts something was missed
    int end_missed(Time before, Time now);

    /// An alert that has something to do now. @param since  only those that began then or later
    std::optional<CampaignId> due(Time now, Time since);
    std::optional<CampaignId> escalation_due(Time now, Time since);
    /// When the next one has. @param since  likewise
    std::optional<Time> next_due(Time since);

    /// Somebody wrote OK: it counts for the newest alert that was given to the network for them and still waits for answers.
    /// @return which; none where there is none
    struct Counted {
        CampaignId campaign;
        bool first; ///< they had not answered before
    };
    std::optional<Counted> acknowledge(const std::string& number, Time now);
    /// How many answered; none where it does not ask.
    std::optional<std::int64_t> acknowledged(CampaignId id);

    /// Adds "acknowledged" and "ladder", as docs/api.md has them.
    void show(CampaignId id, boost::json::object& campaign);
private:
    void add_contacts(CampaignId id, const Ladder::Escalation& escalation);
    Connection& db_;
};
} // namespace nida::daemon
