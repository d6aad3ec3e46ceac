#pragma once
#include "daemon/report/comings.hpp"
#include "daemon/report/figures.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// Whole days by the box's clock, both of them within.
struct Days {
    std::chrono::local_days from, to;
};

/// The longest span that is reported at once.
inline constexpr std::chrono::days longest_span{366};

/// What was done in a span of days, and what came of it. It names nobody.
struct PeriodReport {
    struct OfCampaign {
        CampaignId id;
        std::string name; ///< empty where it has none
        Outcomes outcomes;
    };
    struct Day {
        Outcomes outcomes; ///< of the messages that were queued on it
        std::int64_t received = 0, joined = 0, left = 0;
    };
    Days days;
    Time made{};
    Figures figures{};                               ///< of all messages that were queued in these days
    Outcomes single{};                               ///< of those that belong to no campaign
    std::vector<OfCampaign> campaigns{};             ///< by their ids
    std::map<std::chrono::local_days, Day> by_day{}; ///< each day of the span
    std::int64_t received = 0, calls = 0;            ///< texts from people, and missed calls
    std::int64_t joined = 0, left = 0, joined_group = 0, left_group = 0; ///< people, each once
    std::int64_t people = 0, members = 0;                                ///< at present, whatever the span
    std::optional<Time> kept_since{}; ///< messages and texts from before that were deleted; none: nothing is missing
};

/// Makes the report of a span, a slice at a time, each of which may be a read transaction of its own.
class PeriodReporting
{
public:
    /// @pre days.from <= days.to, and they are no further apart than longest_span
    PeriodReporting(Connection& db, Days days, const ReportContext& context);
    /// @return whether there is more to do
    bool next(Connection& db);
    /// @pre next() has said no
    PeriodReport result() &&;
private:
    void take(Connection& db, const ReportedMessage& message);
    bool take_inbox(Connection& db);
    void finish(Connection& db);
    PeriodReport::Day* day_of(Time time);

    ReportContext context_;
    Counting counting_;
    Time from_, to_;
    PeriodReport report_;
    std::optional<MessageWalk> messages_;
    std::optional<ComingsWalk> comings_;
    std::int64_t inbox_at_, inbox_up_to_;
    std::map<CampaignId, Outcomes> campaigns_;
    Comings people_;
};

/// All of it in one go.
PeriodReport report_of(Connection& db, Days days, const ReportContext& context);
} // namespace nida::daemon
