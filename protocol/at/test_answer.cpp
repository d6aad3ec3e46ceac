#include "protocol/at/test_answer.hpp"

#include "protocol/at/at_line.hpp"

#include <algorithm>

namespace nida::protocol
{
std::vector<std::vector<unsigned>> parse_test_numbers(const AtResponse& response, std::string_view prefix)
{
    std::vector<std::vector<unsigned>> places;
    for (const auto& group : split_parameters(response.value(prefix).value_or("")))
        places.push_back(parse_range(group));
    return places;
}

std::vector<std::string> parse_character_sets(const AtResponse& response)
{
    std::vector<std::string> sets;
    std::string name;
    // Quotes and parentheses are all the same here: some are missing. "8859-1" and "UTF-8" have a hyphen.
    for (const char c : response.value("+CSCS").value_or("") + ',') {
        if (is_alphanumeric(c) || c == '-' || c == '_') {
            name += upper(c);
        } else if (!name.empty()) {
            if (std::find(sets.begin(), sets.end(), name) == sets.end()) sets.push_back(name);
            name.clear();
        }
    }
    return sets;
}
} // namespace nida::protocol
