#include "daemon/people/rule_names.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/people/rule_suggestion.hpp"
#include "daemon/people/rule_values.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <utility>

namespace nida::daemon
{
namespace
{
FieldKind kind_of(const std::string& name)
{
    if (name == "number") return FieldKind::number;
    if (name == "date") return FieldKind::date;
    if (name == "choice") return FieldKind::choice;
    if (name == "place") return FieldKind::place;
    return FieldKind::text;
}

std::vector<std::string> texts_in(const std::string& json)
{
    std::vector<std::string> texts;
    boost::system::error_code malformed;
    const auto read = boost::json::parse(json, malformed);
    if (const auto* array = malformed ? nullptr : read.if_array())
        for (const auto& element : *array)
            if (const auto* text = element.if_string()) texts.emplace_back(*text);
    return texts;
}
} // namespace

Ruled<RuleField> RuleNames::field(const RuleText& name)
{
    if (auto row = db_.query("SELECT id, name, kind, choices FROM field WHERE folded = ?1", compared_words(name.text));
        row.step())
        return RuleField{row.integer(0), row.text(1), kind_of(row.text(2)), texts_in(row.text(3))};
    std::vector<std::string> names;
    for (auto rows = db_.query("SELECT name FROM field ORDER BY name"); rows.step();)
        names.push_back(rows.text(0));
    auto hint = suggestion(name.text, names);
    if (hint.empty()) hint = names.empty() ? "no fields are defined yet" : "fields are defined before they are used";
    return RuleError{name.column, fmt::format("there is no field \"{}\"", name.text), std::move(hint)};
}

Ruled<RuleGroup> RuleNames::group(const RuleText& name)
{
    if (auto row = db_.query("SELECT id, name, rule FROM people_group WHERE name = ?1", name.text); row.step())
        return RuleGroup{row.integer(0), row.text(1), row.optional_text(2)};
    const auto folded = fold(name.text);
    std::vector<std::string> names;
    std::vector<RuleGroup> same;
    for (auto rows = db_.query("SELECT id, name, rule FROM people_group ORDER BY name"); rows.step();) {
        names.push_back(rows.text(1));
        if (fold(names.back()) == folded) same.push_back({rows.integer(0), rows.text(1), rows.optional_text(2)});
    }
    if (same.size() == 1) return same.front();
    if (same.size() > 1)
        return RuleError{name.column, fmt::format("there are {} groups of this name", same.size()),
                         fmt::format("write it exactly as it is spelled: {} or {}", spelled_in_rules(same[0].name),
                                     spelled_in_rules(same[1].name))};
    return RuleError{name.column, fmt::format("there is no group \"{}\"", name.text), suggestion(name.text, names)};
}

Ruled<Time> RuleNames::campaign(const RuleText& id)
{
    if (auto row =
            db_.query("SELECT coalesce(started_at, created_at) FROM campaign WHERE id = ?1", std::stoll(id.text));
        row.step())
        return row.time(0);
    auto newest = db_.query("SELECT max(id) FROM campaign");
    newest.step();
    return RuleError{id.column, fmt::format("there is no campaign {}", id.text),
                     newest.is_null(0) ? std::string{"there are no campaigns yet"}
                                       : fmt::format("the newest is {}", newest.integer(0))};
}
} // namespace nida::daemon
