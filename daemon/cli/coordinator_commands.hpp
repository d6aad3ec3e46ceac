#pragma once

#include "daemon/cli/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

// As in commands.hpp: each writes to context.io and returns what the program ends with. All of them stand in coordinators.cpp.

int list_coordinators(Context& context);

/// None: it stays as it is.
struct CoordinatorOptions {
    std::string name;
    std::string number; ///< empty: as it is
    std::string language;
    std::optional<std::vector<std::string>> may;
    std::vector<std::string> groups; ///< "all" alone: every group
    std::string factor;
};
int add_coordinator(Context& context, const CoordinatorOptions& options);
int change_coordinator(Context& context, const CoordinatorOptions& options);
int remove_coordinator(Context& context, const std::string& name, bool yes);
/// Shows the new secret, once.
int enrol_coordinator(Context& context, const std::string& name, bool yes);

} // namespace nida::daemon::cli
