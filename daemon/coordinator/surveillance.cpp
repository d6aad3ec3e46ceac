#include "daemon/coordinator/surveillance.hpp"

#include "daemon/line/alarms.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
using namespace std::chrono_literals;

namespace
{
constexpr auto window = 1h;

std::int64_t count(Query row) { return row.step() ? row.integer(0) : 0; }

bool tell(Connection& db, Alarm alarm, const std::string& cause, const DialogueSettings& settings, const Act& act)
{
    const Announcement announcement{alarm,
                                    0,
                                    {},
                                    cause,
                                    settings.coordinators.alarm_numbers,
                                    settings.languages->alarm(alarm, {}, settings.language)};
    return announce(db, announcement, act.at, act.sure_clock) > 0;
}
} // namespace

Contacts::Admission Contacts::admit(const Coordinator& coordinator, int per_hour, Time now)
{
    // Only what lies in the past counts: a clock that was put back silences nobody.
    const auto before =
        count(db_.query("SELECT count(*) FROM coordinator_contact WHERE coordinator_id = ?1 AND at > ?2 "
                        "AND at <= ?3",
                        coordinator.id, now - window, now));
    if (before > per_hour) return Admission::silent;
    db_.run("DELETE FROM coordinator_contact WHERE coordinator_id = ?1 AND (at <= ?2 OR at > ?3)", coordinator.id,
            now - window, now);
    db_.run("INSERT INTO coordinator_contact(coordinator_id, at) VALUES (?1, ?2)", coordinator.id, now);
    return before == per_hour ? Admission::last : Admission::admitted;
}

bool report_flood(Connection& db, const Coordinator& coordinator, const DialogueSettings& settings, const Act& act)
{
    Audit{db}.note({"nidad", act.at, act.sure_clock}, "coordinator_flood", {{"name", coordinator.name}});
    return tell(db, Alarm::coordinator_flood, fmt::format("from the number of {}", coordinator.name), settings, act);
}

bool report_surge_of_leavings(Connection& db, const DialogueSettings& settings, const Act& act)
{
    const auto left =
        count(db.query("SELECT count(*) FROM leaving WHERE at > ?1 AND at <= ?2", act.at - window, act.at));
    if (left <= settings.coordinators.leavings_per_hour) return false;
    const auto people = count(db.query("SELECT count(*) FROM person"));
    if (left * 100 <= people * settings.coordinators.leavings_percent) return false;
    return tell(db, Alarm::leavings_surge, fmt::format("{} within an hour", left), settings, act);
}
} // namespace nida::daemon
