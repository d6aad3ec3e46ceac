#include "protocol/pdu/report_pdus.hpp"

#include "protocol/pdu/tpdu_fields.hpp"

namespace nida::protocol
{
using namespace tpdu_fields;

namespace
{
constexpr Octet first_failure_cause = 0x80;

std::optional<Octet> read_failure_cause(Reader& reader, std::optional<RpPdu> rp)
{
    const auto next = reader.peek();
    const bool is_error = rp ? *rp == RpPdu::error : next && *next >= first_failure_cause;
    if (!is_error) return std::nullopt;
    return reader.octet("TP-FCS");
}

void append_head(Octets& out, Octet mti, const std::optional<Octet>& failure_cause, const ReportParameters& parameters)
{
    const bool has_udh = parameters.user_data && parameters.user_data->has_udh;
    out.push_back(static_cast<Octet>(mti | bit_if(has_udh, udhi_bit)));
    if (failure_cause) out.push_back(*failure_cause);
    append_parameter_indicator(out, parameters);
}
} // namespace

DeliverReportPdu tpdu_fields::read_deliver_report(Reader& reader, Octet first, std::optional<RpPdu> rp)
{
    DeliverReportPdu pdu;
    pdu.failure_cause = read_failure_cause(reader, rp);
    const auto announced = read_parameter_indicator(reader);
    pdu.parameters = read_parameters(reader, announced, has(first, udhi_bit));
    return pdu;
}

SubmitReportPdu tpdu_fields::read_submit_report(Reader& reader, Octet first, std::optional<RpPdu> rp)
{
    SubmitReportPdu pdu;
    pdu.failure_cause = read_failure_cause(reader, rp);
    const auto announced = read_parameter_indicator(reader);
    const auto time = reader.time("TP-SCTS");
    pdu.time = time.stamp;
    pdu.time_octets = time.came_in;
    pdu.parameters = read_parameters(reader, announced, has(first, udhi_bit));
    return pdu;
}

void DeliverReportPdu::append_tpdu(Octets& out) const
{
    append_head(out, mti_deliver, failure_cause, parameters);
    append_parameters(out, parameters);
}

Octets DeliverReportPdu::tpdu() const { return tpdu_of(*this); }

void SubmitReportPdu::append_tpdu(Octets& out) const
{
    append_head(out, mti_submit, failure_cause, parameters);
    append_time_stamp(out, time, time_octets);
    append_parameters(out, parameters);
}

Octets SubmitReportPdu::tpdu() const { return tpdu_of(*this); }
} // namespace nida::protocol
