#pragma once
#include "protocol/at/at_response.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// What +CMGS and +CMSS answer (TS 27.005 §4.3, §3.5.2).
struct SubmitAnswer {
    unsigned reference;  ///< TP-MR, 0-255
    std::string ack_pdu; ///< hex of the SMS-SUBMIT-REPORT, with +CSMS=1 only
    bool operator==(const SubmitAnswer&) const = default;
};
/// @param value  what stands behind "+CMGS:" or "+CMSS:"; none where no reference is there, or one past 255
std::optional<SubmitAnswer> parse_submit_answer(std::string_view value);
/// The index behind "+CMGW:" (§4.4).
std::optional<unsigned> parse_written_index(std::string_view value);

/// +CSCA? (TS 27.005 §3.3.1).
struct ServiceCentre {
    std::string number;            ///< "+218910000001"; without + where the modem and <tosca> leave it out
    std::optional<unsigned> tosca; ///< type of address: 145 international, 129 unknown
    bool operator==(const ServiceCentre&) const = default;
};
/// The service centre in a +CSCA? answer, quoted or not, perhaps in hex of UCS-2; none where no number is set.
std::optional<ServiceCentre> parse_service_centre(const AtResponse& response);
} // namespace nida::protocol
