#pragma once
#include "daemon/api/page.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace nida::daemon
{
/// A person as docs/api.md shows it. @param consents  with everything that is known of their consent
std::optional<boost::json::object> person_row(Connection& db, const std::string& number, bool consents);
/// @param group  none: everyone. Nothing where there is no such group
std::optional<Page> people_page(Connection& db, const std::optional<std::string>& group, PageRange range);
/// {"rows": [{"name", "people"}]}, by name
boost::json::object group_rows(Connection& db);
} // namespace nida::daemon
