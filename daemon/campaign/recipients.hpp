#pragma once
#include "daemon/campaign/definition.hpp"
#include "daemon/store/connection.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// Somebody whom an audience means.
struct Recipient {
    std::optional<std::int64_t> person; ///< none: a number of the list that is nobody's here
    std::string number;                 ///< E.164 with '+'
    std::string language;               ///< its code; empty where it is not known
    std::optional<LineId> line;         ///< that they know
    /// Why they are not texted all the same; empty: they are. "left", "erased", "excepted", "blocked" or, where that was asked, "unreachable".
    std::string_view excluded;
    std::vector<std::optional<std::string>> values{}; ///< those that were asked for, of a person
};

/// What else a walk is to find out of everybody: once for all of them is far cheaper than one by one.
struct AskedOfRecipients {
    int give_up_after = 0;             ///< failures after which a number counts as unreachable; 0: never
    std::vector<std::string> values{}; ///< "name", and fields as they are folded
};

/// Whoever has this number now: somebody who is known, or a stranger. Of the former their language and line, too.
Recipient whoever_has(Connection& db, const std::string& number);

/// Calls `take` with everybody whom the audience of this campaign means at this moment, each number once, in no order that means anything.
/// @param id  whose list is meant; 0 where there is none yet. @param take  returns false to end the walk; what it gets is gone afterwards
/// @throws BadDefinition where it names a group that is not there, or a rule that means nothing
void each_recipient(Connection& db, CampaignId id, const CampaignAudience& audience, Time now,
                    const std::function<bool(const Recipient&)>& take, const AskedOfRecipients& asked = {});

/// Checks what the audience names, without walking. @throws BadDefinition
void check_audience(Connection& db, const CampaignAudience& audience, Time now);
} // namespace nida::daemon
