#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/store/connection.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nida::daemon
{
/// What the values of a field are.
enum class FieldKind {
    text,   ///< any line
    number, ///< compared by its size
    date,   ///< a day of the calendar
    choice, ///< one of a list
    place,  ///< a place's name, or its coordinates "34.74, 10.76" (latitude and longitude in degrees)
};
std::string_view to_string(FieldKind kind);
std::optional<FieldKind> parse_field_kind(std::string_view text);

/// What an organisation wants to know of people, besides.
struct FieldDefinition {
    std::int64_t id = 0;
    std::string name;
    FieldKind kind = FieldKind::text;
    std::vector<std::string> choices{};
};

/// A field's value as it is shown, and as rules compare it.
struct FieldValue {
    std::string shown;
    std::variant<std::string, double> compared; ///< folded text; a number; a date as YYYY-MM-DD
};
struct WrongValue {
    std::string why; ///< with what is accepted
};
/// Reads a value as people write it: Eastern digits, decimal commas, dates as 2026-03-01, 1.3.2026 or 01/03/2026.
std::variant<FieldValue, WrongValue> read_field_value(const FieldDefinition& field, std::string_view written);

/// The tables field and person_field. Names are found however they are spelt (see fold()).
class PersonFields
{
public:
    explicit PersonFields(Connection& connection) : db_{connection} {}

    std::optional<FieldDefinition> find(std::string_view name);
    std::vector<FieldDefinition> all();
    /// Makes a field, or gives one that is a choice other choices. @return why that is not possible; empty where it was done
    std::string define(const FieldDefinition& field, const Act& act);
    /// With the values that people have of it. @return false where there is none
    bool remove(std::string_view name, const Act& act);

    /// Why this value cannot be set; empty where it can. An empty value can be set always.
    std::string objection(std::string_view name, std::string_view value);
    struct Set {
        std::string before, after;
    };
    /// Nothing where it was so already. An empty value takes it away.
    /// The name and the value are known to be right: see `objection`.
    std::optional<Set> set(std::int64_t person, std::string_view name, std::string_view value);
    /// {"city": "Sfax", ...}
    boost::json::object of_person(std::int64_t person);
private:
    Connection& db_;
};
} // namespace nida::daemon
