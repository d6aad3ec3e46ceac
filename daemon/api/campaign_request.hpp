#pragma once
#include "daemon/api/request.hpp"
#include "daemon/api/service.hpp"
#include "daemon/campaign/campaigns.hpp"
#include "daemon/campaign/preview.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// What a client says of a campaign.
struct CampaignRequest {
    CampaignDefinition definition;
    std::vector<ListedRecipient> list;
    std::optional<std::string> key;
};
/// A definition with "recipients" and "id" beside it. @throws ApiError
CampaignRequest campaign_request_from(const ApiRequest& request, const ServiceDefaults& defaults);
/// Texts as a message has them, each in a language of the box or in none. @throws ApiError
void check_texts(std::vector<CampaignText>& texts, const ServiceDefaults& defaults);
/// Numbers as the store has them, and a stop word that means nothing else to the box. @throws ApiError
void check_ladder(Ladder& ladder, const ServiceDefaults& defaults);
/// [{"number": ..., COLUMN: ...}], where columns are texts. @throws ApiError, which says in which row
std::vector<ListedRecipient> list_from(const boost::json::value& rows, const ServiceDefaults& defaults);

CampaignRules campaign_rules(const ServiceDefaults& defaults);
PreviewContext preview_context(const Service& service);

/// To be called in the writer's transaction where a campaign begins to wait for a second person: coordinators who may be that are texted.
using AskApprovers = std::function<void(Connection& db, CampaignId id, const Act& act)>;
AskApprovers approvers_of(const Service& service);

ApiError unknown_campaign(CampaignId id);
ApiError answer_to(const BadDefinition& bad);
ApiError answer_to(const NotNow& not_now);
/// What `work` returns; what it throws as a campaign's error becomes the API's.
template <class Work> auto answered(Work work)
{
    try {
        return work();
    } catch (const BadDefinition& bad) {
        throw answer_to(bad);
    } catch (const NotNow& not_now) {
        throw answer_to(not_now);
    } catch (const Campaigns::KeyReused& reused) {
        throw ApiError{409, "key_reused", std::string{"the id \""} + reused.what() + "\" belongs to another campaign",
                       "an id is for one campaign for ever; send this one under another"};
    }
}
} // namespace nida::daemon
