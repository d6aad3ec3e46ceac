#include "daemon/campaign/timing.hpp"

#include "daemon/campaign/hours/schedule.hpp"
#include "daemon/campaign/recipients.hpp"
#include "daemon/campaign/shares.hpp"
#include "daemon/outbox/lanes.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nida::daemon
{
namespace
{
std::string_view name_of(ScheduleField field)
{
    switch (field) {
    case ScheduleField::at: return "its time";
    case ScheduleField::zone: return "its time zone";
    case ScheduleField::repeat: return "its repetition";
    }
    std::abort();
}

Schedule schedule_of(const CampaignTime& time)
{
    const auto schedule = parse_schedule(time.at, time.zone, time.repeat);
    if (!schedule) {
        const auto& [field, error] = schedule.error();
        throw BadDefinition{fmt::format("{}, column {}: {}", name_of(field), error.column, error.text),
                            "docs/calendars.md says how times are written"};
    }
    return *schedule;
}

/// Whose clocks count: one zone, or those in which the audience lives.
std::vector<Zone> zones_of(Connection& db, const Campaign& campaign, const Schedule& schedule, Time now)
{
    if (schedule.zone) return {*schedule.zone};
    std::set<std::string> names;
    each_recipient(db, campaign.id, campaign.definition.audience, now, [&](const Recipient& recipient) {
        if (recipient.excluded.empty()) names.insert(zone_of(recipient.number));
        return true;
    });
    std::vector<Zone> zones;
    for (const auto& name : names)
        zones.push_back(find_zone(name).value_or(Zone::machine()));
    if (zones.empty()) zones.push_back(Zone::machine());
    return zones;
}

/// The local time for which a campaign starts next.
std::optional<LocalTime> next_local(const Schedule& schedule, const std::vector<Zone>& zones,
                                    const std::optional<std::string>& after, Time now)
{
    const auto start = std::get<LocalTime>(schedule.at);
    if (!schedule.repeat) return after ? std::nullopt : std::optional{start};
    LocalTime behind = LocalTime::min();
    if (after) {
        if (const auto written = parse_written_time(*after); written && std::holds_alternative<LocalTime>(*written))
            behind = std::get<LocalTime>(*written);
    }
    // Where some have that hour behind them already, it is for none of them the next.
    for (const auto& zone : zones)
        behind = std::max(behind, zone.local(now));
    return next_after(*schedule.repeat, start, behind);
}

std::optional<Due> due_in(const Schedule& schedule, const std::vector<Zone>& zones,
                          const std::optional<std::string>& after, Time now)
{
    if (const auto* instant = std::get_if<Time>(&schedule.at)) {
        if (after || *instant <= now) return {};
        return Due{*instant, to_string(schedule.at)};
    }
    const auto local = next_local(schedule, zones, after, now);
    if (!local) return {};
    Time first = Time::max(), last = Time::min();
    for (const auto& zone : zones) {
        first = std::min(first, zone.instant(*local));
        last = std::max(last, zone.instant(*local));
    }
    if (last <= now) return {}; // for everybody
    return Due{first, to_string(WrittenTime{*local})};
}

BadDefinition never(const CampaignTime& time)
{
    if (!time.repeat.empty())
        return {fmt::format("no date is left that fits its repetition, {} from {}", time.repeat, time.at),
                "give it another repetition or another start, or leave out the repetition"};
    return {fmt::format("its time, {}, is over", time.at),
            "give it another (`--at`), or leave it out to start at once (`--at=`)"};
}
} // namespace

void check_time(const CampaignTime& time)
{
    if (time.at.empty()) {
        if (!time.repeat.empty())
            throw BadDefinition{"it repeats, but does not say when it starts first",
                                "give it a time, such as \"2026-12-01 18:00\""};
        return;
    }
    static_cast<void>(schedule_of(time));
}

std::optional<Due> next_due(Connection& db, const Campaign& campaign, const std::optional<std::string>& after, Time now)
{
    const auto schedule = schedule_of(campaign.definition.time);
    if (std::holds_alternative<Time>(schedule.at)) return due_in(schedule, {}, after, now);
    return due_in(schedule, zones_of(db, campaign, schedule, now), after, now);
}

Due first_due(Connection& db, const Campaign& campaign, Time now)
{
    const auto due = next_due(db, campaign, {}, now);
    if (!due) throw never(campaign.definition.time);
    return *due;
}

void check_not_over(const CampaignTime& time, Time now)
{
    if (time.at.empty()) return;
    const auto schedule = schedule_of(time);
    // By each recipient's own clock: nowhere does a day end later than there.
    const auto zone = schedule.zone ? schedule.zone : find_zone("Etc/GMT+12");
    if (zone && !due_in(schedule, {*zone}, {}, now)) throw never(time);
}

Time due_for(const Campaign& campaign, const std::string& number, const std::string& zone)
{
    BOOST_ASSERT(campaign.started);
    const auto& definition = campaign.definition;
    auto due = *campaign.started;
    if (definition.time.zone == recipients_zone && !definition.time.at.empty()) {
        const auto at = schedule_of(definition.time).at;
        if (const auto* local = std::get_if<LocalTime>(&at))
            due = std::max(due, find_zone(zone).value_or(Zone::machine()).instant(*local));
    }
    // By the number, so that a fill that is begun again after a power cut gives everybody the same place.
    const auto spread = std::chrono::duration_cast<Time::duration>(definition.spread);
    if (spread.count() > 0)
        due += Time::duration{static_cast<std::int64_t>(
            static_cast<double>(spread.count()) * static_cast<double>(share_of(campaign.id, number, 1'000'000)) / 1e6)};
    return due;
}
} // namespace nida::daemon
