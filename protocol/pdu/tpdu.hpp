#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"
#include "protocol/pdu/address.hpp"
#include "protocol/pdu/command_pdu.hpp"
#include "protocol/pdu/deliver_pdu.hpp"
#include "protocol/pdu/delivery_status.hpp"
#include "protocol/pdu/report_pdus.hpp"
#include "protocol/pdu/status_report_pdu.hpp"
#include "protocol/pdu/submit_pdu.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <variant>

namespace nida::protocol
{
/// Any TPDU (TS 23.040 §9.2.2).
using Tpdu = std::variant<DeliverPdu, StatusReportPdu, SubmitPdu, DeliverReportPdu, SubmitReportPdu, CommandPdu>;

/// Seen from the mobile.
enum class Direction { from_network, to_network };

/// What a TPDU's octets do not say of themselves.
struct TpduContext {
    /// The two bits of TP-MTI mean one thing in each direction (§9.2.3.1): DELIVER, SUBMIT-REPORT or STATUS-REPORT from the
    /// network, DELIVER-REPORT, SUBMIT or COMMAND to it. Without a direction they are what a modem's memory holds: DELIVER,
    /// SUBMIT or STATUS-REPORT.
    std::optional<Direction> direction = {};
    /// What carried a report. Where nobody knows, an octet of 80 and up behind the first is taken for a TP-FCS: its values
    /// begin there (§9.2.3.22), and a TP-PI of 80 and up would announce octets that no release defines.
    std::optional<RpPdu> rp = {};
};

/// @param tpdu  without the SMSC address. Octets behind its last field are passed over.
/// @return the PDU, or which field is missing or malformed and where. The reserved TP-MTI 11 is a DELIVER, as §9.2.3.1 asks of
///         a mobile; to the network it is `reserved_value`.
Decoded<Tpdu> decode_tpdu(std::span<const Octet> tpdu, const TpduContext& context = {});

/// What a modem hands over (+CMT, +CMGR, +CMGL, +CDS): the SMSC address, if any, and the TPDU behind it.
struct ReceivedPdu {
    Address smsc; ///< empty value: none given
    Tpdu tpdu;
    std::size_t octet_count = 0; ///< what the two took; a TP-UD is the end of it
};
/// @param octets  SMSC address first; offsets of errors count from its first octet
/// @param tpdu_octet_count  <length> of the header line where known: where it equals octets.size(), the modem left the SMSC out
Decoded<ReceivedPdu> decode_received(std::span<const Octet> octets, std::optional<std::size_t> tpdu_octet_count = {},
                                     const TpduContext& context = {});

/// A SUBMIT without the SMSC address, as the network end sees it; `reserved_value` for any other TPDU.
Decoded<SubmitPdu> decode_submit(std::span<const Octet> tpdu);

/// The octets of any TPDU, without the SMSC address.
Octets tpdu_octets(const Tpdu& tpdu);
} // namespace nida::protocol
