#pragma once
#include "protocol/content/wsp_reader.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace nida::protocol
{
/// What X-Mms-Message-Type says (WAP-209 §7.2.14).
enum class MmsMessageType {
    other,
    notification = 0x82,    ///< m-notification-ind: a message waits
    delivery_report = 0x86, ///< m-delivery-ind
    read_report = 0x88,     ///< m-read-orig-ind
};
/// The head of an MMS message (WAP-209 §6); of a notification it is all there is. Texts are UTF-8.
struct MmsMessage {
    MmsMessageType type = MmsMessageType::other;
    std::string transaction_id;
    std::string from; ///< as written: "+44…/TYPE=PLMN" or an e-mail address; empty: not said
    std::string subject;
    std::optional<std::uint64_t> size; ///< octets of the message that waits
    /// When it will be deleted: a time, or that long after the notification was sent.
    std::variant<std::monostate, std::chrono::sys_seconds, std::chrono::seconds> expiry;
    std::string content_location; ///< where it waits
    bool operator==(const MmsMessage&) const = default;
};
/// Reads the head as far as it goes; `octets` is not ok afterwards where it broke off.
MmsMessage read_mms_message(WspReader& octets);
} // namespace nida::protocol
