#include "daemon/api/fields.hpp"
#include "daemon/api/long_poll.hpp"
#include "daemon/api/message_request.hpp"
#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/outbox/campaigns.hpp"
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
using Row = std::optional<boost::json::object>;

NewCampaign campaign_from(const ApiRequest& request)
{
    const auto body = parse_json(request.body);
    const Fields fields{body, {"all", "group", "rule", "text", "priority", "id"}};
    const auto group = fields.text("group");
    const auto rule = fields.text("rule");
    if ((fields.boolean("all").value_or(false) ? 1 : 0) + (group ? 1 : 0) + (rule ? 1 : 0) != 1)
        throw ApiError{400, "bad_request", "the audience is not clear",
                       R"(send one of "all": true, "group": "NAME" and "rule": "...")"};

    NewCampaign campaign;
    if (group) campaign.audience.group = group_name(*group).value_or(*group);
    campaign.audience.rule = rule;
    campaign.text = message_text_from(fields.required_text("text"));
    campaign.priority = priority_from(fields.text("priority"));
    campaign.actor = request.actor;
    campaign.key = key_from(fields.text("id"));
    return campaign;
}

Reach reach_of(Connection& db, const Audience& audience, Time now)
{
    try {
        return Campaigns{db}.reach(audience, now);
    } catch (const NoAudience& none) {
        throw no_audience(none);
    }
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

ApiError unknown_campaign(CampaignId id)
{
    return {404, "unknown_campaign", fmt::format("there is no campaign {}", id), "GET /v1/campaigns lists them"};
}

boost::json::object existing_row(Connection& db, CampaignId id)
{
    auto row = Campaigns{db}.row(id);
    if (!row) throw unknown_campaign(id);
    return std::move(*row);
}
} // namespace

boost::asio::awaitable<ApiReply> post_preview(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto campaign = campaign_from(request);
    const auto now = service.clock.now();
    const auto count = [&](Connection& db) { return reach_of(db, campaign.audience, now); };
    const auto reach = from_store(co_await service.store.read(count));
    const auto cost = protocol::count_segments(campaign.text);
    const auto total = reach.recipients * static_cast<std::int64_t>(cost.segments);
    const auto seconds = least_seconds(service.lines.status(), total);
    boost::json::array forcing;
    for (const auto& character : cost.forcing_ucs2)
        forcing.emplace_back(character);
    co_return json_reply(200, boost::json::object{
                                  {"recipients", reach.recipients},
                                  {"alphabet", cost.alphabet == protocol::Alphabet::gsm7 ? "gsm7" : "ucs2"},
                                  {"segments", cost.segments},
                                  {"segments_total", total},
                                  {"units", cost.units},
                                  {"units_left", cost.units_left},
                                  {"forcing_ucs2", std::move(forcing)},
                                  {"excluded", boost::json::object{{"left", reach.left}}},
                                  {"seconds", seconds ? boost::json::value(*seconds) : boost::json::value(nullptr)},
                              });
}

boost::asio::awaitable<ApiReply> post_broadcast(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto campaign = campaign_from(request);
    const auto now = service.clock.now();
    const bool sure_clock = service.clock.trusted();
    const auto act = act_of(service, request);
    const auto start = [&](Connection& db) {
        try {
            if (const auto known = Campaigns{db}.started_before(campaign)) return *known;
        } catch (const Campaigns::KeyReused&) {
            throw key_reused(*campaign.key, "broadcast");
        }
        const auto reach = reach_of(db, campaign.audience, now);
        const auto started = Campaigns{db}.start(campaign, now, sure_clock);
        if (!started)
            throw ApiError{422, "bad_value", "the audience is empty: nobody would get this",
                           reach.left > 0 ? "all of them have left"
                                          : "add people first (`nida people add`), or let them join by SMS"};
        Audit{db}.note(act, "broadcast",
                       {{"campaign", started->id},
                        {"recipients", started->recipients},
                        {"priority", to_string(campaign.priority)}});
        return *started;
    };
    const auto started = from_store(co_await service.store.write(start));
    const boost::json::object answer{
        {"campaign", started.id}, {"recipients", started.recipients}, {"segments_total", started.segments_total}};
    if (started.known) co_return json_reply(200, answer);
    spdlog::info("campaign {}: queued as {} for {} people ({}) by {}", started.id, to_string(campaign.priority),
                 started.recipients, campaign.audience.text(), request.actor);
    service.outbox_changed.ring();
    service.lines.wake();
    co_return json_reply(201, answer);
}

boost::asio::awaitable<ApiReply> get_campaigns(ApiContext& context, const ApiRequest& request)
{
    const auto range = page_range(request);
    const auto page =
        from_store(co_await context.service.store.read([range](Connection& db) { return Campaigns{db}.page(range); }));
    co_return ApiReply{200, page.text(), {}};
}

boost::asio::awaitable<ApiReply> get_campaign(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_campaign");
    const auto ask = [&]() { return service.store.read([id](Connection& db) { return existing_row(db, id); }); };
    Row first;
    const auto enough = [&first](const Stored<boost::json::object>& row) {
        if (!row || row->at("done").as_bool()) return true;
        if (!first) first = *row;
        return first->at("counts") != row->at("counts");
    };
    co_return json_reply(200, from_store(co_await ask_until(service.outbox_changed, query_wait(request), ask, enough)));
}

boost::asio::awaitable<ApiReply> post_campaign_cancel(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_campaign");
    const auto now = service.clock.now();
    struct Outcome {
        std::int64_t cancelled;
        boost::json::object row;
    };
    const auto act = act_of(service, request);
    const auto cancel = [id, now, act](Connection& db) {
        const auto cancelled = Campaigns{db}.cancel(id, now);
        Audit{db}.note(act, "campaign_cancel", {{"campaign", id}, {"messages", cancelled}});
        return Outcome{cancelled, existing_row(db, id)};
    };
    const auto outcome = from_store(co_await service.store.write(cancel));
    spdlog::info("campaign {}: cancelled by {}, {} messages had not left", id, request.actor, outcome.cancelled);
    service.outbox_changed.ring();
    service.lines.wake();
    co_return json_reply(200, outcome.row);
}
} // namespace nida::daemon
