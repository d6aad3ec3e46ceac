#include "daemon/campaign/campaigns.hpp"

#include "daemon/api/campaign_request.hpp"
#include "daemon/api/fields.hpp"
#include "daemon/api/long_poll.hpp"
#include "daemon/api/message_request.hpp"
#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/campaign/preview.hpp"
#include "daemon/campaign/recipients.hpp"
#include "daemon/campaign/texts.hpp"
#include "daemon/people/people.hpp"

#include <boost/json/array.hpp>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
using Row = std::optional<boost::json::object>;

/// What a change of a campaign's state is answered with.
boost::json::object shown(Connection& db, CampaignId id, std::optional<std::int64_t> cancelled = {})
{
    auto row = Campaigns{db}.row(id);
    if (!row) throw unknown_campaign(id);
    if (cancelled) (*row)["cancelled"] = *cancelled;
    return std::move(*row);
}

/// Runs one change of a campaign in the writer's transaction, and lets the runner and the lines know.
template <class Change>
boost::asio::awaitable<ApiReply> changed(ApiContext& context, const ApiRequest& request, const char* what,
                                         Change change)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_campaign");
    const auto act = act_of(service, request);
    const auto rules = campaign_rules(service.defaults);
    auto work = [id, act, rules, change, ask = approvers_of(service)](Connection& db) {
        return answered([&] {
            Campaigns campaigns{db};
            const auto before = campaigns.find(id);
            change(campaigns, id, act, rules);
            const auto after = campaigns.find(id);
            if (before && before->state != after->state && after->state == CampaignState::waiting) ask(db, id, act);
            return shown(db, id);
        });
    };
    const auto row = from_store(co_await service.store.write(std::move(work)));
    spdlog::info("campaign {}: {} by {}", id, what, request.actor);
    service.campaigns_changed();
    co_return json_reply(200, row);
}
} // namespace

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
    const auto ask = [&]() { return service.store.read([id](Connection& db) { return shown(db, id); }); };
    Row first;
    const auto enough = [&first](const Stored<boost::json::object>& row) {
        if (!row || row->at("done").as_bool()) return true;
        if (!first) first = *row;
        return first->at("counts") != row->at("counts") || first->at("state") != row->at("state") ||
               first->at("acknowledged") != row->at("acknowledged") || first->at("ladder") != row->at("ladder");
    };
    co_return json_reply(200, from_store(co_await ask_until(service.outbox_changed, query_wait(request), ask, enough)));
}

boost::asio::awaitable<ApiReply> post_campaign(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto body = campaign_request_from(request, service.defaults);
    const auto act = act_of(service, request);
    const auto rules = campaign_rules(service.defaults);
    auto work = [body, act, rules](Connection& db) {
        return answered([&] {
            Campaigns campaigns{db};
            const auto id = campaigns.draft(body.definition, rules, act, body.key);
            if (!body.list.empty()) campaigns.add_to_list(id, body.list);
            return shown(db, id);
        });
    };
    const auto row = from_store(co_await service.store.write(std::move(work)));
    co_return json_reply(201, row);
}

boost::asio::awaitable<ApiReply> patch_campaign(ApiContext& context, const ApiRequest& request)
{
    const auto body = campaign_request_from(request, context.service.defaults);
    // A lambda with captures inside a co_await expression is destroyed twice (GCC 12): it gets a name.
    const auto change = [body](Campaigns& campaigns, CampaignId id, const Act& act, const CampaignRules& rules) {
        campaigns.change(id, body.definition, rules, act);
        if (!body.list.empty()) campaigns.add_to_list(id, body.list);
    };
    co_return co_await changed(context, request, "changed", change);
}

boost::asio::awaitable<ApiReply> post_campaign_recipients(ApiContext& context, const ApiRequest& request)
{
    const auto list = list_from(parse_json(request.body), context.service.defaults);
    const auto id = path_id(request, "unknown_campaign");
    auto work = [id, list](Connection& db) { return answered([&] { return Campaigns{db}.add_to_list(id, list); }); };
    const auto listed = from_store(co_await context.service.store.write(std::move(work)));
    co_return json_reply(200, boost::json::object{{"campaign", id}, {"listed", listed}});
}

boost::asio::awaitable<ApiReply> delete_campaign_recipients(ApiContext& context, const ApiRequest& request)
{
    co_return co_await changed(
        context, request, "its list was cleared",
        [](Campaigns& campaigns, CampaignId id, const Act&, const CampaignRules&) { campaigns.clear_list(id); });
}

boost::asio::awaitable<ApiReply> post_campaign_submit(ApiContext& context, const ApiRequest& request)
{
    require_room(context.service.store);
    co_return co_await changed(context, request, "submitted",
                               [](Campaigns& campaigns, CampaignId id, const Act& act, const CampaignRules& rules) {
                                   campaigns.submit(id, act, rules);
                               });
}

