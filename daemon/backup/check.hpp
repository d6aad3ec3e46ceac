#pragma once
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace nida::daemon
{
/// Something in a store that should not be. The codes are those of docs/api.md.
struct Finding {
    std::string code;                  ///< "two_submitting"
    bool warning = false;              ///< worth knowing, and settled by the service itself
    std::int64_t count = 0;            ///< how many
    std::vector<std::string> examples; ///< the first of them: ids, names, or SQLite's words
};

struct CheckOptions {
    bool quick = false;     ///< SQLite's quick_check: indices are not compared with their tables
    bool sure_clock = true; ///< whether what waits too long can be judged
    Time now{};
};

/// Looks through a whole store at one instant: SQLite's own check, what points to nothing, and what a message's life and the inbox promise.
/// Changes nothing; others may write meanwhile. Damage is a finding, too.
/// @return nothing where all is well
std::vector<Finding> check_store(Connection& connection, const CheckOptions& options);
/// The same on a connection of its own. @throws SQLite::Exception where the file cannot be opened at all
std::vector<Finding> check_store(const std::filesystem::path& store, const CheckOptions& options);
} // namespace nida::daemon
