#include "protocol/pdu/delivery_status.hpp"

#include <array>

namespace nida::protocol
{
namespace
{
constexpr std::string_view reserved = "Reserved";
constexpr std::string_view specific = "Values specific to each SC";

/// In each class, 00-0F are the spec's own codes and 10-1F a service centre's.
constexpr bool is_specific(Octet tp_status) { return tp_status < 0x80 && (tp_status & 0x10) != 0; }
/// The first code past the spec's own, by class.
constexpr std::array<Octet, 4> first_reserved{0x03, 0x26, 0x4A, 0x66};
constexpr bool is_reserved(Octet tp_status)
{
    return tp_status >= 0x80 || (!is_specific(tp_status) && tp_status >= first_reserved[tp_status >> 5]);
}
} // namespace

DeliveryStatus delivery_status(Octet tp_status) noexcept
{
    if (is_reserved(tp_status)) return DeliveryStatus::temporary_given_up; // as 63, "Service rejected"
    return static_cast<DeliveryStatus>(tp_status >> 5);
}

bool blames_recipient(Octet tp_status) noexcept
{
    switch (tp_status) {
    case 0x40: // remote procedure error
    case 0x41: // incompatible destination
    case 0x42: // connection rejected by SME
    case 0x43: // not obtainable
    case 0x45: // no interworking available
        return true;
    default: return false;
    }
}

std::string_view delivery_status_text(Octet tp_status) noexcept
{
    if (is_specific(tp_status)) return specific;
    switch (tp_status) {
    case 0x00: return "Short message received by the SME";
    case 0x01: return "Short message forwarded by the SC to the SME but the SC is unable to confirm delivery";
    case 0x02: return "Short message replaced by the SC";

    case 0x20:
    case 0x60: return "Congestion";
    case 0x21:
    case 0x61: return "SME busy";
    case 0x22:
    case 0x62: return "No response from SME";
    case 0x23:
    case 0x63: return "Service rejected";
    case 0x24:
    case 0x44:
    case 0x64: return "Quality of service not available";
    case 0x25:
    case 0x65: return "Error in SME";

    case 0x40: return "Remote procedure error";
    case 0x41: return "Incompatible destination";
    case 0x42: return "Connection rejected by SME";
    case 0x43: return "Not obtainable";
    case 0x45: return "No interworking available";
    case 0x46: return "SM Validity Period Expired";
    case 0x47: return "SM Deleted by originating SME";
    case 0x48: return "SM Deleted by SC Administration";
    case 0x49: return "SM does not exist";
    default: return reserved;
    }
}

std::string_view delivery_class_text(DeliveryStatus status) noexcept
{
    switch (status) {
    case DeliveryStatus::delivered: return "Short message transaction completed";
    case DeliveryStatus::still_trying: return "Temporary error, SC still trying to transfer SM";
    case DeliveryStatus::permanent_failure: return "Permanent error, SC is not making any more transfer attempts";
    case DeliveryStatus::temporary_given_up: return "Temporary error, SC is not making any more transfer attempts";
    }
    return {};
}

std::string_view failure_cause_text(Octet tp_failure_cause) noexcept
{
    if (tp_failure_cause >= 0xE0 && tp_failure_cause < 0xFF) return "Values specific to an application";
    switch (tp_failure_cause) {
    case 0x80: return "Telematic interworking not supported";
    case 0x81: return "Short message Type 0 not supported";
    case 0x82: return "Cannot replace short message";
    case 0x8F: return "Unspecified TP-PID error";
    case 0x90: return "Data coding scheme (alphabet) not supported";
    case 0x91: return "Message class not supported";
    case 0x9F: return "Unspecified TP-DCS error";
    case 0xA0: return "Command cannot be actioned";
    case 0xA1: return "Command unsupported";
    case 0xAF: return "Unspecified TP-Command error";
    case 0xB0: return "TPDU not supported";
    case 0xC0: return "SC busy";
    case 0xC1: return "No SC subscription";
    case 0xC2: return "SC system failure";
    case 0xC3: return "Invalid SME address";
    case 0xC4: return "Destination SME barred";
    case 0xC5: return "SM Rejected-Duplicate SM";
    case 0xC6: return "TP-VPF not supported";
    case 0xC7: return "TP-VP not supported";
    case 0xD0: return "(U)SIM SMS storage full";
    case 0xD1: return "No SMS storage capability in (U)SIM";
    case 0xD2: return "Error in MS";
    case 0xD3: return "Memory Capacity Exceeded";
    case 0xD4: return "(U)SIM Application Toolkit Busy";
    case 0xD5: return "(U)SIM data download error";
    case 0xFF: return "Unspecified error cause";
    default: return reserved;
    }
}

std::string_view command_type_text(Octet tp_command_type) noexcept
{
    if (tp_command_type >= 0xE0) return specific;
    switch (tp_command_type) {
    case 0x00: return "Enquiry relating to previously submitted short message";
    case 0x01: return "Cancel Status Report Request relating to previously submitted short message";
    case 0x02: return "Delete previously submitted short message";
    case 0x03: return "Enable Status Report Request relating to previously submitted short message";
    default: return reserved;
    }
}
} // namespace nida::protocol
