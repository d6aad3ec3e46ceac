#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/address.hpp"
#include "protocol/pdu/delivery_status.hpp"

namespace nida::protocol
{
/// SMS-COMMAND (TS 23.040 §9.2.2.4), mobile to service centre: ask after, or delete, a message submitted before.
struct CommandPdu {
    Octet message_reference = 0; ///< TP-MR
    Octet protocol_identifier = 0;
    Octet command_type = 0;             ///< TP-CT: command_type_text() says what it means
    Octet message_number = 0;           ///< TP-MN: TP-MR of the submit that it speaks of
    Address destination;                ///< TP-DA of that submit
    bool status_report_request = false; ///< TP-SRR
    bool has_udh = false;               ///< TP-UDHI: `data` begins with a header
    Octets data = {};                   ///< TP-CD. @pre for writing: 255 octets at most, which TP-CDL counts

    void append_tpdu(Octets& out) const;
    Octets tpdu() const;
    bool operator==(const CommandPdu&) const = default;
};
} // namespace nida::protocol
