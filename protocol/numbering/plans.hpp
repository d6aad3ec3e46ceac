// The numbering plans as generate.mjs lays them out in plans.cpp. Only numbering_plan.cpp reads them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace nida::protocol::numbering
{

/// One region's plan. An automaton is an offset into `automata`, and 0 stands for one that never answers.
struct Plan {
    std::string_view region; ///< ISO 3166 alpha-2, or "001" for a calling code of no country
    std::uint16_t country_code;
    std::uint16_t numbers;              ///< whole national numbers; answers 1 + NumberType
    std::uint16_t international_prefix; ///< the beginning of a dialled number; answers 1 + index into `cuts`
    std::uint16_t national_prefix;      ///< likewise
    std::uint16_t leading_digits;       ///< likewise: what tells this region's numbers where regions share a code
    std::uint32_t lengths;              ///< bit n: national numbers may have n digits
    std::uint32_t local_lengths;        ///< bit n: n digits can be dialled, but only within their area
    std::string_view replacement;       ///< goes before the captured digits when the national prefix is stripped
};

struct CallingCode {
    std::uint16_t code;
    std::uint8_t first; ///< index into `members`: the main country's plan, then those of others who share the code
    std::uint8_t count;
};

/// What a beginning of a number is: `matched` digits to take off, and those among them to keep.
struct Cut {
    std::uint8_t matched;
    std::uint8_t captured_from;
    std::uint8_t captured;  ///< how many digits to keep, with the plan's replacement before them; 0 for none
    bool at_end;            ///< holds only where the number ends here
    std::uint8_t otherwise; ///< the answer where it does not, 0 for none
};

extern const std::span<const Plan> plans;                ///< sorted by region
extern const std::span<const CallingCode> calling_codes; ///< sorted by code
extern const std::span<const std::uint8_t> members;      ///< indices into `plans`
extern const std::span<const Cut> cuts;

/// States, one after the other: a word with the answer in its upper six bits and, below, a bit for each digit whose next
/// state is not that of the digit before it (of 0: not the state 0); then the offsets of those next states.
extern const std::span<const std::uint16_t> automata;

} // namespace nida::protocol::numbering
