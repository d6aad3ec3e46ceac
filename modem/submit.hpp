#pragma once
#include "modem/at_channel.hpp"
#include "modem/outcomes.hpp"

namespace nida::modem
{
/// What is known of a segment once its payload has left (TS 27.005 §4.3).
/// @param doubtful_refusal  a refusal without a cause (ERROR, +CMS ERROR: 500) that took so long reports a timer: `Unknown`
SubmitOutcome submit_outcome(const AtChannel::SubmitReply& reply, std::chrono::milliseconds doubtful_refusal);
} // namespace nida::modem
