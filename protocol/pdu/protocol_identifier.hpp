#pragma once
#include "protocol/octets.hpp"

#include <string_view>

namespace nida::protocol
{
/// TP-PID by what it asks for (TS 23.040 §9.2.3.9).
struct ProtocolIdentifier {
    enum class Kind {
        sme_to_sme,              ///< 00-1F: no telematic interworking; 00 is every ordinary message
        telematic,               ///< 20-3F: for a device of another network, `number` says which
        short_message_type_0,    ///< 40: acknowledged and thrown away, never shown
        replace,                 ///< 41-47: takes the place of an earlier one of the same type and sender
        device_triggering,       ///< 48
        enhanced_message,        ///< 5E, obsolete
        return_call,             ///< 5F
        ansi_136_r_data,         ///< 7C
        me_data_download,        ///< 7D
        me_depersonalization,    ///< 7E
        usim_data_download,      ///< 7F: for the SIM, not for people
        service_centre_specific, ///< C0-FF, and the devices 38-3E
        reserved                 ///< all others
    };
    Kind kind;
    unsigned number;       ///< of a protocol (0-31), a telematic device (0-31), a replace type (1-7); else 0
    std::string_view name; ///< the spec's, in English: "Replace Short Message Type 1", "Internet Electronic Mail"
    bool operator==(const ProtocolIdentifier&) const = default;
};
/// Total over the 256 octets. A message with a reserved one is an ordinary message to its receiver (§9.2.3.9).
ProtocolIdentifier decode_protocol_identifier(Octet tp_pid) noexcept;
} // namespace nida::protocol
