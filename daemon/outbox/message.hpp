#pragma once
#include "daemon/store/connection.hpp"
#include "protocol/pdu/user_data.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
using MessageId = std::int64_t;
using CampaignId = std::int64_t;
using LineId = std::int64_t;

/// The lower goes first. The numbers are kept in the store.
enum class Priority { alert = 0, reply = 1, campaign = 2 };
std::string_view to_string(Priority priority);
std::optional<Priority> parse_priority(std::string_view text);

/// A segment's state, and a message's, which follows from its segments'. The numbers are kept in the store, whose partial
/// indexes name 0, 1, 2 and 6.
enum class State {
    queued = 0,
    submitting = 1,
    sent = 2,
    delivered = 3,
    undelivered = 4,
    expired = 5,
    in_doubt = 6,
    failed = 7,
    suppressed = 8,
    cancelled = 9,
};
std::string_view to_string(State state);
std::optional<State> parse_state(std::string_view text);
constexpr bool is_final(State state)
{
    return state != State::queued && state != State::submitting && state != State::in_doubt;
}

/// Why a message ended or waits, in the words of docs/api.md.
struct MessageError {
    std::string code; ///< "cms_38", "outcome_unknown", "left", ...
    std::string text;
};

/// A text to one recipient, as it is accepted.
struct NewMessage {
    std::string recipient; ///< E.164 with '+', or a short code
    std::string text;      ///< empty with a campaign: the campaign's
    Priority priority = Priority::campaign;
    std::chrono::seconds validity{std::chrono::hours{24}};
    std::optional<std::string> key;
    std::optional<LineId> line;           ///< this one and no other
    std::optional<LineId> preferred_line; ///< this one as long as it is in service
    std::optional<CampaignId> campaign;
    std::optional<CampaignId> beside; ///< of that campaign, with a text of its own: is paused and cancelled with it
    bool direct = false;              ///< answers what the recipient just sent: passes quiet hours and a leaving
    std::string actor;
};

/// The segment that a line is to send now; its row says `submitting`.
struct Claim {
    MessageId message;
    unsigned number, of; ///< 1-based
    Priority priority;
    std::string recipient;
    protocol::UserData user_data;
    Time valid_until;
    unsigned attempt; ///< 1 for the first
};
} // namespace nida::daemon
