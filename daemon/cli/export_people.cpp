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

} // namespace

int export_people(Context& context, const PeopleFilter& filter)
{
    std::vector<std::string> fields, row{"number", "name", "language", "groups", "notes"};
    const auto defined = context.api.get(Target{"/v1/fields"});
    for (const auto& item : rows_of(object_of(defined))) {
        fields.push_back(field(object_of(item), "name"));
        row.push_back(field_heading(fields.back()));
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
                std::vector<std::string> cells{field(person, "number"), field(person, "name"),
                                               field(person, "language"), groups_cell(person), field(person, "notes")};
                for (const auto& name : fields)
                    cells.push_back(field(object_in(person, "fields"), name));
                context.io.out << csv_row(cells);
            },
            head);
    });
    return EX_OK;
}

} // namespace nida::daemon::cli
