#include "protocol/pdu/command_pdu.hpp"

#include "protocol/pdu/tpdu_fields.hpp"

#include <boost/assert.hpp>

namespace nida::protocol
{
using namespace tpdu_fields;

CommandPdu tpdu_fields::read_command(Reader& reader, Octet first)
{
    CommandPdu pdu;
    pdu.status_report_request = has(first, status_report_bit);
    pdu.has_udh = has(first, udhi_bit);
    pdu.message_reference = reader.octet("TP-MR");
    pdu.protocol_identifier = reader.octet("TP-PID");
    pdu.command_type = reader.octet("TP-CT");
    pdu.message_number = reader.octet("TP-MN");
    pdu.destination = reader.address("TP-DA");
    const auto data = reader.take(reader.octet("TP-CDL"), "TP-CD");
    pdu.data.assign(data.begin(), data.end());
    return pdu;
}

void CommandPdu::append_tpdu(Octets& out) const
{
    BOOST_ASSERT(data.size() <= 0xFF);
    out.push_back(
        static_cast<Octet>(mti_command | bit_if(status_report_request, status_report_bit) | bit_if(has_udh, udhi_bit)));
    out.push_back(message_reference);
    out.push_back(protocol_identifier);
    out.push_back(command_type);
    out.push_back(message_number);
    append_address(out, destination);
    out.push_back(static_cast<Octet>(data.size()));
    append(out, data);
}

Octets CommandPdu::tpdu() const { return tpdu_of(*this); }
} // namespace nida::protocol
