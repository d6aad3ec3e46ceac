#include "protocol/pdu/tpdu.hpp"

#include "protocol/pdu/tpdu_fields.hpp"

namespace nida::protocol
{
using namespace tpdu_fields;

namespace
{
/// Which of two PDUs the same TP-MTI announces.
enum class Sense { stored, from_network, to_network };

Sense sense_of(const TpduContext& context)
{
    if (!context.direction) return Sense::stored;
    return *context.direction == Direction::from_network ? Sense::from_network : Sense::to_network;
}

/// @return what keeps `into` from being the TPDU that begins at the reader
std::optional<DecodeError> read_tpdu(Reader& reader, const TpduContext& context, Tpdu& into)
{
    const auto offset = reader.offset();
    const auto first = reader.octet("TP-MTI");
    if (reader.error()) return reader.error();
    const auto sense = sense_of(context);
    switch (first & mti_mask) {
    case mti_deliver:
        if (sense == Sense::to_network)
            into = read_deliver_report(reader, first, context.rp);
        else
            into = read_deliver(reader, first);
        break;
    case mti_submit:
        if (sense == Sense::from_network)
            into = read_submit_report(reader, first, context.rp);
        else
            into = read_submit(reader, first);
        break;
    case mti_status_report:
        if (sense == Sense::to_network)
            into = read_command(reader, first);
        else
            into = read_status_report(reader, first);
        break;
    default:
        if (sense == Sense::to_network) return DecodeError{ParseError::reserved_value, "TP-MTI", offset};
        into = read_deliver(reader, first);
        break;
    }
    return reader.error();
}
} // namespace

Decoded<Tpdu> decode_tpdu(std::span<const Octet> tpdu, const TpduContext& context)
{
    Decoded<Tpdu> decoded;
    Reader reader{tpdu, 0};
    if (const auto error = read_tpdu(reader, context, *decoded)) decoded = *error;
    return decoded;
}

Decoded<ReceivedPdu> decode_received(std::span<const Octet> octets, std::optional<std::size_t> tpdu_octet_count,
                                     const TpduContext& context)
{
    Decoded<ReceivedPdu> received;
    std::size_t offset = 0;
    if (tpdu_octet_count != octets.size()) {
        auto smsc = decode_smsc(octets);
        if (!smsc) return smsc.error();
        received->smsc = std::move(smsc->address);
        offset = smsc->octet_count;
    }
    Reader reader{octets, offset};
    if (const auto error = read_tpdu(reader, context, received->tpdu)) return *error;
    received->octet_count = reader.offset();
    return received;
}

Decoded<SubmitPdu> decode_submit(std::span<const Octet> tpdu)
{
    Reader reader{tpdu, 0};
    const auto first = reader.octet("TP-MTI");
    if (!reader.error() && (first & mti_mask) != mti_submit)
        return DecodeError{ParseError::reserved_value, "TP-MTI", 0};
    auto pdu = read_submit(reader, first);
    if (reader.error()) return *reader.error();
    return pdu;
}

Octets tpdu_octets(const Tpdu& tpdu)
{
    return std::visit([](const auto& pdu) { return pdu.tpdu(); }, tpdu);
}
} // namespace nida::protocol
