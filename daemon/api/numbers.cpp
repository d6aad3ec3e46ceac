// What is noted about numbers beside people: senders that are muted, and numbers that campaigns pass over.
#include "daemon/api/resources.hpp"
#include "daemon/api/values.hpp"
#include "daemon/inbox/muted.hpp"
#include "daemon/line/mask.hpp"
#include "daemon/outbox/unreachable.hpp"
#include "protocol/numbering/numbering_plan.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace nida::daemon
{
namespace
{
constexpr int most_rows = 5000;

boost::json::object muted_rows(Connection& db)
{
    boost::json::array senders;
    auto rows = db.query("SELECT m.number, l.name, m.since, m.until, m.last_at, m.dropped FROM muted m JOIN line l ON "
                         "l.id = m.line_id ORDER BY m.number LIMIT ?1",
                         most_rows);
    while (rows.step())
        senders.push_back(boost::json::object{
            {"number", rows.text(0)},
            {"line", rows.text(1)},
            {"since", json_time(rows.time(2))},
            {"until", json_time(rows.time(3))},
            {"last_at", json_time(rows.time(4))},
            {"dropped", rows.integer(5)},
        });
    return {{"rows", std::move(senders)}};
}

boost::json::object unreachable_rows(Connection& db, int give_up_after)
{
    boost::json::array numbers;
    auto rows =
        db.query("SELECT number, failures, code, since, last_at FROM unreachable ORDER BY number LIMIT ?1", most_rows);
    while (rows.step())
        numbers.push_back(boost::json::object{
            {"number", rows.text(0)},
            {"failures", rows.integer(1)},
            {"passed_over", give_up_after > 0 && rows.integer(1) >= give_up_after},
            {"code", rows.text(2)},
            {"since", json_time(rows.time(3))},
            {"last_at", json_time(rows.time(4))},
        });
    return {{"rows", std::move(numbers)}};
}

/// A sender may also go by a name.
std::string number_or_name(const std::string& written, const std::string& country)
{
    const auto parsed = protocol::parse_number(written, country);
    return parsed && parsed->possible ? parsed->text() : written;
}

ApiError nothing_noted(const char* what, const char* hint) { return {404, "unknown_number", what, hint}; }
} // namespace

boost::asio::awaitable<ApiReply> get_muted(ApiContext& context, const ApiRequest&)
{
    const auto list = [](Connection& db) { return muted_rows(db); };
    co_return json_reply(200, from_store(co_await context.service.store.read(list)));
}

boost::asio::awaitable<ApiReply> delete_muted(ApiContext& context, const ApiRequest& request)
{
    const auto number = number_or_name(request.parameters[0], context.service.defaults.country);
    const auto end = [&](Connection& db) {
        if (!Muted{db}.end(number)) throw nothing_noted("this sender is not muted", "`nida muted` lists who is");
    };
    from_store(co_await context.service.store.write(end));
    spdlog::info("api: {} is heard again, says {}", masked(number), request.actor);
    co_return ApiReply{204, {}, {}};
}

boost::asio::awaitable<ApiReply> get_unreachable(ApiContext& context, const ApiRequest&)
{
    const int give_up_after = context.service.defaults.give_up_after;
    const auto list = [give_up_after](Connection& db) { return unreachable_rows(db, give_up_after); };
    co_return json_reply(200, from_store(co_await context.service.store.read(list)));
}

boost::asio::awaitable<ApiReply> delete_unreachable(ApiContext& context, const ApiRequest& request)
{
    const auto number = number_or_name(request.parameters[0], context.service.defaults.country);
    const auto end = [&](Connection& db) {
        if (!note_reached(db, number))
            throw nothing_noted("no failure is noted about this number", "campaigns text it as any other");
    };
    from_store(co_await context.service.store.write(end));
    spdlog::info("api: failures of {} are forgotten, says {}", masked(number), request.actor);
    co_return ApiReply{204, {}, {}};
}
} // namespace nida::daemon
