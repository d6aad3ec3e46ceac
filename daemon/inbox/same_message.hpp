#pragma once
#include "daemon/outbox/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// A segment of a long message that waits for the others, as its row in `part` has it.
struct WaitingPart {
    std::int64_t id;           ///< in the order of arrival
    std::int64_t number;       ///< of the segments of its message, from 1
    std::optional<Time> stamp; ///< TP-SCTS, where it is a time
    Time received_at;
    std::optional<std::string> text; ///< none where it is no text
    std::vector<std::uint8_t> pdu;
};

/// What seems to be one message.
struct PartsOfMessage {
    std::vector<WaitingPart> parts; ///< copies of a segment included; those without a stamp come last
    std::int64_t numbers = 0;       ///< how many different segments there are
    std::optional<Time> stamp;      ///< the newest

    bool contains(std::int64_t id) const;
};

/// Tells apart the messages whose segments have sender, reference, total and line in common: some senders give every message the
/// same reference (TS 23.040 §9.2.3.24.1), and all of them use one again some time. The SMSC's stamps tell, since a phone hands in the segments
/// of a message one behind the other: they lie within an hour, and of two with one number and other contents the later begins a message.
/// A stamp that is wrong is equally wrong in all of a message; a segment without one fits everywhere.
///
/// @param parts  in the order of arrival
/// @return each part is in one of them; none has two segments with one number, but for copies
std::vector<PartsOfMessage> messages_among(std::vector<WaitingPart> parts, std::int64_t total);
} // namespace nida::daemon
