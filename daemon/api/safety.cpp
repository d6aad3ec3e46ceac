// What guards the box against being used up or bothered: the ceiling of a day, and numbers that are not heard.
#include "daemon/api/fields.hpp"
#include "daemon/api/page.hpp"
#include "daemon/api/person_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/inbox/blocked.hpp"
#include "daemon/line/mask.hpp"
#include "daemon/outbox/ceiling.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
constexpr std::size_t longest_note = 500; // octets

void require_administrator(const ApiRequest& request)
{
    if (!request.is_administrator)
        throw ApiError{403, "not_allowed", fmt::format("{} is no administrator of this box", request.actor),
                       "only root lifts the ceiling: sudo nida ceiling lift"};
}

boost::json::object ceiling_row(Connection& db, std::optional<int> ceiling, Time now)
{
    Ceiling of_box{db};
    return {{"segments_per_day", ceiling ? boost::json::value(*ceiling) : boost::json::value(nullptr)},
            {"used", of_box.used(now)},
            {"lifted_until", json_time(of_box.lifted_until(now))}};
}

std::string blocked_number(const ApiRequest& request, const std::string& country)
{
    return person_number_from(request.parameters[0], country);
}

boost::json::object blocked_row(const Blocked::Row& row)
{
    return {{"number", row.number},
            {"since", json_time(row.since)},
            {"actor", json_text(row.actor)},
            {"note", json_text(row.note)}};
}
} // namespace

boost::asio::awaitable<ApiReply> get_ceiling(ApiContext& context, const ApiRequest&)
{
    auto& service = context.service;
    const auto read = [ceiling = service.defaults.segments_per_day, now = service.clock.now()](Connection& db) {
        return ceiling_row(db, ceiling, now);
    };
    co_return json_reply(200, from_store(co_await service.store.read(read)));
}

boost::asio::awaitable<ApiReply> post_ceiling_lift(ApiContext& context, const ApiRequest& request)
{
    require_administrator(request);
    auto& service = context.service;
    const auto body = parse_json(request.body.empty() ? "{}" : request.body);
    const auto hours = Fields{body, {"hours"}}.integer("hours").value_or(24);
    if (hours < 1 || hours > Ceiling::longest_lift.count())
        throw ApiError{422, "bad_value", fmt::format("{} hours are too few or too many", hours),
                       fmt::format("accepted: 1 to {}; for longer change segments_per_day in nida.toml",
                                   Ceiling::longest_lift.count())};
    const auto act = act_of(service, request);
    const auto lift = [act, hours, ceiling = service.defaults.segments_per_day](Connection& db) {
        Ceiling{db}.lift(act.at + std::chrono::hours{hours}, act);
        return ceiling_row(db, ceiling, act.at);
    };
    const auto row = from_store(co_await service.store.write(lift));
    spdlog::warn("the daily ceiling is lifted for {} h by {}", hours, request.actor);
    service.lines.wake();
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> post_ceiling_hold(ApiContext& context, const ApiRequest& request)
{
    require_administrator(request);
    auto& service = context.service;
    const auto act = act_of(service, request);
    const auto hold = [act, ceiling = service.defaults.segments_per_day](Connection& db) {
        Ceiling{db}.hold(act);
        return ceiling_row(db, ceiling, act.at);
    };
    const auto row = from_store(co_await service.store.write(hold));
    spdlog::info("the daily ceiling holds again, says {}", request.actor);
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> get_blocked(ApiContext& context, const ApiRequest&)
{
    const auto read = [](Connection& db) {
        boost::json::array rows;
        for (const auto& row : Blocked{db}.all())
            rows.push_back(blocked_row(row));
        return rows;
    };
    boost::json::object answer;
    answer["rows"] = from_store(co_await context.service.store.read(read));
    co_return json_reply(200, answer);
}

boost::asio::awaitable<ApiReply> put_blocked(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto number = blocked_number(request, service.defaults.country);
    const auto body = parse_json(request.body.empty() ? "{}" : request.body);
    const auto note = Fields{body, {"note"}}.text("note");
    if (note && (note->empty() || note->size() > longest_note))
        throw ApiError{422, "bad_value", "\"note\" is empty or too long",
                       fmt::format("accepted: 1 to {} octets; leave it out if there is none", longest_note)};
    const auto act = act_of(service, request);
    const auto block = [&](Connection& db) { return Blocked{db}.add(number, note, act); };
    const bool added = from_store(co_await service.store.write(block));
    spdlog::info("api: {} is blocked by {}", masked(number), request.actor);
    const boost::json::object answer{{"number", number}, {"added", added}};
    co_return json_reply(added ? 201 : 200, answer);
}

boost::asio::awaitable<ApiReply> delete_blocked(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto number = blocked_number(request, service.defaults.country);
    const auto act = act_of(service, request);
    const auto unblock = [&](Connection& db) {
        if (!Blocked{db}.remove(number, act))
            throw ApiError{404, "unknown_number", "this number is not blocked", "`nida blocked` lists those that are"};
    };
    from_store(co_await service.store.write(unblock));
    spdlog::info("api: {} is no longer blocked, says {}", masked(number), request.actor);
    co_return ApiReply{204, {}, {}};
}
} // namespace nida::daemon
