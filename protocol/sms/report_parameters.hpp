#pragma once
#include "protocol/octets.hpp"
#include "protocol/sms/user_data.hpp"

#include <optional>

namespace nida::protocol
{
namespace tpdu_fields
{
class Reader;
}

/// The fields that TP-PI announces at the end of a report (TS 23.040 §9.2.3.27). Its reserved bits and further octets, which
/// nothing defines yet, are passed over.
struct ReportParameters {
    std::optional<Octet> protocol_identifier; ///< TP-PID
    std::optional<Octet> dcs;                 ///< TP-DCS
    std::optional<UserData> user_data;        ///< TP-UDL and TP-UD; its `dcs` is the one above, or 00
    bool operator==(const ReportParameters&) const = default;
};
/// TP-PI alone: where it stands, other fields may come between it and those that it announces.
struct ParameterIndicator {
    bool protocol_identifier;
    bool dcs;
    bool user_data;
};
ParameterIndicator read_parameter_indicator(tpdu_fields::Reader& reader);
ReportParameters read_parameters(tpdu_fields::Reader& reader, ParameterIndicator announced, bool has_udh);
void append_parameter_indicator(Octets& out, const ReportParameters& parameters);
/// @pre the user data's `dcs` is the report's
void append_parameters(Octets& out, const ReportParameters& parameters);
} // namespace nida::protocol
