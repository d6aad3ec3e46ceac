#include "daemon/api/circumstances.hpp"
#include "daemon/api/fields.hpp"
#include "daemon/api/long_poll.hpp"
#include "daemon/api/message_request.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/outbox/rows.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
using Row = std::optional<boost::json::object>;

ApiError unknown_message(MessageId id)
{
    return {404, "unknown_message", fmt::format("there is no message {}", id), "`nida outbox` lists them"};
}

boost::json::object existing_row(Connection& db, MessageId id)
{
    auto row = outbox_row(db, id);
    if (!row) throw unknown_message(id);
    return std::move(*row);
}

std::string_view state_of(const boost::json::object& row) { return row.at("state").as_string(); }

void tell_lines(Service& service)
{
    service.outbox_changed.ring();
    service.lines.wake();
}

Outbox::Resolution resolution_from(const std::string& outcome)
{
    if (outcome == "sent") return Outbox::Resolution::sent;
    if (outcome == "resend") return Outbox::Resolution::resend;
    if (outcome == "give-up" || outcome == "failed") return Outbox::Resolution::failed; // or the state that it gets
    throw ApiError{422, "bad_value", fmt::format("\"{}\" is no outcome", outcome), "accepted: sent, resend, give-up"};
}

OutboxFilter filter_from(const ApiRequest& request)
{
    OutboxFilter filter;
    filter.campaign = query_integer(request, "campaign", 0, std::numeric_limits<std::int64_t>::max());
    if (const auto name = query_text(request, "state")) {
        filter.state = parse_state(*name);
        if (!filter.state)
            throw ApiError{422, "bad_value", fmt::format("\"{}\" is no state", *name),
                           "accepted: queued, submitting, sent, delivered, undelivered, expired, failed, in_doubt, "
                           "suppressed, cancelled"};
    }
    return filter;
}
} // namespace

boost::asio::awaitable<ApiReply> post_message(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    require_room(service.store);
    auto wanted = message_request_from(parse_json(request.body), service.defaults.country);
    wanted.message.actor = request.actor;

    struct Outcome {
        Outbox::Added added;
        boost::json::object row;
    };
    // The clock is the loop's: the writer's thread gets what it says now.
    const auto now = service.clock.now();
    const bool sure = service.clock.trusted();
    const auto router = service.lines.router();
    const auto add = [&](Connection& db) {
        const auto added = MessageIntake{db, now, sure, *router}.add(wanted);
        if (!added.duplicate) note_sending(db, wanted.message, added.id, {request.actor, now, sure});
        return Outcome{added, existing_row(db, added.id)};
    };
    auto [added, row] = from_store(co_await service.store.write(add));
    if (added.duplicate) {
        row["duplicate"] = true;
        co_return json_reply(200, row);
    }
    spdlog::info("message {}: queued as {} by {}", added.id, to_string(wanted.message.priority), request.actor);
    tell_lines(service);
    co_return json_reply(201, row);
}

boost::asio::awaitable<ApiReply> get_message(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_message");
    const auto ask = [&]() { return service.store.read([id](Connection& db) { return existing_row(db, id); }); };
    std::optional<std::string> first;
    // What has left, or never will, is not waited for.
    const auto enough = [&first](const Stored<boost::json::object>& row) {
        if (!row) return true;
        const auto state = state_of(*row);
        if (!first) first = state;
        return *first != state || is_final(*parse_state(state));
    };
    co_return json_reply(200, from_store(co_await ask_until(service.outbox_changed, query_wait(request), ask, enough)));
}

boost::asio::awaitable<ApiReply> get_why(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_message");
    const auto circumstances = circumstances_of(service);
    const auto reason =
        from_store(co_await service.store.read([&](Connection& db) { return why(db, id, circumstances); }));
    if (!reason) throw unknown_message(id);
    co_return json_reply(200,
                         boost::json::object{{"id", id}, {"state", to_string(reason->state)}, {"why", reason->why}});
}

boost::asio::awaitable<ApiReply> get_outbox(ApiContext& context, const ApiRequest& request)
{
    const auto range = page_range(request);
    const auto filter = filter_from(request);
    const auto page =
        from_store(co_await context.service.store.read([&](Connection& db) { return outbox_page(db, filter, range); }));
    co_return ApiReply{200, page.text(), {}};
}

boost::asio::awaitable<ApiReply> post_cancel(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_message");
    const auto now = service.clock.now();
    const auto cancel = [&](Connection& db) {
        const bool cancelled = Outbox{db}.cancel(id, now);
        auto row = existing_row(db, id);
        if (!cancelled)
            throw ApiError{409, "conflict",
                           fmt::format("message {} is {}: a segment has left, or it is over", id, state_of(row)),
                           "only what is queued and has not begun can be cancelled"};
        return row;
    };
    const auto row = from_store(co_await service.store.write(cancel));
    spdlog::info("message {}: cancelled by {}", id, request.actor);
    tell_lines(service);
    co_return json_reply(200, row);
}

boost::asio::awaitable<ApiReply> post_resolve(ApiContext& context, const ApiRequest& request)
{
    auto& service = context.service;
    const auto id = path_id(request, "unknown_message");
    const auto body = parse_json(request.body);
    const auto outcome = Fields{body, {"outcome"}}.required_text("outcome");
    const auto resolution = resolution_from(outcome);
    const auto now = service.clock.now();
    const auto resolve = [&](Connection& db) {
        const bool resolved = Outbox{db}.resolve(id, resolution, now);
        auto row = existing_row(db, id);
        if (!resolved)
            throw ApiError{409, "conflict", fmt::format("message {} is {}, not in doubt", id, state_of(row)),
                           "there is nothing to decide"};
        return row;
    };
    const auto row = from_store(co_await service.store.write(resolve));
    spdlog::info("message {}: {} decides about the doubt: {}", id, request.actor, outcome);
    tell_lines(service);
    co_return json_reply(200, row);
}
} // namespace nida::daemon
