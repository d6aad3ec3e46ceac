#include "daemon/people/rule_tests.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/people/rule_suggestion.hpp"
#include "daemon/people/rule_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace nida::daemon
{
namespace
{
using std::chrono::days;
using std::chrono::local_days;

local_days day_of(const RuleText& value) { return local_days{*rule_day(value.text)}; }
std::string text_of(local_days day) { return to_string(std::chrono::year_month_day{day}); }

local_days moved(local_days from, const RuleSpan& span, int sign)
{
    switch (span.unit) {
    case RuleUnit::hours: break; // days have none
    case RuleUnit::days: return from + sign * days{span.count};
    case RuleUnit::weeks: return from + sign * std::chrono::weeks{span.count};
    case RuleUnit::months: return months_from(from, sign * std::chrono::months{span.count});
    }
    return from;
}

Time begin_of_last(const RuleSpan& span, const RuleClock& clock)
{
    switch (span.unit) {
    case RuleUnit::hours: return clock.now - std::chrono::hours{span.count};
    case RuleUnit::days: return clock.now - days{span.count};
    case RuleUnit::weeks: return clock.now - std::chrono::weeks{span.count};
    case RuleUnit::months: break;
    }
    const auto into_the_day = clock.now - clock.begin_of(clock.today);
    return clock.begin_of(moved(clock.today, span, -1)) + into_the_day;
}

/// All texts that begin so: from the beginning itself to before the next that does not.
SqlTest begins(const std::string& column, const std::string& beginning)
{
    auto past = beginning;
    past.back() = static_cast<char>(past.back() + 1); // no octet of UTF-8 is FF
    return {fmt::format("{0} >= ? AND {0} < ?", column), {beginning, std::move(past)}};
}

const char* name_of(FieldKind kind)
{
    switch (kind) {
    case FieldKind::text: return "a text";
    case FieldKind::number: return "a number";
    case FieldKind::date: return "a day";
    case FieldKind::choice: return "a choice";
    case FieldKind::place: return "a place";
    }
    return "";
}

const char* comparisons_of(FieldKind kind)
{
    switch (kind) {
    case FieldKind::text:
    case FieldKind::place: return "is, is not, is one of, contains, starts with, is known, is unknown";
    case FieldKind::number: return "is, is not, is one of, <, <=, >, >=, between, is known, is unknown";
    case FieldKind::date:
        return "is, is not, is one of, before, after, on, since, between, in the last, in the next, is known, is "
               "unknown";
    case FieldKind::choice: return "is, is not, is one of, is known, is unknown";
    }
    return "";
}

bool suits(const RuleCondition& it, FieldKind kind)
{
    const bool is_text = kind == FieldKind::text || kind == FieldKind::place;
    switch (it.by) {
    case RuleOperator::is:
    case RuleOperator::known: return true;
    case RuleOperator::contains:
    case RuleOperator::starts_with: return is_text;
    case RuleOperator::less:
    case RuleOperator::less_or_equal:
    case RuleOperator::greater:
    case RuleOperator::greater_or_equal: return kind == FieldKind::number;
    case RuleOperator::between:
        return kind == (looks_like_a_day(it.values.front().text) ? FieldKind::date : FieldKind::number);
    case RuleOperator::before:
    case RuleOperator::after:
    case RuleOperator::on:
    case RuleOperator::since:
    case RuleOperator::in_the_last:
    case RuleOperator::in_the_next: return kind == FieldKind::date;
    case RuleOperator::holds:
    case RuleOperator::since_campaign: return false;
    }
    return false;
}

RuleError no_choice(const RuleText& value, const RuleField& field)
{
    std::string choices;
    for (const auto& choice : field.choices)
        choices += (choices.empty() ? "" : ", ") + spelled_in_rules(choice);
    auto hint = suggestion(value.text, field.choices);
    return {value.column,
            fmt::format("\"{}\" is no choice of the field \"{}\"; these are: {}", value.text, field.name, choices),
            std::move(hint)};
}

/// What a value is in `compared`.
Ruled<SqlValue> compared_value(const RuleText& value, const RuleField& field)
{
    switch (field.kind) {
    case FieldKind::text:
    case FieldKind::place: break;
    case FieldKind::choice: {
        const auto same = [](const auto& choice) { return compared_words(choice); };
        if (std::ranges::find(field.choices, compared_words(value.text), same) == field.choices.end())
            return no_choice(value, field);
        break;
    }
    case FieldKind::number:
        if (const auto number = rule_number(value.text)) return SqlValue{number_value(*number)};
        return RuleError{value.column,
                         fmt::format("the field \"{}\" is a number, and \"{}\" is none", field.name, value.text), ""};
    case FieldKind::date:
        if (const auto day = rule_day(value.text)) return SqlValue{to_string(*day)};
        return RuleError{value.column,
                         fmt::format("the field \"{}\" is a day, and \"{}\" is none", field.name, value.text),
                         "a day is YYYY-MM-DD"};
    }
    return SqlValue{compared_words(value.text)};
}

Ruled<SqlTest> part_test(const RuleCondition& it)
{
    const auto& value = it.values.front();
    auto part = compared_words(value.text);
    if (part.empty())
        return RuleError{value.column, fmt::format("\"{}\" has no letters or digits to look for", value.text), ""};
    if (it.by == RuleOperator::starts_with) return begins("compared", part);
    return SqlTest{"instr(compared, ?) > 0", {std::move(part)}};
}

SqlTest number_test(const RuleCondition& it, const char* sign)
{
    return {fmt::format("compared {} ?", sign), {number_value(it.values.front().text)}};
}

SqlTest days_between(local_days first, local_days last)
{
    return {"compared BETWEEN ? AND ?", {text_of(first), text_of(last)}};
}
} // namespace

SqlTest one_of(const std::string& column, std::vector<SqlValue> values)
{
    if (values.size() == 1) return {column + " = ?", std::move(values)};
    std::string places = "?";
    for (std::size_t i = 1; i < values.size(); ++i)
        places += ", ?";
    return {fmt::format("{} IN ({})", column, places), std::move(values)};
}

SqlTest instant_test(const RuleCondition& it, const RuleClock& clock)
{
    const auto micros = [](Time time) { return SqlValue{std::int64_t{time.time_since_epoch().count()}}; };
    const auto begin = [&](std::size_t value) { return micros(clock.begin_of(day_of(it.values.at(value)))); };
    const auto end = [&](std::size_t value) { return micros(clock.begin_of(day_of(it.values.at(value)) + days{1})); };
    switch (it.by) {
    case RuleOperator::before: return {"{0} < ?", {begin(0)}};
    case RuleOperator::after: return {"{0} >= ?", {end(0)}};
    case RuleOperator::since: return {"{0} >= ?", {begin(0)}};
    case RuleOperator::on: return {"{0} >= ? AND {0} < ?", {begin(0), end(0)}};
    case RuleOperator::between: return {"{0} >= ? AND {0} < ?", {begin(0), end(1)}};
    case RuleOperator::in_the_last: return {"{0} >= ?", {micros(begin_of_last(it.span, clock))}};
    default: return {"1", {}};
    }
}

Ruled<SqlTest> field_test(const RuleCondition& it, const RuleField& field, const RuleClock& clock)
{
    if (!suits(it, field.kind))
        return RuleError{
            it.by_column,
            fmt::format("the field \"{}\" is {}, which cannot be compared so", field.name, name_of(field.kind)),
            fmt::format("what can follow it is: {}", comparisons_of(field.kind))};
    switch (it.by) {
    case RuleOperator::known: return SqlTest{};
    case RuleOperator::is: {
        std::vector<SqlValue> values;
        for (const auto& value : it.values) {
            auto compared = compared_value(value, field);
            if (!compared) return compared.error();
            values.push_back(*std::move(compared));
        }
        return one_of("compared", std::move(values));
    }
    case RuleOperator::contains:
    case RuleOperator::starts_with: return part_test(it);
    case RuleOperator::less: return number_test(it, "<");
    case RuleOperator::less_or_equal: return number_test(it, "<=");
    case RuleOperator::greater: return number_test(it, ">");
    case RuleOperator::greater_or_equal: return number_test(it, ">=");
    case RuleOperator::between:
        if (field.kind == FieldKind::date) return days_between(day_of(it.values.at(0)), day_of(it.values.at(1)));
        return SqlTest{"compared BETWEEN ? AND ?",
                       {number_value(it.values.at(0).text), number_value(it.values.at(1).text)}};
    case RuleOperator::before: return SqlTest{"compared < ?", {it.values.front().text}};
    case RuleOperator::after: return SqlTest{"compared > ?", {it.values.front().text}};
    case RuleOperator::since: return SqlTest{"compared >= ?", {it.values.front().text}};
    case RuleOperator::on: return SqlTest{"compared = ?", {it.values.front().text}};
    case RuleOperator::in_the_last:
    case RuleOperator::in_the_next:
        if (it.span.unit == RuleUnit::hours)
            return RuleError{it.by_column, fmt::format("the field \"{}\" is a day, which has no hours", field.name),
                             "write it in days, weeks or months"};
        if (it.by == RuleOperator::in_the_last) return days_between(moved(clock.today, it.span, -1), clock.today);
        return days_between(clock.today, moved(clock.today, it.span, 1));
    case RuleOperator::holds:
    case RuleOperator::since_campaign: break;
    }
    return SqlTest{};
}

Ruled<SqlTest> beginning_of_numbers(const RuleCondition& it)
{
    const auto& value = it.values.front();
    auto digits = fold(value.text);
    if (digits.starts_with("00")) digits.replace(0, 2, "+");
    const auto rest = std::string_view{digits}.substr(digits.empty() ? 0 : 1);
    const bool is_number = digits.starts_with('+') && !rest.empty() && rest.size() <= 15 &&
                           rest.find_first_not_of("0123456789") == rest.npos;
    if (!is_number)
        return RuleError{value.column, fmt::format("no number begins with \"{}\"", value.text),
                         "numbers begin with + and the code of their country, without blanks: +21620"};
    return begins("{0}", digits);
}
} // namespace nida::daemon
