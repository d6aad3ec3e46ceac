#include "daemon/api/campaign_request.hpp"
#include "daemon/api/fields.hpp"
#include "daemon/api/message_request.hpp"
#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/campaign/preview.hpp"
#include "daemon/people/people.hpp"
#include "protocol/encoding/segmentation.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <numeric>

namespace nida::daemon
{
namespace
{
/// A campaign of one text for one audience, as it is to go at once.
CampaignRequest broadcast_from(const ApiRequest& request)
{
    const auto body = parse_json(request.body);
    const Fields fields{body, {"all", "group", "rule", "text", "priority", "id"}};
    const auto group = fields.text("group");
    const auto rule = fields.text("rule");
    const bool everyone = fields.boolean("all").value_or(false);
    if ((everyone ? 1 : 0) + (group ? 1 : 0) + (rule ? 1 : 0) != 1)
        throw ApiError{400, "bad_request", "the audience is not clear",
                       R"(send one of "all": true, "group": "NAME" and "rule": "...")"};

    CampaignRequest wanted;
    auto& definition = wanted.definition;
    definition.audience.everyone = everyone;
    if (group) definition.audience.groups = {group_name(*group).value_or(*group)};
    definition.audience.rule = rule;
    definition.texts.push_back({{}, {}, 1, message_text_from(fields.required_text("text"))});
    definition.merges = false;
    definition.priority = priority_from(fields.text("priority"));
    wanted.key = key_from(fields.text("id"));
    return wanted;
}

/// The least time in which the lines' rates let so many segments go; nothing where a line in service has no rate.
std::optional<std::int64_t> least_seconds(const std::vector<LineStatus>& lines, std::int64_t segments)
{
    std::int64_t per_minute = 0;
    for (const auto& line : lines) {
        if (!in_service(line.state)) continue;
        if (!line.segments_per_minute) return {};
        per_minute += *line.segments_per_minute;
    }
    if (per_minute == 0) return {};
    // The first minute's share goes at once.
    const auto later = std::max<std::int64_t>(0, segments - per_minute);
    return (later * 60 + per_minute - 1) / per_minute;
}

struct Started {
    CampaignId id;
    CampaignState state;
    bool known; ///< it was started before, by a request with the same key
};

Started start(Connection& db, const CampaignRequest& wanted, const Act& act, const CampaignRules& rules,
              const AskApprovers& ask)
{
    Campaigns campaigns{db};
    const auto id = campaigns.draft(wanted.definition, rules, act, wanted.key);
    const auto campaign = campaigns.find(id).value();
    if (campaign.state != CampaignState::draft) return {id, campaign.state, true};
    const auto state = campaigns.submit(id, act, rules).state;
    if (state == CampaignState::waiting) ask(db, id, act);
    return {id, state, false};
}

/// Returns once all messages of the campaign are queued, or it is known that none are for now.
boost::asio::awaitable<boost::json::object> filled(Service& service, Started started, unsigned segments)
{
    for (;;) {
        const auto heard = service.campaigns->settled().count();
        const auto campaign = from_store(
            co_await service.store.read([id = started.id](Connection& db) { return Campaigns{db}.find(id).value(); }));
        if (!campaign.filling)
            co_return boost::json::object{{"campaign", campaign.id},
                                          {"state", to_string(campaign.state)},
                                          {"recipients", campaign.recipients},
                                          {"segments_total", campaign.recipients * segments}};
        co_await service.campaigns->settled().after(heard);
    }
}
} // namespace

boost::asio::awaitable<ApiReply> post_preview(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto wanted = broadcast_from(request);
    const auto about = preview_context(service);
    const auto count = [&](Connection& db) {
        return answered([&] { return preview(db, 0, wanted.definition, about); });
    };
    const auto found = from_store(co_await service.store.read(count));
    const auto cost = protocol::count_segments(wanted.definition.texts.front().text);
    const auto seconds = least_seconds(service.lines.status(), found.segments_total);
    auto answer = to_json(found);
    answer["alphabet"] = cost.alphabet == protocol::Alphabet::gsm7 ? "gsm7" : "ucs2";
    answer["segments"] = cost.segments;
    answer["units"] = cost.units;
    answer["units_left"] = cost.units_left;
    answer["seconds"] = seconds ? boost::json::value(*seconds) : boost::json::value(nullptr);
    if (!answer["excluded"].as_object().contains("left")) answer["excluded"].as_object()["left"] = 0;
    co_return json_reply(200, answer);
}

boost::asio::awaitable<ApiReply> post_broadcast(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto wanted = broadcast_from(request);
    const auto act = act_of(service, request);
    const auto rules = campaign_rules(service.defaults);
    auto work = [wanted, act, rules, ask = approvers_of(service)](Connection& db) {
        return answered([&] { return start(db, wanted, act, rules, ask); });
    };
    const auto started = from_store(co_await service.store.write(std::move(work)));
    service.campaigns_changed();
    const auto segments =
        static_cast<unsigned>(protocol::count_segments(wanted.definition.texts.front().text).segments);
    const auto answer = co_await filled(service, started, segments);
    if (started.known) co_return json_reply(200, answer);
    spdlog::info("campaign {}: {} as {} for {} people ({}) by {}", started.id,
                 started.state == CampaignState::waiting ? "waits for a second person" : "queued",
                 to_string(wanted.definition.priority), answer.at("recipients").as_int64(),
                 wanted.definition.audience.text(), request.actor);
    co_return json_reply(201, answer);
}
} // namespace nida::daemon
