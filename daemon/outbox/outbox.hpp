#pragma once
#include "daemon/outbox/message.hpp"
#include "daemon/outbox/quotas.hpp"
#include "daemon/store/connection.hpp"
#include "protocol/errors.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace nida::daemon
{
/// What a line may send at this moment.
struct LineBudget {
    LineId line;
    std::optional<int> per_minute{}; ///< segments; each token comes back a minute after it was spent
    std::optional<SharedPace> shared{};
    Quotas quotas{};
    std::optional<int> ceiling{}; ///< segments that all lines together send in 24 hours
    bool sure_clock = true;       ///< whether validity from before this run can be judged
    bool alerts_only = false;     ///< little credit is left, or the pause between two segments is not over
    bool direct_only = false;     ///< the hour is not known: alerts and direct answers only
    int give_up_after = 0;        ///< campaigns pass over a number after so many failures for good; 0: never
    /// When the hour ends at which nobody in a zone is texted but by alerts and direct answers; none where it is not that hour, Time::max()
    /// where the hour is not known. Asked on the store's threads. @param zone  as a lane has it. @param campaign  none: single messages
    std::function<std::optional<Time>(const std::string& zone, std::optional<CampaignId> campaign, Connection& db)>
        quiet_until{};
    /// A line that can send now: what is routed to it is left to it.
    struct Other {
        LineId line;
        bool alerts_only = false;
    };
    std::vector<Other> others{};
};

/// What `claim` found: a segment to send, or when to ask again.
struct Wait {
    std::optional<Time> until{}; ///< none: nothing is queued for this line; somebody will ring
    Limit limit = Limit::none;   ///< what keeps it from sending
};
using ClaimResult = std::variant<Claim, Wait>;

/// How a submit ended, in the store's terms.
struct SegmentSent {
    unsigned reference; ///< TP-MR
};
struct SegmentRefused {
    boost::system::error_code why;
    std::string text;
};
struct SegmentUnknown {
    std::string seen;
};
using SegmentResult = std::variant<SegmentSent, SegmentRefused, SegmentUnknown>;

/// What became of the message by a result, for the log line.
struct Verdict {
    State state;             ///< the message's
    std::string explanation; ///< "congestion (CMS 42), again in 4 min"
};

/// A status report, or an empty evidence, matched or not.
struct ReportMatch {
    std::optional<MessageId> message;
    State state = State::sent; ///< the message's, after it
    bool stray = false;        ///< no segment explains it yet: kept
    bool doubled = false;      ///< it shows that a resent segment had arrived the first time, too
    bool repeated = false;     ///< it says nothing that was not known, or that a later one has overtaken
    unsigned number = 0;       ///< the segment's
};

/// What a status report says.
struct Report {
    LineId line;
    unsigned reference, tp_status;
    std::string recipient;       ///< E.164 with '+', or as the report has it
    std::optional<Time> smsc_at; ///< TP-SCTS where it is a date
};

struct Candidate;
class OpenLanes;
class Router;

/// The rules of sending, on the writer's connection, inside its transaction. One class for the tables message, segment and
/// campaign; whoever calls it sees a state as design asks: `submitting` is on disk before the payload leaves.
class Outbox
{
public:
    explicit Outbox(Connection& connection) : db_{connection} {}

    // --- outbox.cpp: accepting
    struct Added {
        MessageId id;
        bool duplicate = false; ///< the key was there with the same content
    };
    enum class AddError { key_reused, too_long, empty_recipient };
    /// @param sure_clock  whether `now` can be believed; if not, the times are moved once the clock is known
    /// @param router      which line ought to send it; null: any
    boost::system::result<Added, AddError> add(const NewMessage& message, Time now, bool sure_clock,
                                               const Router* router = nullptr);

    // --- claim.cpp: choosing
    /// Whether an alert is queued that this line may have to send.
    bool alert_waits(LineId line);
    /// The most urgent segment that this line may send now, marked `submitting`; on the way, what left, expired or is not to go is suppressed.
    ClaimResult claim(const LineBudget& budget, Time now);
    /// The segment that `claim` would most likely choose, without changing anything: how long its TPDU will be.
    struct Preview {
        std::string recipient;
        protocol::UserData user_data;
    };
    /// @param in_flight  the segment that the line is sending now: the next of its message comes before others of its priority
    std::optional<Preview> peek(const LineBudget& budget, const Claim& in_flight, Time now);

    // --- results.cpp: what became of it
    Verdict record(const Claim& claim, const SegmentResult& result, Time now);
    /// Every segment that was `submitting` when the process ended is in doubt now. @return how many
    int doubt_all_submitting(Time now);
    /// A +CMGS that came late on this line: it belongs to the line's one segment in doubt whose payload was the last to leave.
    std::optional<MessageId> late_result(LineId line, unsigned reference, Time now);

    // --- reports.cpp
    /// Keeps the report with its octets and applies what it says. A segment's state moves only forward: to delivered from any that has left, to
    /// undelivered or expired from sent alone.
    /// @param smsc_at  TP-SCTS where it is a date. @param trust_clock  whether it can be compared with our times
    ReportMatch report(LineId line, unsigned reference, const std::string& recipient, unsigned tp_status,
                       std::optional<Time> smsc_at, const std::vector<std::uint8_t>& pdu, Time now, bool trust_clock);

    // --- copies.cpp: what modems keep of what they sent
    /// A message that the terminal wrote, as it lies in a modem's storage.
    struct StoredCopy {
        std::string storage;
        unsigned slot;
        std::string recipient;
        protocol::UserData user_data;
        bool sent; ///< STO SENT: it went to the network from there
    };
    struct CopyTaken {
        bool may_be_deleted = false;
        std::optional<MessageId> settled; ///< its segment was in doubt, and the copy shows that it was sent
    };
    CopyTaken take_copy(LineId line, const StoredCopy& copy, Time now);
    /// A copy whose segment is settled could not be deleted: it must not speak for a later one with the same text.
    void distrust_copy(LineId line, const std::string& storage, unsigned slot);
    void forget_copy(LineId line, const std::string& storage, unsigned slot);

    // --- doubt.cpp: policy
    struct LineHealth {
        LineId line;
        bool in_service;
        Time since; ///< in service, or out of it, since
    };
    struct Settled {
        int resent = 0, failed = 0, moved = 0;
        std::optional<Time> next; ///< when to look again
    };
    /// Decides what the policy allows by now: alerts in doubt go once more, others fail when their time is over.
    /// Messages bound to a line that is down are freed on the way: those that have not begun at once, the others after a while.
    /// @param sure_clock  without it only what was queued in this run is given up
    Settled settle_doubts(const std::vector<LineHealth>& lines, Time now, bool sure_clock);
    /// What a person decides about a message in doubt. @return false where it is not in doubt
    enum class Resolution { sent, resend, failed };
    bool resolve(MessageId id, Resolution resolution, Time now);
    /// @return false where a segment has left, or the message is over
    bool cancel(MessageId id, Time now);
    /// Suppresses what is past its validity, without waiting for a line to ask. @return how many
    int expire(Time now, bool sure_clock);
    /// Answers that somebody who leaves has not got yet: a welcome must not follow a goodbye.
    void drop_answers(const std::string& recipient, Time now);
    /// Campaigns that run and of which nothing is queued, on its way or in doubt any more are done. @return how many
    int finish_campaigns(Time now);
    /// A line that fails leaves the messages of which no segment has begun to the others. @return how many
    int release(LineId line);
private:
    struct Progress {
        unsigned sent = 0, unknown = 0, of = 0;
        std::string text() const; ///< "2 of 3 segments sent, 1 unknown"
    };
    std::optional<Candidate> choose(const LineBudget& budget, OpenLanes& lanes, Time now);
    std::optional<Time> next_due(const LineBudget& budget, OpenLanes& lanes, Time now);
    void put_off(const Candidate& candidate, LineId line, Time until);
    std::optional<Wait> over_rate(const LineBudget& budget, Time now);
    ClaimResult claim_beyond_ceiling(LineBudget budget, const Wait& ceiling, Time now);
    std::optional<Wait> over_quota(const Candidate& candidate, const LineBudget& budget, Time now);
    std::optional<LineId> route(const NewMessage& message, const Router* router);
    bool has_begun(const Candidate& candidate);
    bool reached_meanwhile(const Candidate& candidate);
    bool is_flash(const Candidate& candidate);
    std::optional<MessageError> objection(const Candidate& candidate, const LineBudget& budget, Time now);
    bool settle_as_sent(MessageId id, unsigned number, Time now);
    std::optional<Claim> submit_or_give_up(const Candidate& candidate, LineId line, Time now);
    Claim submit(const Candidate& candidate, LineId line, Time now);
    void note_begun(const Candidate& candidate, Time now);
    void begin_message(const Candidate& candidate, LineId line, Claim& claim, Time now);
    bool continue_message(const Candidate& candidate, Claim& claim, Time now);
    void finish(MessageId id, State state, const MessageError& error, Time now);
    void expire_one(MessageId id, Time now);
    Progress progress_of(MessageId id);
    State derive(MessageId id, Time now);
    void requeue(MessageId id, Time not_before, const MessageError& error);
    void unbind_if_unbegun(MessageId id);
    void explain_by_strays(MessageId id, Time now);
    int free_from_lines_down(const std::vector<LineHealth>& lines, Time now);
    void resend(MessageId id, bool elsewhere);
    Verdict refused(const Claim& claim, const SegmentRefused& refusal, Time now);
    void mark_sent(MessageId id, unsigned number, unsigned reference, Time now);
    ReportMatch match(const Report& report, Time now, bool trust_clock);
    std::optional<ReportMatch> match_reference(const Report& report, Time now, bool trust_clock);
    void apply_report(MessageId id, unsigned number, unsigned tp_status, Time now);
    Connection& db_;
};
} // namespace nida::daemon
