#pragma once
#include "daemon/store/connection.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace nida::daemon
{
/// Everything that was exchanged with a person, under whatever number they had: the newest first.
/// @param before  only what is older; @param limit  at most so many entries
/// @return {"rows": [{"at", "what": "sent" | "received" | "call" | "consent", ...}], "more"}; nothing where nobody has the number
std::optional<boost::json::object> timeline_of(Connection& db, const std::string& number, std::optional<Time> before,
                                               std::size_t limit);
} // namespace nida::daemon
