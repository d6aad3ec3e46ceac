#pragma once
#include "daemon/campaign/campaigns.hpp"
#include "daemon/report/comings.hpp"
#include "daemon/report/figures.hpp"

#include <optional>
#include <string>

namespace nida::daemon
{
/// What a person does within so long after a message is taken for a consequence of it, as in the inbox.
inline constexpr std::chrono::days answering_window{7};

/// What became of one campaign. It names nobody.
struct CampaignReport {
    CampaignId id = 0;
    std::string name; ///< empty where it has none
    CampaignState state{};
    Time made{};                   ///< as of when the report is
    std::optional<Time> started{}; ///< none: it has not
    std::optional<Time> ended{};
    std::int64_t recipients = 0; ///< see Campaign
    Figures figures{};
    std::int64_t replies = 0, people_who_replied = 0;
    std::int64_t joined = 0, left = 0, joined_group = 0, left_group = 0; ///< people; see docs/reports.md
    std::int64_t missing = 0;            ///< messages that were deleted since: no figure above has them in it
    std::optional<Time> replies_since{}; ///< what came before that was deleted
    bool is_whole() const { return missing == 0 && !replies_since; }
};

/// Makes the report of one campaign, a slice at a time, each of which may be a read transaction of its own.
class CampaignReporting
{
public:
    /// @throws NotNow where there is no such campaign
    CampaignReporting(Connection& db, CampaignId id, const ReportContext& context);
    /// @return whether there is more to do
    bool next(Connection& db);
    /// @pre next() has said no
    CampaignReport result() &&;
private:
    void take(Connection& db, const ReportedMessage& message);
    bool is_consequence(Connection& db, const Coming& coming);
    void count_replies(Connection& db);

    ReportContext context_;
    Counting counting_;
    CampaignReport report_;
    std::optional<MessageWalk> messages_;
    std::optional<ComingsWalk> comings_;
    Comings people_;
    std::optional<Time> first_sent_, last_sent_;
};

/// All of it in one go. @throws NotNow where there is no such campaign
CampaignReport report_of(Connection& db, CampaignId id, const ReportContext& context);
} // namespace nida::daemon
