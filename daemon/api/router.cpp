#include "daemon/api/router.hpp"

#include <boost/json/object.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <vector>

namespace nida::daemon
{
namespace
{
struct Route {
    std::string_view method;
    std::vector<std::string_view> path; ///< "*" stands for any one segment
    Resource* resource;
};

const std::vector<Route>& routes()
{
    static const std::vector<Route> all{
        {"GET", {"v1", "status"}, get_status},
        {"GET", {"v1", "lines"}, get_lines},
        {"GET", {"v1", "lines", "*"}, get_line},
        {"POST", {"v1", "lines", "*", "ussd"}, post_ussd},
        {"POST", {"v1", "lines", "*", "pin"}, post_pin},
        {"GET", {"v1", "lines", "*", "events"}, get_events},
        {"DELETE", {"v1", "lines", "*", "ussd"}, delete_ussd},
        {"POST", {"v1", "lines", "*", "balance"}, post_balance},
        {"GET", {"v1", "lines", "*", "balances"}, get_balances},
        {"POST", {"v1", "lines", "*", "topup"}, post_topup},
        {"GET", {"v1", "modems"}, get_modems},
        {"POST", {"v1", "backup"}, post_backup},
        {"GET", {"v1", "check"}, get_check},
        {"POST", {"v1", "messages"}, post_message},
        {"POST", {"v1", "messages", "batch"}, post_batch},
        {"GET", {"v1", "messages", "*"}, get_message},
        {"GET", {"v1", "messages", "*", "why"}, get_why},
        {"POST", {"v1", "messages", "*", "cancel"}, post_cancel},
        {"POST", {"v1", "messages", "*", "resolve"}, post_resolve},
        {"GET", {"v1", "outbox"}, get_outbox},
        {"POST", {"v1", "broadcasts"}, post_broadcast},
        {"POST", {"v1", "broadcasts", "preview"}, post_preview},
        {"GET", {"v1", "campaigns"}, get_campaigns},
        {"GET", {"v1", "campaigns", "*"}, get_campaign},
        {"POST", {"v1", "campaigns"}, post_campaign},
        {"PATCH", {"v1", "campaigns", "*"}, patch_campaign},
        {"POST", {"v1", "campaigns", "*", "recipients"}, post_campaign_recipients},
        {"DELETE", {"v1", "campaigns", "*", "recipients"}, delete_campaign_recipients},
        {"POST", {"v1", "campaigns", "*", "preview"}, post_campaign_preview},
        {"POST", {"v1", "campaigns", "*", "test"}, post_campaign_test},
        {"POST", {"v1", "campaigns", "*", "submit"}, post_campaign_submit},
        {"POST", {"v1", "campaigns", "*", "approve"}, post_campaign_approve},
        {"POST", {"v1", "campaigns", "*", "refuse"}, post_campaign_refuse},
        {"POST", {"v1", "campaigns", "*", "pause"}, post_campaign_pause},
        {"POST", {"v1", "campaigns", "*", "resume"}, post_campaign_resume},
        {"POST", {"v1", "campaigns", "*", "cancel"}, post_campaign_cancel},
        {"POST", {"v1", "campaigns", "*", "resend"}, post_campaign_resend},
        {"GET", {"v1", "campaigns", "*", "report"}, get_campaign_report},
        {"GET", {"v1", "report"}, get_report},
        {"GET", {"v1", "templates"}, get_templates},
        {"GET", {"v1", "templates", "*"}, get_template},
        {"PUT", {"v1", "templates", "*"}, put_template},
        {"DELETE", {"v1", "templates", "*"}, delete_template},
        {"GET", {"v1", "inbox"}, get_inbox},
        {"GET", {"v1", "people"}, get_people},
        {"POST", {"v1", "people"}, post_person},
        {"POST", {"v1", "people", "import"}, post_import},
        {"GET", {"v1", "people", "*"}, get_person},
        {"PATCH", {"v1", "people", "*"}, patch_person},
        {"DELETE", {"v1", "people", "*"}, delete_person},
        {"POST", {"v1", "people", "*", "erase"}, post_erase},
        {"POST", {"v1", "people", "*", "renumber"}, post_renumber},
        {"POST", {"v1", "people", "*", "merge"}, post_merge},
        {"GET", {"v1", "people", "*", "timeline"}, get_timeline},
        {"GET", {"v1", "imports"}, get_imports},
        {"POST", {"v1", "imports"}, post_imports},
        {"POST", {"v1", "imports", "*", "rows"}, post_import_rows},
        {"POST", {"v1", "imports", "*", "close"}, post_import_close},
        {"POST", {"v1", "imports", "*", "undo"}, post_import_undo},
        {"GET", {"v1", "groups"}, get_groups},
        {"GET", {"v1", "groups", "*"}, get_group},
        {"PUT", {"v1", "groups", "*"}, put_group},
        {"DELETE", {"v1", "groups", "*"}, delete_group},
        {"GET", {"v1", "coordinators"}, get_coordinators},
        {"POST", {"v1", "coordinators"}, post_coordinator},
        {"PATCH", {"v1", "coordinators", "*"}, patch_coordinator},
        {"DELETE", {"v1", "coordinators", "*"}, delete_coordinator},
        {"POST", {"v1", "coordinators", "*", "totp"}, post_coordinator_totp},
        {"GET", {"v1", "fields"}, get_fields},
        {"PUT", {"v1", "fields", "*"}, put_field},
        {"DELETE", {"v1", "fields", "*"}, delete_field},
        {"GET", {"v1", "audit"}, get_audit},
        {"GET", {"v1", "audit", "verify"}, get_audit_verify},
        {"GET", {"v1", "muted"}, get_muted},
        {"DELETE", {"v1", "muted", "*"}, delete_muted},
        {"GET", {"v1", "ceiling"}, get_ceiling},
        {"POST", {"v1", "ceiling", "lift"}, post_ceiling_lift},
        {"POST", {"v1", "ceiling", "hold"}, post_ceiling_hold},
        {"GET", {"v1", "blocked"}, get_blocked},
        {"PUT", {"v1", "blocked", "*"}, put_blocked},
        {"DELETE", {"v1", "blocked", "*"}, delete_blocked},
        {"GET", {"v1", "unreachable"}, get_unreachable},
        {"DELETE", {"v1", "unreachable", "*"}, delete_unreachable},
    };
    return all;
}

bool matches(const Route& route, const std::vector<std::string>& path)
{
    return std::ranges::equal(route.path, path,
                              [](auto pattern, auto& segment) { return pattern == "*" || pattern == segment; });
}

std::vector<std::string> open_segments(const Route& route, const std::vector<std::string>& path)
{
    std::vector<std::string> open;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (route.path[i] == "*") open.push_back(path[i]);
    return open;
}

const Route* find_route(const ApiRequest& request, std::vector<std::string_view>& other_methods)
{
    for (const auto& route : routes()) {
        if (!matches(route, request.path)) continue;
        if (route.method == request.method) return &route;
        other_methods.push_back(route.method);
    }
    return nullptr;
}

ApiReply no_route(const ApiRequest& request, const std::vector<std::string_view>& other_methods)
{
    const auto path = fmt::format("/{}", fmt::join(request.path, "/"));
    if (other_methods.empty())
        return error_reply({404, "unknown_resource", fmt::format("there is no {}", path),
                            "docs/api.md lists what there is; it begins with /v1/status"});
    const auto methods = fmt::format("{}", fmt::join(other_methods, ", "));
    auto reply = error_reply(
        {405, "method_not_allowed", fmt::format("{} does not know {}", path, request.method), "accepted: " + methods});
    reply.allow = methods;
    return reply;
}
} // namespace

ApiReply error_reply(const ApiError& error)
{
    const boost::json::object inner{{"code", error.code}, {"message", error.what()}, {"hint", error.hint}};
    return json_reply(error.status, boost::json::object{{"error", inner}});
}

boost::asio::awaitable<ApiReply> answer(ApiContext& context, ApiRequest& request)
{
    std::vector<std::string_view> other_methods;
    const auto* route = find_route(request, other_methods);
    if (!route) co_return no_route(request, other_methods);
    request.parameters = open_segments(*route, request.path);
    try {
        co_return co_await route->resource(context, request);
    } catch (const ApiError& error) {
        co_return error_reply(error);
    } catch (const boost::system::system_error&) {
        throw; // the server is being stopped
    } catch (const std::exception& error) {
        spdlog::error("api: {} /{}: {}", request.method, fmt::join(request.path, "/"), error.what());
        const ApiError ours{500, "internal", error.what(), "this is a fault of nidad: its log has more"};
        co_return error_reply(ours);
    }
}
} // namespace nida::daemon
