#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/address.hpp"
#include "protocol/pdu/time_stamp.hpp"
#include "protocol/pdu/user_data.hpp"

#include <optional>

namespace nida::protocol
{
/// SMS-DELIVER (TS 23.040 §9.2.2.1), service centre to mobile. TP-UDHI is `user_data.has_udh`.
struct DeliverPdu {
    Address originator; ///< TP-OA
    Octet protocol_identifier = 0;
    std::optional<TimeStamp> time;         ///< TP-SCTS; none where its digits are no date
    bool more_messages = false;            ///< TP-MMS, which says it by a zero
    bool status_report_indication = false; ///< TP-SRI
    UserData user_data;
    bool loop_prevention = false;                    ///< TP-LP: forwarded or automatic, not to be answered so
    bool reply_path = false;                         ///< TP-RP
    std::optional<TimeStampOctets> time_octets = {}; ///< TP-SCTS as it came, where `time` does not say it all

    void append_tpdu(Octets& out) const;
    Octets tpdu() const;
    bool operator==(const DeliverPdu&) const = default;
};
} // namespace nida::protocol
