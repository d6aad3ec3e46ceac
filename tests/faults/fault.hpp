#pragma once
#include "tests/e2e/box.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::faults
{
enum class Direction { sending, receiving };

/// Something that goes wrong while messages go out or come in.
struct Fault {
    std::string_view name; ///< as in the table of docs/reliability.md
    bool quick;            ///< neither a time-out nor a back-off of minutes has to pass
    std::function<void(const e2e::Box&, Direction)> begin;
    /// What a person or the network puts right, some seconds later; nothing where the daemon has to live through it alone.
    std::function<void(const e2e::Box&, Direction)> end = {};
};

const std::vector<Fault>& faults();
/// @throws std::runtime_error with the names that there are
const Fault& fault(std::string_view name);

/// What became of the messages of one run.
struct Count {
    unsigned messages = 0;
    unsigned lost = 0;      ///< neither taken by the network (or in the inbox) nor explained by their row
    unsigned doubled = 0;   ///< a segment that the network took twice, or a row that is there twice
    unsigned by_policy = 0; ///< of alerts that were in doubt, the second copy that policy allows
    unsigned in_doubt = 0;  ///< still, at the end
    unsigned failed = 0;    ///< with the reason in their row
    double pause = 0;       ///< the longest time, in seconds, in which nothing got through
    double seconds = 0;
};

/// Sends or receives some thirty messages while the faults bite, and waits until all of them are settled.
Count live_through(const std::vector<const Fault*>& faults, Direction direction);
} // namespace nida::faults
