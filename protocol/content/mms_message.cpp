#include "protocol/content/mms_message.hpp"

namespace nida::protocol
{
namespace
{
// WAP-209 §7.3, table 8, with the short-integer bit as they stand in the octets.
constexpr Octet content_location = 0x83;
constexpr Octet content_type = 0x84; ///< the last of a head: the body follows
constexpr Octet expiry = 0x88;
constexpr Octet from = 0x89;
constexpr Octet message_type = 0x8C;
constexpr Octet message_size = 0x8E;
constexpr Octet subject = 0x96;
constexpr Octet transaction_id = 0x98;

MmsMessageType read_type(Octet type)
{
    switch (const auto known = static_cast<MmsMessageType>(type)) {
    case MmsMessageType::notification:
    case MmsMessageType::delivery_report:
    case MmsMessageType::read_report: return known;
    case MmsMessageType::other: break;
    }
    return MmsMessageType::other;
}

/// §7.2.11: a token, then the address unless the server is to insert it.
std::string read_from(WspReader value)
{
    constexpr Octet address_present = 0x80;
    return value.octet() == address_present ? value.encoded_string() : std::string{};
}

/// §7.2.10: a token, then a date or a number of seconds.
decltype(MmsMessage::expiry) read_expiry(WspReader value)
{
    constexpr Octet absolute = 0x80, relative = 0x81;
    constexpr std::uint64_t end_of_year_9999 = 253'402'300'799;
    const auto token = value.octet();
    const auto number = value.integer();
    if (!number || *number > end_of_year_9999) return {};
    const std::chrono::seconds seconds{static_cast<std::int64_t>(*number)};
    if (token == absolute) return std::chrono::sys_seconds{seconds};
    if (token == relative) return seconds;
    return {};
}
} // namespace

MmsMessage read_mms_message(WspReader& octets)
{
    MmsMessage message;
    while (!octets.at_end() && octets.peek() != content_type) {
        if (octets.peek() < 0x80) { // an application's own header: its name and its value, both text
            octets.until_zero();
            octets.until_zero();
            continue;
        }
        switch (octets.octet()) {
        case message_type: message.type = read_type(octets.octet()); break;
        case transaction_id: message.transaction_id = octets.text(); break;
        case from: message.from = read_from(octets.value()); break;
        case subject: message.subject = octets.encoded_string(); break;
        case message_size: message.size = octets.integer(); break;
        case expiry: message.expiry = read_expiry(octets.value()); break;
        case content_location: message.content_location = octets.text(); break;
        default: octets.skip_value(); break;
        }
    }
    return message;
}
} // namespace nida::protocol