boost::asio::awaitable<ApiReply> post_campaign_approve(ApiContext& context, const ApiRequest& request)
{
    require_room(context.service.store);
    co_return co_await changed(context, request, "approved",
                               [](Campaigns& campaigns, CampaignId id, const Act& act, const CampaignRules& rules) {
                                   campaigns.approve(id, act, rules);
                               });
}

boost::asio::awaitable<ApiReply> post_campaign_refuse(ApiContext& context, const ApiRequest& request)
{
    std::string why;
    if (!request.body.empty()) {
        const auto body = parse_json(request.body);
        why = Fields{body, {"why"}}.text("why").value_or("");
    }
    const auto refuse = [why](Campaigns& campaigns, CampaignId id, const Act& act, const CampaignRules&) {
        campaigns.refuse(id, act, why);
    };
    co_return co_await changed(context, request, "refused", refuse);
}

boost::asio::awaitable<ApiReply> post_campaign_pause(ApiContext& context, const ApiRequest& request)
{
    co_return co_await changed(
        context, request, "paused",
        [](Campaigns& campaigns, CampaignId id, const Act& act, const CampaignRules&) { campaigns.pause(id, act); });
}

boost::asio::awaitable<ApiReply> post_campaign_resume(ApiContext& context, const ApiRequest& request)
{
    co_return co_await changed(
        context, request, "resumed",
        [](Campaigns& campaigns, CampaignId id, const Act& act, const CampaignRules&) { campaigns.resume(id, act); });
}

boost::asio::awaitable<ApiReply> post_campaign_cancel(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_campaign");
    static_cast<void>(co_await changed(context, request, "cancelled",
                                       [](Campaigns& campaigns, CampaignId which, const Act& act,
                                          const CampaignRules&) { campaigns.cancel(which, act); }));
    // Nothing of it leaves any more; that each of its messages says so takes a moment.
    for (;;) {
        const auto heard = service.campaigns->settled().count();
        const auto row = from_store(co_await service.store.read([id](Connection& db) {
            return std::pair{Campaigns{db}.find(id).value().clearing, shown(db, id)};
        }));
        if (!row.first) co_return json_reply(200, row.second);
        co_await service.campaigns->settled().after(heard);
    }
}

boost::asio::awaitable<ApiReply> post_campaign_resend(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_campaign");
    const auto act = act_of(service, request);
    const auto rules = campaign_rules(service.defaults);
    auto work = [id, act, rules](Connection& db) {
        return answered([&] { return shown(db, Campaigns{db}.draft_for_failures(id, rules, act)); });
    };
    const auto row = from_store(co_await service.store.write(std::move(work)));
    co_return json_reply(201, row);
}

boost::asio::awaitable<ApiReply> post_campaign_preview(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_campaign");
    const auto about = preview_context(service);
    auto work = [id, about](Connection& db) {
        return answered([&] {
            const auto campaign = Campaigns{db}.find(id);
            if (!campaign) throw unknown_campaign(id);
            return to_json(preview(db, id, campaign->definition, about));
        });
    };
    co_return json_reply(200, from_store(co_await service.store.read(std::move(work))));
}

/// What they would get, sent to one number as a message of its own.
boost::asio::awaitable<ApiReply> post_campaign_test(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto id = path_id(request, "unknown_campaign");
    const auto body = parse_json(request.body);
    const Fields fields{body, {"to", "language"}};
    const auto to = person_number_from(fields.required_text("to"), service.defaults.country);
    const auto wanted = fields.text("language");
    const auto act = act_of(service, request);
    const auto language = to_string(service.defaults.language);
    auto work = [id, to, wanted, act, language, sure = service.clock.trusted()](Connection& db) {
        return answered([&] {
            const auto campaign = Campaigns{db}.find(id);
            if (!campaign) throw unknown_campaign(id);
            Recipient recipient{{}, to, wanted.value_or(""), {}, {}};
            if (const auto person = People{db}.find(to)) {
                recipient.person = person->id;
                if (!wanted && person->language) recipient.language = to_string(*person->language);
            }
            const Texts texts{id, campaign->definition, language};
            NewMessage message;
            message.recipient = to;
            message.text = texts.text_for(db, texts.choose(to, recipient.language), recipient);
            message.actor = *act.actor;
            const auto added = Outbox{db}.add(message, act.at, sure);
            if (!added)
                throw ApiError{422, "bad_text", "with what was filled in, the text is empty or too long",
                               "mend the text, or what is known of this person"};
            Audit{db}.note(act, "campaign_test", {{"campaign", id}, {"message", added->id}});
            return boost::json::object{{"message", added->id}, {"text", message.text}};
        });
    };
    const auto sent = from_store(co_await service.store.write(std::move(work)));
    service.campaigns_changed();
    co_return json_reply(201, sent);
}
} // namespace nida::daemon
