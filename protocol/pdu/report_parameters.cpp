#include "protocol/pdu/report_parameters.hpp"

#include "protocol/pdu/tpdu_fields.hpp"

#include <boost/assert.hpp>

namespace nida::protocol
{
using namespace tpdu_fields;

namespace
{
constexpr Octet protocol_identifier_bit = 0x01;
constexpr Octet dcs_bit = 0x02;
constexpr Octet user_data_bit = 0x04;
constexpr Octet extension_bit = 0x80;
} // namespace

ParameterIndicator tpdu_fields::read_parameter_indicator(Reader& reader)
{
    const auto indicator = reader.octet("TP-PI");
    for (auto extended = indicator; has(extended, extension_bit);)
        extended = reader.octet("TP-PI");
    return {has(indicator, protocol_identifier_bit), has(indicator, dcs_bit), has(indicator, user_data_bit)};
}

ReportParameters tpdu_fields::read_parameters(Reader& reader, ParameterIndicator announced, bool has_udh)
{
    ReportParameters parameters;
    if (announced.protocol_identifier) parameters.protocol_identifier = reader.octet("TP-PID");
    if (announced.dcs) parameters.dcs = reader.octet("TP-DCS");
    if (announced.user_data) {
        auto& user_data = parameters.user_data.emplace();
        user_data.dcs = parameters.dcs.value_or(0);
        user_data.has_udh = has_udh;
        reader.user_data(user_data);
    }
    return parameters;
}

void tpdu_fields::append_parameter_indicator(Octets& out, const ReportParameters& parameters)
{
    out.push_back(static_cast<Octet>(bit_if(parameters.protocol_identifier.has_value(), protocol_identifier_bit) |
                                     bit_if(parameters.dcs.has_value(), dcs_bit) |
                                     bit_if(parameters.user_data.has_value(), user_data_bit)));
}

void tpdu_fields::append_parameters(Octets& out, const ReportParameters& parameters)
{
    if (parameters.protocol_identifier) out.push_back(*parameters.protocol_identifier);
    if (parameters.dcs) out.push_back(*parameters.dcs);
    if (parameters.user_data) {
        BOOST_ASSERT(parameters.user_data->dcs == parameters.dcs.value_or(0));
        append_user_data(out, *parameters.user_data);
    }
}
} // namespace nida::protocol
