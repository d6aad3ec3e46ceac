#include "protocol/pdu/deliver_pdu.hpp"

#include "protocol/pdu/tpdu_fields.hpp"

namespace nida::protocol
{
using namespace tpdu_fields;

DeliverPdu tpdu_fields::read_deliver(Reader& reader, Octet first)
{
    DeliverPdu pdu;
    pdu.more_messages = !has(first, no_more_messages_bit);
    pdu.loop_prevention = has(first, loop_prevention_bit);
    pdu.status_report_indication = has(first, status_report_bit);
    pdu.user_data.has_udh = has(first, udhi_bit);
    pdu.reply_path = has(first, reply_path_bit);
    pdu.originator = reader.address("TP-OA");
    pdu.protocol_identifier = reader.octet("TP-PID");
    pdu.user_data.dcs = reader.octet("TP-DCS");
    const auto time = reader.time("TP-SCTS");
    pdu.time = time.stamp;
    pdu.time_octets = time.came_in;
    reader.user_data(pdu.user_data);
    return pdu;
}

void DeliverPdu::append_tpdu(Octets& out) const
{
    out.push_back(static_cast<Octet>(mti_deliver | bit_if(!more_messages, no_more_messages_bit) |
                                     bit_if(loop_prevention, loop_prevention_bit) |
                                     bit_if(status_report_indication, status_report_bit) |
                                     bit_if(user_data.has_udh, udhi_bit) | bit_if(reply_path, reply_path_bit)));
    append_address(out, originator);
    out.push_back(protocol_identifier);
    out.push_back(user_data.dcs);
    append_time_stamp(out, time, time_octets);
    append_user_data(out, user_data);
}

Octets DeliverPdu::tpdu() const { return tpdu_of(*this); }
} // namespace nida::protocol
