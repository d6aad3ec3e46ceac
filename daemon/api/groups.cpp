#include "daemon/people/groups.hpp"

#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/people/people_rows.hpp"
#include "daemon/people/person_fields.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
ApiError unknown_group(const std::string& name)
{
    return {404, "unknown_group", fmt::format("there is no group \"{}\"", name), "`nida groups` lists them"};
}

std::optional<std::vector<std::string>> texts_from(const Fields& fields, std::string_view name)
{
    const auto* list = fields.find(name);
    if (!list) return {};
    std::vector<std::string> texts;
    const bool good =
        list->is_array() && std::ranges::all_of(list->get_array(), [](const auto& item) { return item.is_string(); });
    if (!good)
        throw ApiError{400, "bad_request", fmt::format("\"{}\" is not a list of texts", name),
                       fmt::format("send {} as a list of texts", name)};
    for (const auto& item : list->get_array())
        texts.emplace_back(item.get_string());
    return texts;
}

boost::json::object field_row(const FieldDefinition& field)
{
    boost::json::array choices;
    for (const auto& choice : field.choices)
        choices.emplace_back(choice);
    return {{"name", field.name}, {"kind", to_string(field.kind)}, {"choices", std::move(choices)}};
}
} // namespace

boost::asio::awaitable<ApiReply> get_groups(ApiContext& context, const ApiRequest&)
{
    co_return json_reply(200, from_store(co_await context.service.store.read(group_rows)));
}

boost::asio::awaitable<ApiReply> get_group(ApiContext& context, const ApiRequest& request)
{
    const auto name = group_name_from(request.parameters[0]);
    const auto read = [&](Connection& db) {
        const auto group = Groups{db}.find(name);
        if (!group) throw unknown_group(name);
        return group_row(*group);
    };
    co_return json_reply(200, from_store(co_await context.service.store.read(read)));
}

boost::asio::awaitable<ApiReply> put_group(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto name = group_name_from(request.parameters[0]);
    const auto body = parse_json(request.body.empty() ? "{}" : request.body);
    const Fields fields{body, {"rule", "open", "confirm", "words"}};
    GroupSettings settings;
    settings.rule = fields.text("rule");
    settings.is_open = fields.boolean("open");
    settings.confirm = fields.boolean("confirm");
    settings.words = texts_from(fields, "words");
    const auto act = act_of(service, request);
    const auto languages = service.defaults.languages; // as they are now, for the writer
    const auto set = [&](Connection& db) {
        require_none(Groups{db}.set(name, settings, *languages, act), settings.rule ? "bad_rule" : "bad_value");
        return group_row(*Groups{db}.find(name));
    };
    const auto row = from_store(co_await service.store.write(set));
    spdlog::info("api: group \"{}\" was changed by {}", name, request.actor);
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> delete_group(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto name = group_name_from(request.parameters[0]);
    const auto act = act_of(service, request);
    if (name == members_group)
        throw ApiError{422, "bad_group", "whoever joins is in this group: it stays",
                       "take single people out with `nida people edit NUMBER --out-of members`"};
    const auto remove = [&](Connection& db) {
        if (!Groups{db}.remove(name, act)) throw unknown_group(name);
    };
    from_store(co_await service.store.write(remove));
    spdlog::info("api: group \"{}\" was removed by {}", name, request.actor);
    co_return ApiReply{204, {}, {}};
}

boost::asio::awaitable<ApiReply> get_fields(ApiContext& context, const ApiRequest&)
{
    const auto read = [](Connection& db) {
        boost::json::array rows;
        for (const auto& field : PersonFields{db}.all())
            rows.push_back(field_row(field));
        return rows;
    };
    boost::json::object answer;
    answer["rows"] = from_store(co_await context.service.store.read(read));
    co_return json_reply(200, answer);
}

boost::asio::awaitable<ApiReply> put_field(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto body = parse_json(request.body.empty() ? "{}" : request.body);
    const Fields fields{body, {"kind", "choices"}};
    FieldDefinition field;
    field.name = request.parameters[0];
    const auto kind = parse_field_kind(fields.text("kind").value_or("text"));
    if (!kind)
        throw ApiError{422, "bad_value", fmt::format("\"{}\" is no kind of field", *fields.text("kind")),
                       "accepted: text, number, date, choice, place"};
    field.kind = *kind;
    field.choices = texts_from(fields, "choices").value_or(std::vector<std::string>{});
    const auto act = act_of(service, request);
    const auto define = [&](Connection& db) {
        require_none(PersonFields{db}.define(field, act));
        return field_row(*PersonFields{db}.find(field.name));
    };
    co_return json_reply(200, from_store(co_await service.store.write(define)));
}

boost::asio::awaitable<ApiReply> delete_field(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto act = act_of(service, request);
    const auto remove = [&](Connection& db) {
        if (!PersonFields{db}.remove(request.parameters[0], act))
            throw ApiError{404, "unknown_field", fmt::format("there is no field \"{}\"", request.parameters[0]),
                           "`nida fields` lists them"};
    };
    from_store(co_await service.store.write(remove));
    spdlog::info("api: a field was removed by {}", request.actor);
    co_return ApiReply{204, {}, {}};
}
} // namespace nida::daemon
