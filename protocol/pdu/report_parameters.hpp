#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/user_data.hpp"

#include <optional>

namespace nida::protocol
{
/// The fields that TP-PI announces at the end of a report (TS 23.040 §9.2.3.27). Its reserved bits and further octets, which
/// nothing defines yet, are passed over.
struct ReportParameters {
    std::optional<Octet> protocol_identifier; ///< TP-PID
    std::optional<Octet> dcs;                 ///< TP-DCS
    std::optional<UserData> user_data;        ///< TP-UDL and TP-UD; its `dcs` must be the one above, or 00 without
    bool operator==(const ReportParameters&) const = default;
};
} // namespace nida::protocol
