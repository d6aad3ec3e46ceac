#pragma once
#include "daemon/people/rule.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
enum class FieldKind { text, number, date, choice, place };

struct RuleField {
    std::int64_t id;
    std::string name;
    FieldKind kind;
    std::vector<std::string> choices; ///< of a choice alone
};
struct RuleGroup {
    std::int64_t id;
    std::string name;
    std::optional<std::string> rule; ///< none: a list of people
};

/// What a rule's names stand for at present, in whatever spelling people take for the same.
class RuleNames
{
public:
    explicit RuleNames(Connection& connection) : db_{connection} {}

    Ruled<RuleField> field(const RuleText& name);
    /// The one that is spelled exactly so; else the one that differs in what fold() takes away.
    Ruled<RuleGroup> group(const RuleText& name);
    /// When a campaign began.
    Ruled<Time> campaign(const RuleText& id);
private:
    Connection& db_;
};
} // namespace nida::daemon
