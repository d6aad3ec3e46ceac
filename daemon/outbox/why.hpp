#pragma once
#include "daemon/line/line_status.hpp"
#include "daemon/line/quiet_hours.hpp"
#include "daemon/line/sending_hours.hpp"
#include "daemon/outbox/tally.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// What decides, beside the store, whether a message may leave now.
struct Circumstances {
    std::vector<LineStatus> lines;
    QuietHours quiet_hours;
    bool clock_trusted = true;
    Time now;
    std::string store_closed{};            ///< why nothing is claimed from the store; empty where it is
    std::shared_ptr<SendingHours> hours{}; ///< by the clocks where people are; null: the quiet hours by the box's own
};

/// One sentence of plain English: why a message has not left yet, or what became of it.
struct Reason {
    State state;
    std::string why;
};
std::optional<Reason> why(Connection& db, MessageId id, const Circumstances& circumstances);

/// The same for all that waits, as `nida status` shows it: each message is counted under one reason.
struct Waiting {
    std::string why;
    std::int64_t messages;
};
std::vector<Waiting> waiting(const Tally& tally, const Circumstances& circumstances);
} // namespace nida::daemon
