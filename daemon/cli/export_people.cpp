#include "daemon/cli/people_commands.hpp"
#include "daemon/cli/rule_place.hpp"
#include "daemon/people/files/csv.hpp"
#include "daemon/people/files/headings.hpp"
#include "daemon/people/files/written_cells.hpp"

#include <boost/json.hpp>

#include <ostream>
#include <sysexits.h>
#include <utility>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

/// Groups as one cell, which groups_in() reads back.
std::string groups_cell(const json::object& person)
{
    std::string cell;
    std::size_t count = 0;
    for (const auto& name : rows_of(person, "groups")) {
        cell += (count++ > 0 ? ";" : "") + (name.is_string() ? std::string{name.get_string()} : std::string{});
    }
    // A lone name with a comma in it would be taken for two.
    return count == 1 && groups_in(cell).size() > 1 ? cell + ';' : cell;
}

/// A field as it is exported: its name, and what its values are.
struct ExportedField {
    std::string name, kind;
};

/// What people write is guarded, but no number below zero: "-12.5", "-12.5, 36.8".
std::string field_cell(const ExportedField& field, const std::string& value)
{
    const bool coordinates = field.kind == "place" && value.find_first_not_of("-0123456789., ") == std::string::npos;
    return field.kind == "number" || field.kind == "date" || coordinates ? value : guarded_cell(value);
}

} // namespace

int export_people(Context& context, const PeopleFilter& filter)
{
    std::vector<ExportedField> fields;
    std::vector<std::string> row{"number", "name", "language", "groups", "notes"};
    const auto defined = context.api.get(Target{"/v1/fields"});
    for (const auto& item : rows_of(object_of(defined))) {
        fields.push_back({field(object_of(item), "name"), field(object_of(item), "kind")});
        row.push_back(guarded_cell(field_heading(fields.back().name)));
    }
    bool headed = false; // only once the first page is there: a rule may be refused
    with_rule(context, filter.rule, [&] {
        const auto head = [&] {
            if (!std::exchange(headed, true)) context.io.out << csv_row(row);
        };
        return each_row(
            context.api, people_target(filter).with("export", 1), 0,
            [&](const json::object& person) {
                head();
                // Who left is no entry of a list from which somebody may be texted again.
                if (field(person, "state") == "left") return;
                std::vector<std::string> cells{field(person, "number"), guarded_cell(field(person, "name")),
                                               field(person, "language"), guarded_cell(groups_cell(person)),
                                               guarded_cell(field(person, "notes"))};
                for (const auto& one : fields)
                    cells.push_back(field_cell(one, field(object_in(person, "fields"), one.name)));
                context.io.out << csv_row(cells);
            },
            head);
    });
    return EX_OK;
}

} // namespace nida::daemon::cli
