#pragma once
#include "protocol/content/reassembly.hpp"
#include "protocol/octets.hpp"
#include "protocol/pdu/udh.hpp"

#include <string>
#include <string_view>

namespace nida::protocol
{
/// A long message read as one.
struct JoinedMessage {
    std::string text; ///< UTF-8, of the segments that hold text
    Octets data;      ///< of those that hold none (8-bit, compressed)
    Udh udh;          ///< of the first segment that is there: what the message is for
};
/// Reads the segments of a set one behind the other. Characters that the sender cut in two become one again: a surrogate
/// pair, and a GSM escape and its code. Where segments are missing, `gap` stands in the text.
JoinedMessage join(const SegmentSet& set, std::string_view gap);
} // namespace nida::protocol
