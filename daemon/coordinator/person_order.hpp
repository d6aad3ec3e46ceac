#pragma once
#include "daemon/store/connection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// What stands behind ALERT: one group's name or several with commas between, then the text.
struct GroupsAndText {
    std::vector<std::string> groups; ///< by their names; each once
    std::string text;                ///< as it was written
};
/// The longest run of words that spells a group is one: its name may have several. No groups where the first words are none.
GroupsAndText groups_before_text(Connection& db, std::string_view written);

/// What stands behind ADD.
struct PersonOrder {
    std::string number; ///< E.164 with '+'
    std::string name, group;
};
/// A number in any spelling, a name, and the group's name at the end. Nothing where one of them is missing.
std::optional<PersonOrder> read_person(Connection& db, std::string_view written, const std::string& country);
} // namespace nida::daemon
