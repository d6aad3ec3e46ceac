#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/report_parameters.hpp"
#include "protocol/pdu/time_stamp.hpp"

#include <optional>

namespace nida::protocol
{
/// The primitive of the relay layer (TS 24.011) that carried a report: only in an RP-ERROR does it have a TP-FCS.
enum class RpPdu { ack, error };

/// SMS-DELIVER-REPORT (TS 23.040 §9.2.2.1a): what a mobile answers to a DELIVER or STATUS-REPORT. TP-UDHI is
/// `parameters.user_data->has_udh`.
struct DeliverReportPdu {
    std::optional<Octet> failure_cause; ///< TP-FCS: failure_cause_text() says what it means. None: an RP-ACK
    ReportParameters parameters = {};

    RpPdu rp() const noexcept { return failure_cause ? RpPdu::error : RpPdu::ack; }
    void append_tpdu(Octets& out) const;
    Octets tpdu() const;
    bool operator==(const DeliverReportPdu&) const = default;
};

/// SMS-SUBMIT-REPORT (TS 23.040 §9.2.2.2a): what a service centre answers to a SUBMIT or COMMAND. TP-UDHI is
/// `parameters.user_data->has_udh`.
struct SubmitReportPdu {
    std::optional<Octet> failure_cause; ///< TP-FCS; none: an RP-ACK
    std::optional<TimeStamp> time; ///< TP-SCTS: when the centre received the submit; none where its digits are no date
    ReportParameters parameters = {};
    std::optional<TimeStampOctets> time_octets = {}; ///< TP-SCTS as it came, where `time` does not say it all

    RpPdu rp() const noexcept { return failure_cause ? RpPdu::error : RpPdu::ack; }
    void append_tpdu(Octets& out) const;
    Octets tpdu() const;
    bool operator==(const SubmitReportPdu&) const = default;
};
} // namespace nida::protocol
