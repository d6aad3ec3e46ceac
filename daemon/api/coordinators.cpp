#include "daemon/coordinator/coordinators.hpp"

#include "daemon/api/page.hpp"
#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
ApiError unknown_coordinator(const std::string& name)
{
    return {404, "unknown_coordinator", fmt::format("there is no coordinator {}", name),
            "`nida coordinators` lists them"};
}

ApiError bad(const std::string& what, const std::string& hint) { return {422, "bad_value", what, hint}; }

boost::json::object row_of(const Coordinator& coordinator)
{
    boost::json::array may;
    const auto& rights = coordinator.rights;
    for (const auto& [has, name] : {std::pair{rights.broadcast, "broadcast"}, std::pair{rights.approve, "approve"},
                                    std::pair{rights.status, "status"}, std::pair{rights.add, "add"}})
        if (has) may.emplace_back(name);
    boost::json::array groups(rights.groups.begin(), rights.groups.end());
    return {{"name", coordinator.name},
            {"number", coordinator.number},
            {"language", coordinator.language ? boost::json::value(to_string(*coordinator.language)) : nullptr},
            {"may", std::move(may)},
            {"every_group", rights.every_group},
            {"groups", std::move(groups)},
            {"factor", to_string(coordinator.factor)},
            {"totp", coordinator.has_totp},
            {"created_at", json_time(coordinator.created_at)}};
}

std::vector<std::string> texts_from(const Fields& fields, std::string_view name)
{
    std::vector<std::string> texts;
    const auto* list = fields.find(name);
    if (!list) return texts;
    const auto wrong = ApiError{400, "bad_request", fmt::format("\"{}\" is not a list of texts", name),
                                fmt::format("send {} as a list of texts", name)};
    if (!list->is_array()) throw wrong;
    for (const auto& item : list->get_array()) {
        if (!item.is_string()) throw wrong;
        texts.emplace_back(item.get_string());
    }
    return texts;
}

/// @return none where none of its fields is there
std::optional<Rights> rights_from(const Fields& fields)
{
    if (!fields.find("may") && !fields.find("groups") && !fields.find("every_group")) return {};
    Rights rights;
    for (const auto& right : texts_from(fields, "may")) {
        if (right == "broadcast")
            rights.broadcast = true;
        else if (right == "approve")
            rights.approve = true;
        else if (right == "status")
            rights.status = true;
        else if (right == "add")
            rights.add = true;
        else
            throw bad(fmt::format("\"{}\" is no right", right), "accepted: broadcast, approve, status, add");
    }
    rights.every_group = fields.boolean("every_group").value_or(false);
    for (const auto& group : texts_from(fields, "groups"))
        rights.groups.push_back(group_name_from(group));
    if ((rights.broadcast || rights.add) && !rights.every_group && rights.groups.empty())
        throw bad("whoever may broadcast or add needs groups",
                  "name them in \"groups\", or send \"every_group\": true");
    return rights;
}

std::optional<Language> language_from(const Fields& fields, const Languages& languages)
{
    const auto code = fields.text("language");
    if (!code) return {};
    const auto language = parse_language(*code);
    if (!language || !languages.find(*language))
        throw bad(fmt::format("\"{}\" is no language of this box", *code),
                  fmt::format("accepted: {}", languages.codes()));
    return language;
}

std::optional<Factor> factor_from(const Fields& fields)
{
    const auto text = fields.text("factor");
    if (!text) return {};
    const auto factor = parse_factor(*text);
    if (!factor) throw bad(fmt::format("\"{}\" is no second factor", *text), "accepted: code, totp, second");
    return factor;
}
} // namespace

boost::asio::awaitable<ApiReply> get_coordinators(ApiContext& context, const ApiRequest&)
{
    const auto read = [](Connection& db) {
        boost::json::array rows;
        for (const auto& one : Coordinators{db}.all())
            rows.push_back(row_of(one));
        return rows;
    };
    boost::json::object answer;
    answer["rows"] = from_store(co_await context.service.store.read(read));
    co_return json_reply(200, answer);
}

boost::asio::awaitable<ApiReply> post_coordinator(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto body = parse_json(request.body);
    const Fields fields{body, {"name", "number", "language", "may", "every_group", "groups", "factor"}};
    Coordinator one;
    const auto name = coordinator_name(fields.required_text("name"));
    if (!name)
        throw bad("this is no name of a coordinator", "1 to 32 of a-z, 0-9, - and _: it stands in the audit for ever");
    one.name = *name;
    one.number = person_number_from(fields.required_text("number"), service.defaults.country);
    one.language = language_from(fields, *service.defaults.languages);
    one.rights = rights_from(fields).value_or(Rights{});
    one.factor = factor_from(fields).value_or(Factor::code);
    const auto act = act_of(service, request);
    const auto add = [&](Connection& db) {
        Coordinators coordinators{db};
        require_none(coordinators.add(one, act));
        return row_of(*coordinators.find(one.name));
    };
    const auto row = from_store(co_await service.store.write(add));
    spdlog::info("api: the coordinator {} was added by {}", one.name, request.actor);
    co_return json_reply(201, row);
}

boost::asio::awaitable<ApiReply> patch_coordinator(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto& name = request.parameters[0];
    const auto body = parse_json(request.body);
    const Fields fields{body, {"number", "language", "may", "every_group", "groups", "factor"}};
    CoordinatorChange change;
    if (const auto number = fields.text("number"))
        change.number = person_number_from(*number, service.defaults.country);
    change.language = language_from(fields, *service.defaults.languages);
    change.rights = rights_from(fields);
    change.factor = factor_from(fields);
    const auto act = act_of(service, request);
    const auto set = [&](Connection& db) {
        Coordinators coordinators{db};
        if (!coordinators.find(name)) throw unknown_coordinator(name);
        require_none(coordinators.change(name, change, act));
        return row_of(*coordinators.find(name));
    };
    const auto row = from_store(co_await service.store.write(set));
    spdlog::info("api: the coordinator {} was changed by {}", name, request.actor);
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> delete_coordinator(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto& name = request.parameters[0];
    const auto act = act_of(service, request);
    const auto remove = [&](Connection& db) {
        if (!Coordinators{db}.remove(name, act)) throw unknown_coordinator(name);
    };
    from_store(co_await service.store.write(remove));
    spdlog::info("api: the coordinator {} was removed by {}", name, request.actor);
    co_return ApiReply{204, {}, {}};
}

boost::asio::awaitable<ApiReply> post_coordinator_totp(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto& name = request.parameters[0];
    const auto act = act_of(service, request);
    const auto enrol = [&](Connection& db) {
        std::optional<std::string> uri;
        try {
            uri = Coordinators{db}.enrol(name, act);
        } catch (const SQLite::Exception&) {
            throw;
        } catch (const std::runtime_error& e) {
            throw ApiError{503, "no_coordinator_key", e.what(), "nothing was changed"};
        }
        if (!uri) throw unknown_coordinator(name);
        return *uri;
    };
    boost::json::object answer{{"name", name}};
    answer["uri"] = from_store(co_await service.store.write(enrol));
    spdlog::info("api: the coordinator {} got a new TOTP secret by {}", name, request.actor);
    co_return json_reply(200, answer);
}
} // namespace nida::daemon
