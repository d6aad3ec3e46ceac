#pragma once
#include "tests/torture/plan.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace nida::torture
{
struct RoundResult {
    boost::json::object tally; ///< a line of the tally file
    std::vector<std::string> failures;
    std::filesystem::path kept; ///< where everything is, after a failure
};

/// Plays a round: a simulator, and a daemon that is killed as often as the plan says while callers queue messages and the network
/// brings others. Then lets everything come to rest and compares the ledgers. Never throws: what does is a failure of the round.
RoundResult play(const Plan& plan);
} // namespace nida::torture
