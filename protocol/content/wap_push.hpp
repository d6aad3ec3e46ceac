#pragma once
#include "protocol/content/mms_message.hpp"
#include "protocol/content/service_indication.hpp"
#include "protocol/octets.hpp"

#include <optional>
#include <span>
#include <string>
#include <variant>

namespace nida::protocol
{
/// A push without a connection (WAP-230 §8.2.4.1), as it arrives at port 2948.
struct WapPush {
    std::string content_type; ///< "application/vnd.wap.sic"; "0x7E" for a number that we have no name for
    /// Another content than these three is told by `content_type` alone.
    std::variant<std::monostate, ServiceIndication, ServiceLoading, MmsMessage> content;
    bool complete = true; ///< false: the octets end or go astray inside, and what stands here was read until then
    bool operator==(const WapPush&) const = default;
};
/// Reads the user data of a push, all segments joined; the first segment alone gives its beginning. Total and bounded: no
/// text grows past WspReader::longest_text, however often the octets refer to one string.
/// @return none where it is no push PDU
std::optional<WapPush> decode_wap_push(std::span<const Octet> octets);
} // namespace nida::protocol
