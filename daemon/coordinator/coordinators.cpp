#include "daemon/coordinator/coordinators.hpp"

#include "daemon/coordinator/requests.hpp"
#include "daemon/coordinator/secrets.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::size_t longest_name = 32;

boost::json::object detail_of(const Coordinator& coordinator)
{
    boost::json::array may, groups;
    const auto& rights = coordinator.rights;
    if (rights.broadcast) may.emplace_back("broadcast");
    if (rights.approve) may.emplace_back("approve");
    if (rights.status) may.emplace_back("status");
    if (rights.add) may.emplace_back("add");
    for (const auto& group : rights.groups)
        groups.emplace_back(group);
    boost::json::object detail{{"name", coordinator.name}, {"may", std::move(may)}};
    if (rights.every_group)
        detail["groups"] = "all";
    else
        detail["groups"] = std::move(groups);
    detail["factor"] = to_string(coordinator.factor);
    return detail;
}
} // namespace

std::string_view to_string(Factor factor)
{
    switch (factor) {
    case Factor::code: return "code";
    case Factor::totp: return "totp";
    case Factor::second: break;
    }
    return "second";
}

std::optional<Factor> parse_factor(std::string_view text)
{
    for (const auto factor : all_factors)
        if (text == to_string(factor)) return factor;
    return {};
}

std::optional<std::string> coordinator_name(std::string_view written)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    if (written.empty() || written.size() > longest_name || !std::ranges::all_of(written, fits)) return {};
    return std::string{written};
}

Coordinator Coordinators::read(const Query& row)
{
    Coordinator one;
    one.id = row.integer(0);
    one.number = row.text(1);
    one.name = row.text(2);
    one.language = parse_language(row.text(3));
    one.rights.broadcast = row.integer(4) != 0;
    one.rights.every_group = row.integer(5) != 0;
    one.rights.approve = row.integer(6) != 0;
    one.rights.status = row.integer(7) != 0;
    one.rights.add = row.integer(8) != 0;
    one.factor = parse_factor(row.text(9)).value_or(Factor::code);
    one.has_totp = row.integer(10) != 0;
    one.created_at = row.time(11);
    return one;
}

std::vector<std::string> Coordinators::groups_of(CoordinatorId id)
{
    std::vector<std::string> groups;
    auto rows = db_.query("SELECT g.name FROM coordinator_group c JOIN people_group g ON g.id = c.group_id WHERE "
                          "c.coordinator_id = ?1 ORDER BY g.name",
                          id);
    while (rows.step())
        groups.push_back(rows.text(0));
    return groups;
}

std::vector<Coordinator> Coordinators::all()
{
    std::vector<Coordinator> found;
    {
        auto rows = db_.query("SELECT id, number, name, language, may_broadcast, every_group, may_approve, may_status, "
                              "may_add, factor, totp_secret IS NOT NULL, created_at FROM coordinator ORDER BY name");
        while (rows.step())
            found.push_back(read(rows));
    }
    for (auto& one : found)
        one.rights.groups = groups_of(one.id);
    return found;
}

std::optional<Coordinator> Coordinators::find(CoordinatorId id)
{
    std::optional<Coordinator> found;
    {
        auto row = db_.query("SELECT id, number, name, language, may_broadcast, every_group, may_approve, may_status, "
                             "may_add, factor, totp_secret IS NOT NULL, created_at FROM coordinator WHERE id = ?1",
                             id);
        if (row.step()) found = read(row);
    }
    if (found) found->rights.groups = groups_of(id);
    return found;
}

std::optional<Coordinator> Coordinators::find(const std::string& name)
{
    std::optional<CoordinatorId> id;
    {
        auto row = db_.query("SELECT id FROM coordinator WHERE name = ?1", name);
        if (row.step()) id = row.integer(0);
    }
    return id ? find(*id) : std::nullopt;
}

std::string actor_name(const std::string& actor)
{
    return actor.starts_with(Coordinator::kind) ? actor.substr(Coordinator::kind.size()) : actor;
}

std::optional<Coordinator> Coordinators::find_by_number(const std::string& number)
{
    std::optional<CoordinatorId> id;
    {
        auto row = db_.query("SELECT id FROM coordinator WHERE number = ?1", number);
        if (row.step()) id = row.integer(0);
    }
    return id ? find(*id) : std::nullopt;
}

