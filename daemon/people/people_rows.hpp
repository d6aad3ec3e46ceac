#pragma once
#include "daemon/api/page.hpp"
#include "daemon/people/audience.hpp"
#include "daemon/people/groups.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// A person as docs/api.md shows it. @param whole  with what the audit has of their consent, groups that they left, and numbers of before
std::optional<boost::json::object> person_row(Connection& db, const std::string& number, bool whole);
Page people_page(Connection& db, PageRange range);
/// @param ids  of those to show, in this order
Page people_page(Connection& db, const std::vector<std::int64_t>& ids, PageRange range);
/// The ids after `since` of those who are meant, whether they left or not.
/// @throws NoAudience
std::vector<std::int64_t> people_in(Connection& db, const Audience& audience, std::int64_t since, std::int64_t limit,
                                    Time now);

boost::json::object group_row(const Group& group);
/// {"rows": [{"name", "rule", "people", ...}]}, by name; how many a rule fits is not counted
boost::json::object group_rows(Connection& db);
} // namespace nida::daemon
