#include "daemon/api/circumstances.hpp"
#include "daemon/api/lines.hpp"
#include "daemon/api/page.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/backup/rotation.hpp"
#include "daemon/people/people.hpp"

#include <boost/json/array.hpp>

namespace nida::daemon
{
namespace
{
struct PeopleCount {
    std::int64_t people, members, muted;
};

PeopleCount count_people(Connection& db)
{
    auto row = db.query("SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM membership WHERE group_id = "
                        "(SELECT id FROM people_group WHERE name = ?1)), (SELECT count(*) FROM muted)",
                        members_group);
    row.step();
    return {row.integer(0), row.integer(1), row.integer(2)};
}

boost::json::object store_row(const Store& store)
{
    const auto trouble = store.trouble();
    const auto damage = store.damage();
    const auto& disk = store.disk();
    const char* const state = !damage.empty()           ? "damaged"
                              : !trouble.empty()        ? "failing"
                              : disk.room == Room::none ? "full"
                              : disk.room == Room::low  ? "low"
                                                        : "ok";
    const auto written = store.tally();
    return {
        {"path", store.path().string()},
        {"bytes", store.bytes()},
        {"free", disk.space.free},
        {"state", state},
        {"error", json_unless_empty(!damage.empty()    ? damage
                                    : !trouble.empty() ? trouble
                                                       : disk.text)},
        {"written",
         {{"requests", written.requests},
          {"commits", written.commits},
          {"undone", written.undone},
          {"bytes", written.octets},
          {"median_us", written.median_commit.count()},
          {"slowest_us", written.slowest_commit.count()}}},
    };
}

boost::json::value backup_row(const RotationState* backup)
{
    if (!backup || !backup->folder) return nullptr;
    return boost::json::object{{"folder", backup->folder->string()},
                               {"last_at", json_time(backup->last_at)},
                               {"error", json_unless_empty(backup->error)}};
}

boost::json::object queue_row(const Tally& tally)
{
    return {
        {"queued", tally.queued()},
        {"submitting", tally.submitting},
        {"in_doubt", tally.in_doubt},
        {"alert", tally.queued(Priority::alert)},
        {"reply", tally.queued(Priority::reply)},
        {"campaign", tally.queued(Priority::campaign)},
    };
}

boost::json::array waiting_rows(const Tally& tally, const Circumstances& circumstances)
{
    boost::json::array rows;
    for (const auto& [reason, messages] : waiting(tally, circumstances))
        rows.push_back(boost::json::object{{"why", reason}, {"messages", messages}});
    return rows;
}
} // namespace

boost::asio::awaitable<ApiReply> get_status(ApiContext& context, const ApiRequest&)
{
    auto& service = context.service;
    const auto tally = from_store(co_await context.tally.get(service.store, service.clock.now()));
    const auto [people, members, muted] = from_store(co_await service.store.read(count_people));
    const auto circumstances = circumstances_of(service);
    const boost::json::object clock{{"trusted", service.clock.trusted()},
                                    {"why", json_unless_empty(service.clock.why())}};
    co_return json_reply(200, boost::json::object{
                                  {"version", NIDA_VERSION},
                                  {"started_at", json_time(service.started_at)},
                                  {"now", json_time(circumstances.now)},
                                  {"clock", clock},
                                  {"store", store_row(service.store)},
                                  {"backup", backup_row(service.backup)},
                                  {"lines", line_rows(circumstances.lines, tally)},
                                  {"queue", queue_row(tally)},
                                  {"waiting", waiting_rows(tally, circumstances)},
                                  {"people", people},
                                  {"members", members},
                                  {"muted", muted},
                              });
}
} // namespace nida::daemon