std::string Coordinators::add(const Coordinator& coordinator, const Act& act)
{
    if (find(coordinator.name)) return fmt::format("there is a coordinator {} already", coordinator.name);
    if (const auto other = find_by_number(coordinator.number))
        return fmt::format("this number is that of the coordinator {} already", other->name);
    if (coordinator.factor == Factor::totp)
        return fmt::format("TOTP is enrolled for somebody who is there: add {0} without `--factor`, then `nida "
                           "coordinator totp {0}` makes it their factor",
                           coordinator.name);
    db_.run("INSERT INTO coordinator(number, name, language, may_broadcast, every_group, may_approve, may_status, "
            "may_add, factor, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            coordinator.number, coordinator.name,
            coordinator.language ? std::optional{to_string(*coordinator.language)} : std::nullopt,
            coordinator.rights.broadcast, coordinator.rights.every_group, coordinator.rights.approve,
            coordinator.rights.status, coordinator.rights.add, to_string(coordinator.factor), act.at);
    if (auto objection = set_groups(db_.last_id(), coordinator.rights); !objection.empty()) return objection;
    Audit{db_}.note(act, "coordinator_add", detail_of(*find(coordinator.name)));
    return {};
}

std::string Coordinators::set_groups(CoordinatorId id, const Rights& rights)
{
    db_.run("DELETE FROM coordinator_group WHERE coordinator_id = ?1", id);
    for (const auto& group : rights.groups) {
        db_.run("INSERT OR IGNORE INTO coordinator_group(coordinator_id, group_id) SELECT ?1, id FROM people_group "
                "WHERE name = ?2",
                id, group);
        if (db_.changes() == 0 && !db_.query("SELECT 1 FROM people_group WHERE name = ?1", group).step())
            return fmt::format("there is no group \"{}\"", group);
    }
    return {};
}

std::string Coordinators::change(const std::string& name, const CoordinatorChange& change, const Act& act)
{
    const auto known = find(name);
    if (!known) return fmt::format("there is no coordinator {}", name);
    auto changed = *known;
    if (change.number) changed.number = *change.number;
    if (change.language) changed.language = change.language;
    if (change.rights) changed.rights = *change.rights;
    if (change.factor) changed.factor = *change.factor;
    if (const auto other = find_by_number(changed.number); other && other->id != known->id)
        return fmt::format("this number is that of the coordinator {} already", other->name);
    if (changed.factor == Factor::totp && !known->has_totp)
        return fmt::format("TOTP has to be enrolled first: `nida coordinator totp {}`", name);
    db_.run(
        "UPDATE coordinator SET number = ?2, language = ?3, may_broadcast = ?4, every_group = ?5, may_approve = ?6, "
        "may_status = ?7, may_add = ?8, factor = ?9 WHERE id = ?1",
        known->id, changed.number, changed.language ? std::optional{to_string(*changed.language)} : std::nullopt,
        changed.rights.broadcast, changed.rights.every_group, changed.rights.approve, changed.rights.status,
        changed.rights.add, to_string(changed.factor));
    if (auto objection = set_groups(known->id, changed.rights); !objection.empty()) return objection;
    Requests{db_}.drop(known->id, {}, act.at);
    auto detail = detail_of(*find(known->id));
    detail["number"] = changed.number != known->number ? "changed" : "the same";
    Audit{db_}.note(act, "coordinator_change", detail);
    return {};
}

bool Coordinators::remove(const std::string& name, const Act& act)
{
    const auto known = find(name);
    if (!known) return false;
    Requests{db_}.drop(known->id, {}, act.at);
    db_.run("DELETE FROM coordinator WHERE id = ?1", known->id);
    Audit{db_}.note(act, "coordinator_remove", {{"name", name}});
    return true;
}

std::optional<std::string> Coordinators::enrol(const std::string& name, const Act& act)
{
    const auto known = find(name);
    if (!known) return {};
    const auto secret = random_secret();

    db_.run("UPDATE coordinator SET totp_secret = ?2, factor = 'totp' WHERE id = ?1", known->id,
            seal(db_.coordinator_key().require(), secret));
    Requests{db_}.drop(known->id, {}, act.at);
    Audit{db_}.note(act, "coordinator_totp", {{"name", name}});
    return totp_uri(secret, name);
}

bool Coordinators::may_write_to(const Coordinator& coordinator, const std::vector<std::string>& groups)
{
    const auto& rights = coordinator.rights;
    if (!rights.broadcast || groups.empty()) return false;
    const auto allowed = [&](const std::string& group) {
        return std::ranges::find(rights.groups, group) != rights.groups.end();
    };
    return rights.every_group || std::ranges::all_of(groups, allowed);
}

bool Coordinators::use_totp(const Coordinator& coordinator, std::string_view digits, Time now)
{
    const auto* key = db_.coordinator_key().find();
    if (!key) return false;
    std::vector<std::uint8_t> sealed;
    std::int64_t last_used = 0;
    {
        auto row = db_.query("SELECT totp_secret, totp_step FROM coordinator WHERE id = ?1", coordinator.id);
        if (!row.step() || row.is_null(0)) return false;
        sealed = row.octets(0);
        last_used = row.integer(1);
    }
    const auto secret = unseal(*key, sealed);
    if (!secret) return false;
    const auto step = matching_step(*secret, digits, now, last_used);
    if (!step) return false;
    db_.run("UPDATE coordinator SET totp_step = ?2 WHERE id = ?1", coordinator.id, *step);
    return true;
}
} // namespace nida::daemon
