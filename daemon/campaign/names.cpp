#include "daemon/campaign/names.hpp"

#include "daemon/campaign/recipients.hpp"
#include "daemon/campaign/timing.hpp"
#include "daemon/people/people.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nida::daemon
{
void check_calendars(const std::vector<std::string>& named, const Calendars& known)
{
    for (const auto& name : named) {
        if (calendar_named(known, name)) continue;
        std::vector<std::string> names;
        for (const auto& calendar : known)
            names.push_back(calendar->name);
        throw BadDefinition{fmt::format("there is no calendar \"{}\" to avoid", name),
                            fmt::format("there are: {}; [campaigns] calendars in nida.toml names files with others",
                                        fmt::join(names, ", "))};
    }
}

void check_names(Connection& db, const CampaignDefinition& definition, const Calendars& calendars, Time now)
{
    check_audience(db, definition.audience, now);
    check_time(definition.time);
    if (definition.ladder && definition.ladder->escalation)
        for (const auto& one : definition.ladder->escalation->to)
            if (!one.starts_with('+') && !db.query("SELECT 1 FROM coordinator WHERE name = ?1", one).step())
                throw BadDefinition{fmt::format("there is no coordinator \"{}\" to take charge", one),
                                    "`nida coordinators` lists them; a number is written with '+'"};
    check_calendars(definition.avoid, calendars);
}

void check_contacts_are_there(Connection& db, const CampaignDefinition& definition)
{
    if (!definition.ladder || !definition.ladder->escalation) return;
    for (const auto& one : definition.ladder->escalation->to) {
        auto number = one;
        if (auto row = db.query("SELECT number FROM coordinator WHERE name = ?1", one); row.step())
            number = row.text(0);
        People people{db};
        if (people.has_left(number) || people.was_erased(number))
            throw BadDefinition{fmt::format("{} has left and would not be asked to take charge", one),
                                "leave them out, or have them text a word for joining"};
    }
}
} // namespace nida::daemon
