#pragma once
#include "daemon/outbox/outbox.hpp"

namespace nida::daemon
{
/// A queued message that a line might send: what `choose` reads of its row.
struct Candidate {
    MessageId id;
    std::string recipient;
    std::optional<std::string> text; ///< none: the campaign's
    std::optional<CampaignId> campaign;
    std::optional<std::int64_t> variant; ///< which of the campaign's texts
    Priority priority;
    bool direct;
    unsigned segments;
    unsigned attempts; ///< made so far, also on other lines
    Time valid_until;
    bool queued_now = false; ///< since the clock has not been known to be right: its validity counts by that clock
    std::string zone;        ///< of its lane
    int repeat = 0;          ///< of an alert that is sent again: which time
    bool bound = false;      ///< to the line that asks: perhaps some of its segments have left
};
} // namespace nida::daemon
