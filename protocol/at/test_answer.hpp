#pragma once
#include "protocol/at/at_response.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// The numbers that a test answer allows at each place: "+CNMI: (0-2),(0,1),(2)" gives {0,1,2}, {0,1}, {2}. Places that the modem
/// does not mention are not there; a place without a number is empty. Numbers past 255 are left out.
std::vector<std::vector<unsigned>> parse_test_numbers(const AtResponse& response, std::string_view prefix);
/// The character sets of a +CSCS=? answer, upper case, in its order: "IRA", "UCS2", "GSM".
std::vector<std::string> parse_character_sets(const AtResponse& response);
} // namespace nida::protocol
