#pragma once

#include "daemon/people/files/people_file.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::daemon
{

/// Whether a cell is a heading that we know, in Arabic, French or English.
bool is_known_heading(std::string_view cell);

/// A heading as headings are compared: fold(), the words joined by single spaces.
std::string heading_key(std::string_view heading);

/// What heads a column of this field, so that it is read as that: its name, behind "field:" where the name means something else.
std::string field_heading(const std::string& field);

/// What each column of a file with these headings is. Unknown ones become fields of their own name, but not in the
/// exports of address books, which have dozens that nobody asked for. No column may be a number: see columns_by_content().
std::vector<Column> columns_of(const std::vector<std::string>& headings);

/// What somebody said of the columns goes before what we think. @throws FileError (unknown_heading)
void apply_mapping(std::vector<Column>& columns, const std::vector<std::pair<std::string, std::string>>& mapping);

/// Whether a label of a number says that it is a mobile one: "Mobile", "* mobile", "CELL", "portable", "جوال".
bool is_mobile_label(std::string_view label);
/// Whether it says that nobody reads messages there: "Home Fax", "PAGER".
bool is_useless_label(std::string_view label);

} // namespace nida::daemon
