#pragma once
#include "protocol/encoding/planner.hpp"

#include <vector>

namespace nida::protocol
{
/// Every coding that a request allows, the preferred first: GSM 7-bit with the default tables, with each single shift table,
/// each locking shift table, each pair of both, UCS-2, 8-bit data. At most 184, for all languages.
std::vector<Coding> allowed_codings(const PlanRequest& request);

/// Those that are worth comparing for a person: the pairs are of one language, and UCS-2 is always there.
std::vector<Coding> compared_codings(const PlanRequest& request);
} // namespace nida::protocol
