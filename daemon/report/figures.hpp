#pragma once
#include "daemon/outbox/costs.hpp"
#include "daemon/outbox/message.hpp"
#include "daemon/outbox/router.hpp"
#include "daemon/report/local_clock.hpp"
#include "daemon/store/connection.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace nida::daemon
{
/// What became of messages. messages = sent + failed + suppressed + in_doubt + remaining + cancelled.
struct Outcomes {
    std::int64_t messages = 0;
    std::int64_t sent = 0;        ///< the network took all of it
    std::int64_t delivered = 0;   ///< of these: it was reported to have arrived
    std::int64_t undelivered = 0; ///< of these: it was reported not to, or not in time
    std::int64_t failed = 0;      ///< refused, or given up; nothing of it left, or not all
    std::int64_t suppressed = 0;  ///< held back: they left, or it was too late
    std::int64_t in_doubt = 0;
    std::int64_t remaining = 0; ///< waits, or is with a modem
    std::int64_t cancelled = 0;
    void add(State state);
    void add(const Outcomes& other);
    /// Delivered of sent, from 0 to 1; none where none was sent.
    std::optional<double> delivery_ratio() const;
    bool operator==(const Outcomes&) const = default;
};

/// What counting needs to know: a value, taken on the loop and used on a database's thread.
struct ReportContext {
    Time now;
    std::shared_ptr<const Router> router;  ///< whose numbers are whose, and at what price; never null
    std::chrono::seconds keep_messages{0}; ///< what is older is deleted; 0: nothing is
    Zone zone = Zone::machine();           ///< whose hours and days are meant
    /// What is older may be missing; none: nothing is ever deleted.
    std::optional<Time> kept_since() const
    {
        return keep_messages.count() > 0 ? std::optional{now - keep_messages} : std::nullopt;
    }
};

/// A message as reports see it.
struct ReportedMessage {
    MessageId id;
    std::optional<CampaignId> campaign;
    std::string recipient;
    State state;
    unsigned segments;
    std::optional<LineId> line;
    std::optional<Time> sent;
    Time queued;
    std::string error;    ///< its code; empty where there is none
    std::int64_t variant; ///< see campaign_text; 0: its campaign's only one
    bool sure_clock;
};

/// The messages with ids in a range, a slice at a time: the reading thread serves others in between.
class MessageWalk
{
public:
    /// @param campaign  only of this one; 0: all
    MessageWalk(MessageId after, MessageId up_to, CampaignId campaign) : at_{after}, up_to_{up_to}, campaign_{campaign}
    {
    }
    /// @return whether there may be more
    bool next(Connection& db, const std::function<void(const ReportedMessage&)>& take);
private:
    MessageId at_, up_to_;
    CampaignId campaign_;
};

/// What a report tells of messages, whatever their campaign. No number of a person stays in it.
struct Figures {
    Outcomes all;
    std::map<std::string, Outcomes, std::less<>> by_operator; ///< of the number, by its id; "" where it is not known
    std::map<std::string, Outcomes> by_language;              ///< of the text that they got; "" where it has none
    std::map<std::string, Outcomes> by_variant;               ///< none where there is one text alone
    std::map<int, Outcomes> by_hour;                          ///< of those that were sent: the local hour, 0 to 23
    std::map<std::string, std::int64_t> reasons; ///< why messages failed, did not arrive or were held back: error codes
    std::int64_t segments = 0;                   ///< that the network took
    std::map<std::string, std::int64_t>
        cost_milli; ///< of these, as far as prices are known: by currency, in thousandths
    std::int64_t unpriced_segments = 0;
};

/// Adds messages to figures.
class Counting
{
public:
    explicit Counting(const ReportContext& context) : context_{context}, clock_{context.zone} {}
    void add(Connection& db, const ReportedMessage& message);
    LocalClock& clock() { return clock_; }
    Figures& figures() { return figures_; }
private:
    struct Text {
        std::string language, variant;
    };
    const Text& text_of(Connection& db, const ReportedMessage& message);
    void add_cost(Connection& db, const ReportedMessage& message, bool has_left);

    ReportContext context_;
    LocalClock clock_;
    Figures figures_;
    Costs costs_;
    std::map<CampaignId, std::map<std::int64_t, Text>> texts_;
    const Text none_;
};
} // namespace nida::daemon
