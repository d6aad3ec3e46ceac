#include "daemon/outbox/tally.hpp"

#include "daemon/outbox/lanes.hpp"

#include <ctime>
#include <numeric>
#include <utility>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr auto quick = 10ms;
constexpr int rest_for_each_count = 20;

std::int64_t sum(const Tally::Queues& queues)
{
    return std::accumulate(queues.begin(), queues.end(), std::int64_t{0},
                           [](std::int64_t so_far, const auto& queue) { return so_far + queue.all(); });
}

std::chrono::nanoseconds time_of_this_thread()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

std::int64_t one_number(Query row) { return row.step() ? row.integer(0) : 0; }

/// What waits in a lane.
void add(Tally::Queue& queue, Connection& db, LaneId lane, Time now)
{
    const auto all =
        one_number(db.query("SELECT count(*) FROM message WHERE state = 0 AND line_id IS NULL AND lane_id = ?1", lane));
    const auto again = one_number(db.query(
        "SELECT count(*) FROM message WHERE state = 0 AND line_id IS NULL AND lane_id = ?1 AND not_before > ?2", lane,
        now));
    queue.fresh += all - again;
    queue.again += again;
}
} // namespace

std::int64_t Tally::OfLine::queued() const { return sum(bound); }

std::int64_t Tally::queued(Priority priority) const
{
    const auto index = static_cast<std::size_t>(priority);
    auto count = unbound[index].all() + paused[index].all();
    for (const auto& [id, line] : lines)
        count += line.bound[index].all();
    return count;
}

std::int64_t Tally::queued() const
{
    return queued(Priority::alert) + queued(Priority::reply) + queued(Priority::campaign);
}

Tally count_outbox(Connection& db, Time now)
{
    Tally tally;
    // Ranges of partial indexes, in their order: no sorting, and no message whose state is over.
    for (const auto& lane : Lanes{db}.live())
        add(tally.unbound.at(static_cast<std::size_t>(lane.priority)), db, lane.id, now);
    auto paused = db.query("SELECT l.id, l.priority FROM campaign c CROSS JOIN lane l WHERE c.state = 4 AND "
                           "coalesce(l.campaign_id, 0) = c.id + 0");
    while (paused.step())
        add(tally.paused.at(static_cast<std::size_t>(paused.integer(1))), db, paused.integer(0), now);
    auto bound = db.query("SELECT line_id, priority, count(*), sum(not_before > ?1) FROM message "
                          "WHERE state = 0 AND line_id IS NOT NULL GROUP BY line_id, priority",
                          now);
    while (bound.step())
        tally.lines[bound.integer(0)].bound.at(static_cast<std::size_t>(bound.integer(1))) = {
            bound.integer(2) - bound.integer(3), bound.integer(3)};
    auto lines = db.query("SELECT id, (SELECT count(*) FROM segment WHERE line_id = line.id AND submitting_at > "
                          "max(?1, coalesce(sim_since, 0))), "
                          "(SELECT count(*) FROM segment WHERE line_id = line.id AND submitting_at > "
                          "max(?2, coalesce(sim_since, 0))) FROM line",
                          now - 1min, now - 24h);
    while (lines.step()) {
        auto& line = tally.lines[lines.integer(0)];
        line.sent_last_minute = lines.integer(1);
        line.sent_last_day = lines.integer(2);
    }
    tally.direct = one_number(db.query(
        "SELECT count(*) FROM message INDEXED BY message_direct WHERE state = 0 AND direct = 1 AND priority = 1"));
    tally.submitting =
        one_number(db.query("SELECT count(*) FROM line l WHERE (SELECT state FROM segment WHERE line_id = l.id "
                            "ORDER BY submitting_at DESC LIMIT 1) = 1"));
    tally.in_doubt = one_number(db.query("SELECT count(*) FROM message WHERE state = 6"));
    return tally;
}

boost::asio::awaitable<Stored<Tally>> TallyKeeper::get(Store& store, Time now)
{
    if (Clock::now() < good_until_) co_return last_;
    // What the counting itself costs, and not what else the machine did meanwhile: on a busy one a small outbox is shown as it is, too.
    auto work = [now](Connection& db) {
        const auto begun = time_of_this_thread();
        auto tally = count_outbox(db, now);
        return std::pair{tally, time_of_this_thread() - begun};
    };
    auto counted = co_await store.read(work);
    if (!counted) co_return counted.error();
    const auto took = counted->second;
    last_ = counted->first;
    good_until_ = took < quick ? Clock::time_point{} : Clock::now() + rest_for_each_count * took;
    co_return last_;
}
} // namespace nida::daemon
