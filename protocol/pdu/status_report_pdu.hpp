#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/address.hpp"
#include "protocol/pdu/delivery_status.hpp"
#include "protocol/pdu/report_parameters.hpp"
#include "protocol/pdu/time_stamp.hpp"

#include <optional>

namespace nida::protocol
{
/// SMS-STATUS-REPORT (TS 23.040 §9.2.2.3), service centre to mobile. TP-UDHI is `parameters->user_data->has_udh`.
struct StatusReportPdu {
    Octet message_reference = 0;          ///< TP-MR of the submit or command that it answers
    Address recipient;                    ///< TP-RA
    std::optional<TimeStamp> submitted;   ///< TP-SCTS; none where its digits are no date
    std::optional<TimeStamp> discharged;  ///< TP-DT; the same
    Octet status = 0;                     ///< TP-ST: delivery_status() says what it means
    bool more_messages = false;           ///< TP-MMS, which says it by a zero
    bool loop_prevention = false;         ///< TP-LP
    bool status_report_qualifier = false; ///< TP-SRQ: it answers a COMMAND, not a SUBMIT
    /// What follows TP-ST; none where nothing does, or nothing that holds together: modems pad a stored report with FF.
    std::optional<ReportParameters> parameters = {};
    std::optional<TimeStampOctets> submitted_octets = {}; ///< TP-SCTS as it came, where `submitted` does not say it all
    std::optional<TimeStampOctets> discharged_octets = {}; ///< TP-DT as it came, where `discharged` does not say it all

    void append_tpdu(Octets& out) const;
    Octets tpdu() const;
    bool operator==(const StatusReportPdu&) const = default;
};
} // namespace nida::protocol
