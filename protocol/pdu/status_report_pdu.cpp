#include "protocol/pdu/status_report_pdu.hpp"

#include "protocol/pdu/tpdu_fields.hpp"

namespace nida::protocol
{
using namespace tpdu_fields;

namespace
{
/// @return nothing where no tail is there, or one that cannot be read: such must not cost us the status in front of it
std::optional<ReportParameters> read_tail(Reader& reader, bool has_udh)
{
    auto tail = reader;
    if (!tail.peek()) return std::nullopt;
    const auto announced = read_parameter_indicator(tail);
    auto parameters = read_parameters(tail, announced, has_udh);
    if (tail.error()) return std::nullopt;
    reader = tail;
    return parameters;
}
} // namespace

StatusReportPdu tpdu_fields::read_status_report(Reader& reader, Octet first)
{
    StatusReportPdu pdu;
    pdu.more_messages = !has(first, no_more_messages_bit);
    pdu.loop_prevention = has(first, loop_prevention_bit);
    pdu.status_report_qualifier = has(first, status_report_bit);
    pdu.message_reference = reader.octet("TP-MR");
    pdu.recipient = reader.address("TP-RA");
    const auto submitted = reader.time("TP-SCTS");
    pdu.submitted = submitted.stamp;
    pdu.submitted_octets = submitted.came_in;
    const auto discharged = reader.time("TP-DT");
    pdu.discharged = discharged.stamp;
    pdu.discharged_octets = discharged.came_in;
    pdu.status = reader.octet("TP-ST");
    pdu.parameters = read_tail(reader, has(first, udhi_bit));
    return pdu;
}

void StatusReportPdu::append_tpdu(Octets& out) const
{
    const bool has_udh = parameters && parameters->user_data && parameters->user_data->has_udh;
    out.push_back(static_cast<Octet>(mti_status_report | bit_if(!more_messages, no_more_messages_bit) |
                                     bit_if(loop_prevention, loop_prevention_bit) |
                                     bit_if(status_report_qualifier, status_report_bit) | bit_if(has_udh, udhi_bit)));
    out.push_back(message_reference);
    append_address(out, recipient);
    append_time_stamp(out, submitted, submitted_octets);
    append_time_stamp(out, discharged, discharged_octets);
    out.push_back(status);
    if (!parameters) return;
    append_parameter_indicator(out, *parameters);
    append_parameters(out, *parameters);
}

Octets StatusReportPdu::tpdu() const { return tpdu_of(*this); }
} // namespace nida::protocol
