#include "daemon/campaign/templates.hpp"
#include "daemon/api/campaign_request.hpp"
#include "daemon/api/fields.hpp"
#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/campaign/texts.hpp"
#include "daemon/people/people.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
ApiError unknown_template(const std::string& name)
{
    return {404, "unknown_template", fmt::format("there is no template \"{}\"", name), "`nida templates` lists them"};
}

std::string template_name_from(const std::string& written)
{
    const auto name = person_name(written);
    if (!name || name->empty())
        throw ApiError{422, "bad_value", "the name is no text of at most 200 characters", "give it a shorter one"};
    return *name;
}

/// The texts of {"texts": [...]}, which a campaign could have. @throws ApiError
std::vector<CampaignText> texts_from(const ApiRequest& request, const ServiceDefaults& defaults)
{
    const auto body = parse_json(request.body);
    static_cast<void>(Fields{body, {"texts"}});
    return answered([&] {
        auto definition = definition_from(body.as_object());
        check_texts(definition.texts, defaults);
        static_cast<void>(
            Texts{0, definition, to_string(defaults.language)}); // there are some, and their braces can be read
        return definition.texts;
    });
}
} // namespace

boost::asio::awaitable<ApiReply> get_templates(ApiContext& context, const ApiRequest&)
{
    auto rows = from_store(co_await context.service.store.read([](Connection& db) { return Templates{db}.rows(); }));
    co_return json_reply(200, boost::json::object{{"rows", std::move(rows)}});
}

boost::asio::awaitable<ApiReply> get_template(ApiContext& context, const ApiRequest& request)
{
    const auto name = request.parameters[0];
    auto find = [name](Connection& db) { return Templates{db}.row(name); };
    const auto row = from_store(co_await context.service.store.read(std::move(find)));
    if (!row) throw unknown_template(name);
    co_return json_reply(200, *row);
}

boost::asio::awaitable<ApiReply> put_template(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    const auto name = template_name_from(request.parameters[0]);
    const auto texts = texts_from(request, service.defaults);
    const auto act = act_of(service, request);
    auto set = [name, texts, act](Connection& db) {
        Templates templates{db};
        templates.set(name, texts, act);
        return templates.row(name).value();
    };
    const auto row = from_store(co_await service.store.write(std::move(set)));
    spdlog::info("api: template \"{}\" was changed by {}", name, request.actor);
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> delete_template(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto name = request.parameters[0];
    const auto act = act_of(service, request);
    auto remove = [name, act](Connection& db) {
        if (!Templates{db}.remove(name, act)) throw unknown_template(name);
    };
    from_store(co_await service.store.write(std::move(remove)));
    spdlog::info("api: template \"{}\" was removed by {}", name, request.actor);
    co_return ApiReply{204, {}, {}};
}
} // namespace nida::daemon
