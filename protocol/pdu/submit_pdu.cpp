#include "protocol/pdu/submit_pdu.hpp"

#include "protocol/hex.hpp"
#include "protocol/pdu/tpdu_fields.hpp"

namespace nida::protocol
{
using namespace tpdu_fields;

namespace
{
void read_validity(Reader& reader, Octet first, SubmitPdu& pdu)
{
    switch (first & vpf_mask) {
    case vpf_relative: pdu.validity = ValidityPeriod::from_octet(reader.octet("TP-VP")); break;
    case vpf_absolute: {
        const auto until = reader.time("TP-VP");
        if (until.stamp) pdu.validity = *until.stamp;
        pdu.validity_octets = until.came_in;
        // Seven zeros are a validity that is no date, which no other field would tell from none at all.
        if (!until.stamp && !until.came_in) pdu.validity_octets = TimeStampOctets{};
        break;
    }
    case vpf_enhanced: {
        EnhancedValidity::Field field;
        std::ranges::copy(reader.take(field.size(), "TP-VP"), field.begin());
        pdu.validity = EnhancedValidity{field};
        break;
    }
    default: break;
    }
}

Octet validity_format(const SubmitPdu& pdu)
{
    if (!pdu.validity) return pdu.validity_octets ? vpf_absolute : Octet{0};
    if (std::holds_alternative<ValidityPeriod>(*pdu.validity)) return vpf_relative;
    return std::holds_alternative<TimeStamp>(*pdu.validity) ? vpf_absolute : vpf_enhanced;
}

void append_validity(Octets& out, const SubmitPdu& pdu)
{
    if (!pdu.validity) {
        if (pdu.validity_octets) append(out, *pdu.validity_octets);
        return;
    }
    if (const auto* period = std::get_if<ValidityPeriod>(&*pdu.validity)) out.push_back(period->octet());
    if (const auto* until = std::get_if<TimeStamp>(&*pdu.validity)) append_time_stamp(out, *until, pdu.validity_octets);
    if (const auto* enhanced = std::get_if<EnhancedValidity>(&*pdu.validity)) append(out, enhanced->octets());
}
} // namespace

SubmitPdu tpdu_fields::read_submit(Reader& reader, Octet first)
{
    SubmitPdu pdu;
    pdu.reject_duplicates = has(first, reject_duplicates_bit);
    pdu.status_report_request = has(first, status_report_bit);
    pdu.user_data.has_udh = has(first, udhi_bit);
    pdu.reply_path = has(first, reply_path_bit);
    pdu.message_reference = reader.octet("TP-MR");
    pdu.destination = reader.address("TP-DA");
    pdu.protocol_identifier = reader.octet("TP-PID");
    pdu.user_data.dcs = reader.octet("TP-DCS");
    read_validity(reader, first, pdu);
    reader.user_data(pdu.user_data);
    return pdu;
}

void SubmitPdu::append_tpdu(Octets& out) const
{
    out.push_back(static_cast<Octet>(mti_submit | bit_if(reject_duplicates, reject_duplicates_bit) |
                                     validity_format(*this) | bit_if(status_report_request, status_report_bit) |
                                     bit_if(user_data.has_udh, udhi_bit) | bit_if(reply_path, reply_path_bit)));
    out.push_back(message_reference);
    append_address(out, destination);
    out.push_back(protocol_identifier);
    out.push_back(user_data.dcs);
    append_validity(out, *this);
    append_user_data(out, user_data);
}

Octets SubmitPdu::tpdu() const { return tpdu_of(*this); }

std::string SubmitPdu::hex() const
{
    Octets octets;
    octets.reserve(1 + longest_submit);
    octets.push_back(0);
    append_tpdu(octets);
    return to_hex(octets);
}
} // namespace nida::protocol
