#pragma once
#include "daemon/campaign/campaigns.hpp"
#include "daemon/campaign/preview.hpp"
#include "daemon/coordinator/desk.hpp"

namespace nida::daemon
{
/// The box itself: campaigns, balances, and what the lines were doing when the message came.
class CampaignDesk : public CoordinatorDesk
{
public:
    /// What is known on the loop: a value, taken there and used on the writer's thread.
    struct Loan {
        PreviewContext preview;
        CampaignRules rules;
        int lines_in_service = 0, lines = 0;
    };
    CampaignDesk(Connection& connection, Loan loan) : db_{connection}, loan_{std::move(loan)} {}

    Preview preview(const std::vector<std::string>& groups, const std::string& text, Time now) override;
    Launched launch(const std::vector<std::string>& groups, const std::string& text, const Act& act) override;
    std::optional<Campaign> campaign(CampaignId id) override;
    std::vector<CampaignId> campaigns(State state) override;
    std::int64_t sent(CampaignId id) override;
    std::optional<std::int64_t> answered(CampaignId id) override;
    void approve(CampaignId id, const Act& act) override;
    void pause(CampaignId id, const Act& act) override;
    void resume(CampaignId id, const Act& act) override;
    int pause_all(const Act& act) override;
    Service service() override;
    std::vector<Balance> balances() override;
private:
    Connection& db_;
    Loan loan_;
};
} // namespace nida::daemon
