#include "daemon/people/person_fields.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/people/people.hpp"
#include "daemon/people/rule_values.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace nida::daemon
{
namespace
{
constexpr std::size_t most_fields = 100;
constexpr std::size_t most_choices = 200;

std::optional<double> number_in(std::string text)
{
    std::ranges::replace(text, ',', '.');
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return {};
    return number;
}

std::optional<int> whole_in(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return number;
}

/// Year, month and day, or day, month and year where the year comes last.
std::optional<std::string> date_in(std::string_view written)
{
    const auto parts = words(written);
    if (parts.size() != 3) return {};
    const bool year_first = parts[0].size() == 4;
    if (!year_first && parts[2].size() != 4) return {};
    const auto year = whole_in(parts[year_first ? 0 : 2]), month = whole_in(parts[1]),
               day = whole_in(parts[year_first ? 2 : 0]);
    if (!year || !month || !day || *month < 1 || *day < 1 || *year < 1) return {};
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return {};
    return fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
}

/// "34.74, 10.76"; nothing for any other text
std::optional<std::string> coordinates_in(const std::string& text)
{
    const auto comma = text.find(", ");
    if (comma == text.npos) return {};
    const auto latitude = number_in(text.substr(0, comma)), longitude = number_in(text.substr(comma + 2));
    if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return {};
    return fmt::format("{}, {}", *latitude, *longitude);
}

FieldDefinition field_in(const Query& row)
{
    FieldDefinition field{row.integer(0), row.text(1), parse_field_kind(row.text(2)).value_or(FieldKind::text)};
    if (row.is_null(3)) return field;
    const auto choices = boost::json::parse(row.text(3));
    for (const auto& choice : choices.as_array())
        field.choices.emplace_back(choice.as_string());
    return field;
}
} // namespace

std::string_view to_string(FieldKind kind)
{
    switch (kind) {
    case FieldKind::text: return "text";
    case FieldKind::number: return "number";
    case FieldKind::date: return "date";
    case FieldKind::choice: return "choice";
    case FieldKind::place: break;
    }
    return "place";
}

std::optional<FieldKind> parse_field_kind(std::string_view text)
{
    for (const auto kind : {FieldKind::text, FieldKind::number, FieldKind::date, FieldKind::choice, FieldKind::place})
        if (text == to_string(kind)) return kind;
    return {};
}

std::variant<FieldValue, WrongValue> read_field_value(const FieldDefinition& field, std::string_view written)
{
    const auto line = person_name(written); // one line of 200 characters
    if (!line || line->empty()) return WrongValue{"a value is one line of at most 200 characters"};
    switch (field.kind) {
    case FieldKind::text: return FieldValue{*line, compared_words(*line)};
    case FieldKind::number:
        if (const auto number = number_in(fold(*line))) return FieldValue{fmt::format("{}", *number), *number};
        return WrongValue{fmt::format("\"{}\" is no number", *line)};
    case FieldKind::date:
        if (const auto date = date_in(fold(*line))) return FieldValue{*date, *date};
        return WrongValue{fmt::format("\"{}\" is no date: write it as 2026-03-01 or 1.3.2026", *line)};
    case FieldKind::choice:
        for (const auto& choice : field.choices)
            if (compared_words(choice) == compared_words(*line)) return FieldValue{choice, compared_words(choice)};
        return WrongValue{fmt::format("\"{}\" is none of: {}", *line, fmt::join(field.choices, ", "))};
    case FieldKind::place: break;
    }
    if (const auto coordinates = coordinates_in(fold(*line))) return FieldValue{*coordinates, *coordinates};
    return FieldValue{*line, compared_words(*line)};
}

std::optional<FieldDefinition> PersonFields::find(std::string_view name)
{
    auto row = db_.query("SELECT id, name, kind, choices FROM field WHERE folded = ?1", compared_words(name));
    if (!row.step()) return {};
    return field_in(row);
}

std::vector<FieldDefinition> PersonFields::all()
{
    std::vector<FieldDefinition> fields;
    auto rows = db_.query("SELECT id, name, kind, choices FROM field ORDER BY id");
    while (rows.step())
        fields.push_back(field_in(rows));
    return fields;
}

std::string PersonFields::define(const FieldDefinition& field, const Act& act)
{
    const auto name = group_name(field.name);
    if (!name || compared_words(*name).empty())
        return "a field's name is one line of 1-64 characters, with a letter or a digit";
    if ((field.kind == FieldKind::choice) == field.choices.empty())
        return "a choice has a list of choices, and nothing else has one";
    if (field.choices.size() > most_choices) return fmt::format("a choice is one of {} at most", most_choices);
    boost::json::array choices;
    for (const auto& written : field.choices) {
        const auto choice = person_name(written);
        if (!choice || compared_words(*choice).empty()) return "each choice is one line with a letter or a digit";
        choices.emplace_back(*choice);
    }
    std::optional<std::string> list;
    if (!choices.empty()) list = boost::json::serialize(choices);

    if (const auto known = find(*name)) {
        if (known->kind != field.kind)
            return fmt::format("\"{}\" is a {} already: remove that field first, with all its values", known->name,
                               to_string(known->kind));
        for (const auto& choice : known->choices) {
            if (std::ranges::find(field.choices, choice) != field.choices.end()) continue;
            auto used = db_.query("SELECT 1 FROM person_field WHERE field_id = ?1 AND compared = ?2 LIMIT 1", known->id,
                                  compared_words(choice));
            if (used.step()) return fmt::format("\"{}\" is still somebody's {}", choice, known->name);
        }
        db_.run("UPDATE field SET choices = ?2 WHERE id = ?1", known->id, list);
    } else {
        if (all().size() >= most_fields) return fmt::format("there are {} fields already", most_fields);
        db_.run("INSERT INTO field(name, folded, kind, choices) VALUES (?1, ?2, ?3, ?4)", *name, compared_words(*name),
                to_string(field.kind), list);
    }
    Audit{db_}.note(act, "field", {{"field", *name}, {"kind", to_string(field.kind)}});
    return {};
}

bool PersonFields::remove(std::string_view name, const Act& act)
{
    const auto field = find(name);
    if (!field) return false;
    db_.run("DELETE FROM field WHERE id = ?1", field->id);
    Audit{db_}.note(act, "field_remove", {{"field", field->name}});
    return true;
}

std::string PersonFields::objection(std::string_view name, std::string_view value)
{
    const auto field = find(name);
    if (!field) return fmt::format("there is no field \"{}\": `nida fields` lists them", name);
    if (value.empty()) return {};
    const auto read = read_field_value(*field, value);
    if (const auto* wrong = std::get_if<WrongValue>(&read)) return fmt::format("{}: {}", field->name, wrong->why);
    return {};
}

std::optional<PersonFields::Set> PersonFields::set(std::int64_t person, std::string_view name, std::string_view value)
{
    const auto field = find(name);
    if (!field) return {};
    std::string before;
    {
        auto row =
            db_.query("SELECT value FROM person_field WHERE person_id = ?1 AND field_id = ?2", person, field->id);
        if (row.step()) before = row.text(0);
    }
    if (value.empty()) {
        if (before.empty()) return {};
        db_.run("DELETE FROM person_field WHERE person_id = ?1 AND field_id = ?2", person, field->id);
        return Set{before, {}};
    }
    const auto read = read_field_value(*field, value);
    const auto* good = std::get_if<FieldValue>(&read);
    if (!good || good->shown == before) return {};
    const auto write = [&](const auto& compared) {
        db_.run("INSERT INTO person_field(person_id, field_id, value, compared) VALUES (?1, ?2, ?3, ?4) "
                "ON CONFLICT DO UPDATE SET value = ?3, compared = ?4",
                person, field->id, good->shown, compared);
    };
    std::visit(write, good->compared);
    return Set{before, good->shown};
}

boost::json::object PersonFields::of_person(std::int64_t person)
{
    boost::json::object fields;
    auto rows = db_.query("SELECT f.name, v.value FROM person_field v JOIN field f ON f.id = v.field_id WHERE "
                          "v.person_id = ?1 ORDER BY f.id",
                          person);
    while (rows.step())
        fields[rows.text(0)] = rows.text(1);
    return fields;
}
} // namespace nida::daemon
