#pragma once
#include "tests/torture/callers.hpp"
#include "tests/torture/plan.hpp"
#include "tests/torture/trace.hpp"

#include <map>
#include <string>
#include <vector>

namespace nida::torture
{
/// A message that the network had for us.
struct Inbound {
    std::string from, text;
    bool answered;     ///< whether people are answered who write this
    bool joins{false}; ///< not obeyed, nor answered, where it comes after a STOP that was written later
};

/// The three ledgers of a round: what callers were told, what the store says, what the network saw.
struct Ledgers {
    std::vector<Called> called;
    std::vector<Inbound> inbound;
    e2e::Records outbox, inbox;
    e2e::Records accepted; ///< the network's
    Doubts doubts;
    std::map<std::int64_t, std::string> decided; ///< what a person said about doubts: sent, resend, failed
};

struct Verdict {
    std::vector<std::string> failures; ///< what may never happen, a sentence each
    unsigned messages = 0, segments = 0, arrivals = 0, answers = 0;
    unsigned lost = 0, doubled = 0, doubled_by_policy = 0;
    std::map<std::string, unsigned> doubts; ///< how they were resolved
    std::map<std::string, unsigned> places; ///< where they arose
};

Verdict judge(const Plan& plan, const Ledgers& ledgers);
} // namespace nida::torture
