#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/store/connection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// What one SIM may send before its operator takes it for a machine or its bundle is used up. An hour and a day are the last 60 minutes and
/// 24 hours; a month is the operator's, from one billing day to the next.
struct Quotas {
    std::optional<int> segments_per_hour, segments_per_day, segments_per_month;
    std::optional<int> recipients_per_hour, recipients_per_day, recipients_per_month; ///< different numbers
    int billing_day = 1;                                                              ///< 1 to 28, local time
    bool alerts_pass = false; ///< alerts count, but are not stopped

    bool of_recipients() const { return recipients_per_hour || recipients_per_day || recipients_per_month; }
};

/// What several lines may send together: those of one operator.
struct SharedPace {
    std::string name; ///< the operator's id
    std::vector<LineId> lines;
    int per_minute; ///< segments
};

/// What keeps a line from sending although there is something to send.
enum class Limit {
    none,
    per_minute,  ///< its pace: it goes on in a moment
    of_operator, ///< the pace of all lines of its operator
    of_box,      ///< the ceiling of all lines together
    segments_hour,
    segments_day,
    segments_month,
    recipients_hour,
    recipients_day,
    recipients_month,
};
/// As the API names it: "segments_per_hour"; empty for none.
std::string_view to_string(Limit limit);
/// Whether it lasts so long that other lines take over.
constexpr bool is_quota(Limit limit) { return limit >= Limit::segments_hour; }
/// "its 200 segments an hour are used up"
std::string in_words(Limit limit, const Quotas& quotas, const std::optional<SharedPace>& shared);

/// The operator's month that `now` falls into: from midnight of one billing day to the next, local time.
std::pair<Time, Time> billing_month(Time now, int billing_day);

/// When a message may begin that may not begin now, and why not.
struct OverQuota {
    Time until;
    Limit limit;
};
/// Counts what the line has sent with its present SIM, what is in doubt and what it has still to send of messages that have begun.
/// @param segments  of the message that is to begin. One that has more than the quota goes where nothing else went
std::optional<OverQuota> over_quota(Connection& db, LineId line, const Quotas& quotas, const std::string& recipient,
                                    unsigned segments, Time now);

/// Whom lines with a quota of recipients sent to: the table line_recipient.
class LineRecipients
{
public:
    explicit LineRecipients(Connection& connection) : db_{connection} {}
    void note(LineId line, const std::string& recipient, Time now);
    /// Begins to keep them for a line, from what it has sent; or stops to.
    void keep(LineId line, bool wanted, Time now);
    /// Nobody counts further back than a month. A slice of what is older. @return how many went
    int forget_old(Time now);
private:
    Connection& db_;
};
} // namespace nida::daemon
