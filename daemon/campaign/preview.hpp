#pragma once
#include "daemon/campaign/campaigns.hpp"
#include "daemon/outbox/router.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// What the service knows at the moment that a preview needs: a value, taken on the loop and used on a database's thread.
struct PreviewContext {
    Time now;
    std::string language;                 ///< the box's
    std::shared_ptr<const Router> router; ///< never null
    int give_up_after = 0;                ///< see LineBudget
    /// What each line in service can send in a minute, at most; none: nobody said, and what it did last tells.
    struct Rate {
        LineId line;
        std::string name;
        std::optional<int> per_minute;
    };
    std::vector<Rate> lines;
};

/// What would happen if a campaign went now. Counts are of people unless they say otherwise.
struct CampaignPreview {
    struct Sample {
        std::string number, language, variant, text;
        unsigned segments;
    };
    std::int64_t recipients = 0, segments_total = 0;
    unsigned most_segments = 0;                      ///< of one message
    std::map<std::string, std::int64_t> by_language; ///< of the text that they get; "" where it has none
    std::map<std::string, std::int64_t> by_operator; ///< "" where it is not known
    std::map<std::string, std::int64_t> by_line;     ///< that ought to send; "" for any
    std::map<std::string, std::int64_t> by_alphabet; ///< "gsm7", "ucs2"
    std::map<std::string, std::int64_t> by_variant;
    std::map<std::string, std::int64_t> excluded;   ///< "left", "erased", "excepted", "blocked", "unreachable"
    std::map<std::string, std::int64_t> cost_milli; ///< by currency, in thousandths
    std::int64_t unpriced_segments = 0;             ///< whose price nobody told
    std::vector<std::string> forcing_ucs2;          ///< characters, each once
    std::optional<std::chrono::seconds>
        duration;                ///< at present rates, without quiet hours; none: no line is in service
    std::vector<Sample> samples; ///< three people, where there are so many
};

/// @param id  whose list is meant; 0 where there is none. @throws BadDefinition
CampaignPreview preview(Connection& db, CampaignId id, const CampaignDefinition& definition,
                        const PreviewContext& context);
boost::json::object to_json(const CampaignPreview& preview);
} // namespace nida::daemon
