#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// Numbers whose texts and calls do nothing: they are kept, and neither answered nor obeyed, whoever's they are. That they leave counts all the
/// same. Numbers are E.164 with '+'.
class Blocked
{
public:
    explicit Blocked(Connection& connection) : db_{connection} {}

    bool contains(const std::string& number);
    /// @param why  in somebody's words. @return false where it was blocked already; it then keeps the old ones
    bool add(const std::string& number, const std::optional<std::string>& why, const Act& act);
    /// @return false where it was not blocked
    bool remove(const std::string& number, const Act& act);
    struct Row {
        std::string number;
        Time since;
        std::optional<std::string> actor, note;
    };
    std::vector<Row> all();
private:
    void audit(const std::string& kind, const std::string& number, const Act& act);
    Connection& db_;
};
} // namespace nida::daemon
