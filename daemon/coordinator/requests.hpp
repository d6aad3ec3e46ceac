#pragma once
#include "daemon/coordinator/coordinators.hpp"
#include "daemon/coordinator/order.hpp"
#include "daemon/outbox/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
using RequestId = std::int64_t;

/// What waits for a second factor.
enum class RequestKind { alert, resume, add, approve, second };
std::string_view to_string(RequestKind kind);

/// What exactly is to be done: a code is right for this and nothing else.
struct RequestContent {
    RequestKind kind;
    std::string text{}; ///< of an alert; what a campaign was when its approval was asked for
    std::vector<std::string> groups{};
    std::string number{}, person{}; ///< of somebody who is to be added
    std::optional<CampaignId> campaign{};
    std::optional<RequestId> held{}; ///< another coordinator's request, which this one lets through
};

struct CoordinatorRequest {
    RequestId id;
    CoordinatorId coordinator;
    RequestContent content;
    Factor asks;
    Time created_at;
};

/// The table coordinator_request: what coordinators asked for that needs more than their number.
///
/// Each request has a code of its own, of which only a hash over code, text, audience and number is kept. It counts for `code_lives`, once.
/// A request that saw three wrong codes is over; the next one begins anew, whatever was typed before, since whoever forges a number would
/// otherwise choose the hour in which its owner cannot command.
class Requests
{
public:
    static constexpr std::chrono::minutes code_lives{10};
    static constexpr int most_wrong_codes = 3;

    explicit Requests(Connection& connection) : db_{connection} {}

    struct Opened {
        RequestId id;
        std::string code; ///< empty unless the factor is a code; known to nobody but to whom it is sent
    };
    Opened open(const Coordinator& coordinator, const RequestContent& content, Factor asks, Time now);

    enum class Verdict {
        right,   ///< the request is `done`, and to be carried out now
        wrong,   ///< for every request that it was compared with; a TOTP code for all that wait for one
        last,    ///< likewise, and for one of them it was the third
        used,    ///< it was right before
        unclear, ///< a TOTP code, and several requests that it could be for
        no_hour, ///< a TOTP code cannot be judged while the clock is not believed
        nothing, ///< no request of the last day could be meant
    };
    struct Tried {
        Verdict verdict;
        std::optional<CoordinatorRequest> request{}; ///< with `right`
    };
    /// Compares with the requests of that coordinator that are open, or with the one that is named. A TOTP code without a number counts only
    /// where nothing but that request can be meant: else a forger could put theirs in the place of one that they ended.
    Tried try_code(const Coordinator& coordinator, const TypedCode& typed, Time now, bool sure_clock);

    std::vector<CoordinatorRequest> open_of(CoordinatorId coordinator, Time now);
    /// Ends what is open, or that one. @return how many
    int drop(CoordinatorId coordinator, std::optional<RequestId> id, Time now);
    /// One that another coordinator lets through. @return nothing where it is over
    std::optional<CoordinatorRequest> take_held(RequestId id, Time now);
    /// What was `done` could not be.
    void failed(RequestId id);
    /// Whatever else was asked of coordinators about the same is over.
    void settle(const RequestContent& content, Time now);

    /// Ends what is too old, and forgets what has been over for a day. @return how many ended
    int expire(Time now);
private:
    std::optional<CoordinatorRequest> find(RequestId id);
    bool is_code_of(const CoordinatorRequest& request, std::string_view digits);
    bool collides(CoordinatorId coordinator, std::string_view code);
    std::string binding(const CoordinatorRequest& request);
    void close(RequestId id, std::string_view state, Time now);
    Connection& db_;
};
} // namespace nida::daemon
