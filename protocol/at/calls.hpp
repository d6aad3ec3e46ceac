#pragma once
#include "protocol/at/at_response.hpp"

#include <string>

namespace nida::protocol
{
/// What +CPAS says of the phone (TS 27.007 §8.1).
enum class Activity {
    idle,    ///< 0, and 1, 2 and 5, which know of no call either
    ringing, ///< 3
    in_call, ///< 4
    unknown  ///< it does not say
};
Activity parse_activity(const AtResponse& response);

/// The number of the call that rings or waits, from +CLCC (§7.18); empty where there is none, or it is withheld.
std::string parse_ringing_number(const AtResponse& response);

/// What +CLCC says of a call that we began.
enum class OwnCall {
    none,   ///< there is no such call (any more)
    rings,  ///< it is on its way, or rings
    taken,  ///< somebody answered
    unknown ///< the modem does not say
};
OwnCall parse_own_call(const AtResponse& response);
} // namespace nida::protocol
