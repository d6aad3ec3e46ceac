#pragma once
#include "protocol/at/at_response.hpp"

#include <array>
#include <vector>

namespace nida::modem
{
/// The settings of +CNMI to try, best first: <mode>,<mt>,<bm>,<ds>,<bfr> (TS 27.005 §3.4.1), each within what the modem's
/// test answer (+CNMI=?) allows; where it says nothing of a position, every value that some family wants.
std::vector<std::array<unsigned, 5>> cnmi_ladder(const protocol::AtResponse& test_answer, bool status_reports);
} // namespace nida::modem
