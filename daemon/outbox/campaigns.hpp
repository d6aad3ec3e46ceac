#pragma once
#include "daemon/api/page.hpp"
#include "daemon/outbox/message.hpp"
#include "daemon/people/audience.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>

namespace nida::daemon
{
/// How many an audience holds at this moment.
struct Reach {
    std::int64_t recipients;
    std::int64_t left; ///< known, but left: never texted
};

struct NewCampaign {
    Audience audience;
    std::string text;
    Priority priority = Priority::campaign;
    std::string actor;
    std::optional<std::string> key{}; ///< the client's id: the same twice is one campaign
};

/// The table campaign, and the messages that a campaign is made of.
class Campaigns
{
public:
    explicit Campaigns(Connection& connection) : db_{connection} {}

    /// @throws NoAudience
    Reach reach(const Audience& audience, Time now);

    struct Started {
        CampaignId id;
        std::int64_t recipients, segments_total;
        bool known = false; ///< it was started before, by a request with the same key
    };
    /// Queues one message for each recipient; nothing where there is nobody. The audience is decided here, once.
    /// @throws NoAudience
    std::optional<Started> start(const NewCampaign& campaign, Time now, bool sure_clock);
    /// The campaign that has this key already.
    /// @throws KeyReused where it is another text, audience or priority
    std::optional<Started> started_before(const NewCampaign& campaign);
    struct KeyReused : std::runtime_error {
        using std::runtime_error::runtime_error;
    };

    /// Cancels the messages of which no segment has begun. @return how many
    std::int64_t cancel(CampaignId id, Time now);

    bool exists(CampaignId id);
    std::map<State, std::int64_t> counts(CampaignId id);
    /// A campaign as docs/api.md shows it.
    std::optional<boost::json::object> row(CampaignId id);
    Page page(PageRange range);
private:
    boost::json::object present(const Query& row);
    Connection& db_;
};
} // namespace nida::daemon
