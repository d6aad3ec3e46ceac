#pragma once
#include "daemon/people/rule_sql.hpp"
#include "daemon/store/connection.hpp"

#include <optional>
#include <stdexcept>
#include <string>

namespace nida::daemon
{
/// Who is meant: everyone who is known, those in one group, or those whom a rule fits. At most one of the two is given.
struct Audience {
    std::optional<std::string> group{};
    std::optional<std::string> rule{}; ///< as docs/rules.md describes it
    std::string text() const;          ///< "all", "group members" or "rule language is ar": what the store keeps
};

/// An audience that means nothing in this store.
struct NoAudience : std::runtime_error {
    enum class Why { unknown_group, bad_rule };
    NoAudience(Why reason, const std::string& what, std::string advice = {})
        : std::runtime_error{what}, why{reason}, hint{std::move(advice)}
    {
    }
    Why why;
    std::string hint;
};

/// An expression over a row `p` of person that is true of whoever is meant, at this moment. Who left everything is meant, too: that is
/// asked for apart. Who left the group by their own text is not.
/// @throws NoAudience
CompiledRule audience_sql(Connection& db, const Audience& audience, Time now);
} // namespace nida::daemon
