#pragma once
#include "protocol/at/at_response.hpp"
#include "protocol/at/dialect.hpp"

#include <span>
#include <vector>

namespace nida::modem
{
/// The settings of +CNMI to try, best first: <mode>,<mt>,<bm>,<ds>,<bfr> (TS 27.005 §3.4.1), each within what the modem's
/// test answer (+CNMI=?) allows; where it says nothing of a position, every value that some family wants. Direct delivery (<mt> 2)
/// is among them only where <mt> 1 is not offered.
/// @param known  what the modem's family is known to take; it comes first
std::vector<protocol::Cnmi> cnmi_ladder(const protocol::AtResponse& test_answer, bool status_reports,
                                        std::span<const protocol::Cnmi> known = {});
} // namespace nida::modem
