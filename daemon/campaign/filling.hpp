#pragma once
#include "daemon/campaign/campaigns.hpp"
#include "daemon/campaign/texts.hpp"
#include "daemon/outbox/router.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nida::daemon
{

/// What making messages needs to know of the service.
struct FillSettings {
    std::string language;                 ///< the box's
    std::shared_ptr<const Router> router; ///< which line ought to send to whom; never null
    Time now;
    bool sure_clock;
};

/// The messages of a campaign, made slice by slice, so that a million of them stop nobody else from writing. It can be begun again after a
/// power cut: whoever has a message already is passed over.
class Filling
{
public:
    /// Walks the audience as of the campaign's start; for the reader's thread. @pre the campaign has started
    Filling(Connection& db, CampaignId id, const std::string& language);

    /// Makes the messages of the next people; for the writer's thread. @return false once all of them are made, or the campaign was cancelled
    bool next(Connection& db, const FillSettings& settings);
    CampaignId id() const { return campaign_.id; }
private:
    void add(Connection& db, const Recipient& recipient, const FillSettings& settings);
    Campaign campaign_;
    Texts texts_;
    std::vector<std::int64_t> people_;
    std::vector<std::string> strangers_;
    std::size_t at_ = 0;
};

/// Whether messages of cancelled campaigns may still be queued that no line has begun.
bool cancelled_wait(Connection& db);
/// Marks messages of cancelled campaigns, which no line takes any more. @return how many; none: there are no more
int mark_cancelled(Connection& db, Time now);
} // namespace nida::daemon
