#pragma once
#include "protocol/octets.hpp"

#include <string_view>

namespace nida::protocol
{
/// TP-Status by class (TS 23.040 §9.2.3.15).
enum class DeliveryStatus {
    delivered,         ///< the transaction is over: received, forwarded or replaced
    still_trying,      ///< a trouble that may pass; another report will come
    permanent_failure, ///< a trouble that stays; no more attempts
    temporary_given_up ///< a trouble that might have passed, but no more attempts
};
/// Total: a code that the spec reserves counts as 63, "Service rejected", as it asks of a mobile station.
DeliveryStatus delivery_status(Octet tp_status) noexcept;
/// The spec's words for a TP-Status, in English, without the class: "SM Validity Period Expired", "Values specific to each
/// SC", "Reserved".
std::string_view delivery_status_text(Octet tp_status) noexcept;
/// Whether it says that nobody will ever be reached under that number: an error of the far end that stays, not one of the service centre's
/// patience or of somebody who took the message back.
bool blames_recipient(Octet tp_status) noexcept;
/// The spec's words for a class: "Permanent error, SC is not making any more transfer attempts".
std::string_view delivery_class_text(DeliveryStatus status) noexcept;

/// The spec's words for a TP-Failure-Cause, in English (§9.2.3.22); "Reserved" below 80 and between the groups.
std::string_view failure_cause_text(Octet tp_failure_cause) noexcept;
/// The spec's words for a TP-Command-Type, in English (§9.2.3.19).
std::string_view command_type_text(Octet tp_command_type) noexcept;
} // namespace nida::protocol
