#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"
#include "protocol/sms/address.hpp"
#include "protocol/sms/time_stamp.hpp"
#include "protocol/sms/user_data.hpp"
#include "protocol/sms/validity_period.hpp"

#include <optional>
#include <span>
#include <string>
#include <variant>

namespace nida::protocol
{
/// SMS-SUBMIT (TS 23.040 §9.2.2.2), mobile to service centre.
struct SubmitPdu {
    Octet message_reference = 0; ///< TP-MR; the modem chooses its own
    Address destination;         ///< TP-DA
    Octet protocol_identifier = 0;
    bool reject_duplicates = false;
    bool status_report_request = false; ///< TP-SRR
    std::optional<ValidityPeriod> validity;
    UserData user_data;

    Octets tpdu() const;     ///< without the SMSC address; its size is <length> of +CMGS
    std::string hex() const; ///< with the SMSC octet 00 in front: "use the one in the SIM"
};

/// SMS-DELIVER (§9.2.2.1), service centre to mobile.
struct DeliverPdu {
    Address originator; ///< TP-OA
    Octet protocol_identifier = 0;
    std::optional<TimeStamp> time; ///< TP-SCTS; none where its digits are no date
    bool more_messages = false;
    bool status_report_indication = false;
    UserData user_data;

    Octets tpdu() const;
};

/// TP-Status by class (§9.2.3.15).
enum class DeliveryStatus { delivered, still_trying, permanent_failure, temporary_given_up };
DeliveryStatus delivery_status(Octet tp_status) noexcept;

/// SMS-STATUS-REPORT (§9.2.2.3), service centre to mobile.
struct StatusReportPdu {
    Octet message_reference = 0;         ///< TP-MR of the submit that it answers
    Address recipient;                   ///< TP-RA
    std::optional<TimeStamp> submitted;  ///< TP-SCTS
    std::optional<TimeStamp> discharged; ///< TP-DT
    Octet status = 0;                    ///< TP-ST

    Octets tpdu() const;
};

/// What a modem hands over (+CMT, +CMGR, +CMGL, +CDS): the SMSC address, if any, and the TPDU behind it.
struct ReceivedPdu {
    Address smsc; ///< empty value: none given
    std::variant<DeliverPdu, StatusReportPdu, SubmitPdu> tpdu;
};
/// @param octets  SMSC address first. The direction of TP-MTI 01 is taken as SUBMIT (a stored own message).
/// @param tpdu_octet_count  <length> of the header line where known: where it equals octets.size(), the modem left the SMSC out.
Decoded<ReceivedPdu> decode_received(std::span<const Octet> octets, std::optional<std::size_t> tpdu_octet_count = {});
/// A SUBMIT without the SMSC address, as the network end sees it. Offsets count from the TPDU's first octet.
Decoded<SubmitPdu> decode_submit(std::span<const Octet> tpdu);
} // namespace nida::protocol
