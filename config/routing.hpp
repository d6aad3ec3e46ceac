#pragma once

#include "config/section.hpp"
#include "config/settings.hpp"
#include "daemon/credit/recipes.hpp"

#include <array>

/// Readers of what the config says of operators: their limits, and what they take.
namespace nida::config
{

inline constexpr std::array<std::string_view, 2> operator_limit_keys{"operator", "segments_per_minute"};
inline constexpr std::array<std::string_view, 6> price_keys{"from",       "to",     "per_segment",
                                                            "per_bundle", "bundle", "currency"};

/// @param operators  that may be named; null where they are not known, so that any will do
std::vector<OperatorLimit> read_operator_limits(const Section& top, Homes homes, const daemon::Recipes* operators,
                                                Report& report);
std::vector<Price> read_prices(const Section& top, Homes homes, const daemon::Recipes* operators, Report& report);

/// That no operator has this id, and which one was perhaps meant.
void unknown_operator(const Section& section, std::string_view key, const std::string& id,
                      const daemon::Recipes& operators);

} // namespace nida::config
