#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/address.hpp"
#include "protocol/pdu/enhanced_validity.hpp"
#include "protocol/pdu/time_stamp.hpp"
#include "protocol/pdu/user_data.hpp"
#include "protocol/pdu/validity_period.hpp"

#include <optional>
#include <string>
#include <variant>

namespace nida::protocol
{
/// TP-VP in the relative, absolute and enhanced format (TS 23.040 §9.2.3.12); TP-VPF says which.
using Validity = std::variant<ValidityPeriod, TimeStamp, EnhancedValidity>;

/// SMS-SUBMIT (TS 23.040 §9.2.2.2), mobile to service centre. TP-UDHI is `user_data.has_udh`.
struct SubmitPdu {
    Octet message_reference = 0; ///< TP-MR; the modem chooses its own
    Address destination;         ///< TP-DA
    Octet protocol_identifier = 0;
    bool reject_duplicates = false;     ///< TP-RD
    bool status_report_request = false; ///< TP-SRR
    std::optional<Validity> validity;   ///< TP-VP; none also where an absolute one is no date
    UserData user_data;
    bool reply_path = false; ///< TP-RP
    /// An absolute TP-VP as it came, where `validity` does not say it all. Written where `validity` is none or a time.
    std::optional<TimeStampOctets> validity_octets = {};

    void append_tpdu(Octets& out) const;
    Octets tpdu() const;     ///< without the SMSC address; its size is <length> of +CMGS
    std::string hex() const; ///< with the SMSC octet 00 in front: "use the one in the SIM"
    bool operator==(const SubmitPdu&) const = default;
};
} // namespace nida::protocol
