#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/outbox/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// What commands need of campaigns and lines, inside the writer's transaction. What cannot be done throws a std::runtime_error that says why.
class CoordinatorDesk
{
public:
    virtual ~CoordinatorDesk() = default;

    struct Preview {
        std::int64_t people = 0;
        unsigned parts = 0; ///< of the longest message
        std::optional<std::chrono::seconds> duration{};
        std::map<std::string, std::int64_t> cost_milli{}; ///< by currency; empty where it is not known
    };
    virtual Preview preview(const std::vector<std::string>& groups, const std::string& text, Time now) = 0;

    struct Launched {
        CampaignId campaign = 0;
        std::int64_t people = 0;
        bool waits = false; ///< for a second person
    };
    /// An alert to these groups.
    virtual Launched launch(const std::vector<std::string>& groups, const std::string& text, const Act& act) = 0;

    enum class State { waiting, under_way, paused, other };
    struct Campaign {
        State state = State::other;
        std::string wanted_by; ///< as the audit calls them
        std::int64_t people = 0;
        std::string text; ///< the first of its texts
        std::string what; ///< all that is said of it: the same as long as nobody changed it
    };
    virtual std::optional<Campaign> campaign(CampaignId id) = 0;
    /// The newest of those in that state, the newest first.
    virtual std::vector<CampaignId> campaigns(State state) = 0;
    virtual std::int64_t sent(CampaignId id) = 0;
    /// How many answered OK; none where it does not ask.
    virtual std::optional<std::int64_t> answered(CampaignId) { return {}; }
    virtual void approve(CampaignId id, const Act& act) = 0;
    virtual void pause(CampaignId id, const Act& act) = 0;
    virtual void resume(CampaignId id, const Act& act) = 0;
    /// @return how many were under way
    virtual int pause_all(const Act& act) = 0;

    struct Service {
        int lines_in_service = 0, lines = 0;
        std::int64_t queued = 0;
    };
    virtual Service service() = 0;
    struct Balance {
        std::string line;
        std::optional<std::int64_t> amount_milli;
        std::string currency;
    };
    virtual std::vector<Balance> balances() = 0;
};

/// What an organisation has decided about coordinators, and what the service lends them.
struct CoordinatorSettings {
    int commands_per_hour = 20;               ///< answered to one number
    int leavings_per_hour = 10;               ///< more than this many,
    int leavings_percent = 1;                 ///< and more than this share of all people: an alarm
    std::vector<std::string> alarm_numbers{}; ///< E.164: who is told
    std::function<std::unique_ptr<CoordinatorDesk>(Connection&)> desk{}; ///< none: nobody commands by text
};
} // namespace nida::daemon
