#include "daemon/people/audience.hpp"

#include "daemon/people/groups.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
CompiledRule compiled(Connection& db, const std::string& text, Time now)
{
    const auto refuse = [](const RuleError& error) -> CompiledRule {
        throw NoAudience{NoAudience::Why::bad_rule, fmt::format("column {}: {}", error.column, error.text), error.hint};
    };
    const auto rule = parse_rule(text);
    if (!rule) return refuse(rule.error());
    auto sql = compile_rule(*rule, db, system_rule_clock(now));
    if (!sql) return refuse(sql.error());
    return std::move(*sql);
}
} // namespace

std::string Audience::text() const
{
    if (rule) return "rule " + *rule;
    return group ? "group " + *group : "all";
}

CompiledRule audience_sql(Connection& db, const Audience& audience, Time now)
{
    if (audience.rule) return compiled(db, *audience.rule, now);
    if (!audience.group) return {"1", {}};
    const auto group = Groups{db}.find(*audience.group);
    if (!group)
        throw NoAudience{NoAudience::Why::unknown_group, fmt::format("there is no group \"{}\"", *audience.group),
                         "`nida groups` lists them"};
    if (!group->rule) return {"p.id IN (SELECT person_id FROM membership WHERE group_id = ?)", {group->id}};
    auto sql = compiled(db, *group->rule, now);
    sql.sql = "(" + sql.sql + " AND p.id NOT IN (SELECT person_id FROM group_leaving WHERE group_id = ?))";
    sql.values.emplace_back(group->id);
    return sql;
}
} // namespace nida::daemon
