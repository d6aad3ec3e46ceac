#include "protocol/sms/tpdu.hpp"

#include "protocol/sms/tpdu_fields.hpp"

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

/// @return none where the reader has the error, or where the type is reserved
std::optional<Tpdu> read_tpdu(Reader& reader, Octet first, const TpduContext& context)
{
    const auto sense = sense_of(context);
    switch (first & mti_mask) {
    case mti_deliver:
        if (sense == Sense::to_network) return read_deliver_report(reader, first, context.rp);
        return read_deliver(reader, first);
    case mti_submit:
        if (sense == Sense::from_network) return read_submit_report(reader, first, context.rp);
        return read_submit(reader, first);
    case mti_status_report:
        if (sense == Sense::to_network) return read_command(reader, first);
        return read_status_report(reader, first);
    default:
        if (sense == Sense::to_network) return std::nullopt;
        return read_deliver(reader, first);
    }
}

Decoded<Tpdu> decode_at(std::span<const Octet> octets, std::size_t offset, const TpduContext& context)
{
    Reader reader{octets, offset};
    const auto first = reader.octet("TP-MTI");
    if (reader.error()) return *reader.error();
    auto tpdu = read_tpdu(reader, first, context);
    if (!tpdu) return DecodeError{ParseError::reserved_value, "TP-MTI", offset};
    if (reader.error()) return *reader.error();
    return std::move(*tpdu);
}
} // namespace

Decoded<Tpdu> decode_tpdu(std::span<const Octet> tpdu, const TpduContext& context)
{
    return decode_at(tpdu, 0, context);
}

Decoded<ReceivedPdu> decode_received(std::span<const Octet> octets, std::optional<std::size_t> tpdu_octet_count,
                                     const TpduContext& context)
{
    ReceivedPdu received;
    std::size_t offset = 0;
    if (tpdu_octet_count != octets.size()) {
        auto smsc = decode_smsc(octets);
        if (!smsc) return smsc.error();
        received.smsc = std::move(smsc->address);
        offset = smsc->octet_count;
    }
    auto tpdu = decode_at(octets, offset, context);
    if (!tpdu) return tpdu.error();
    received.tpdu = std::move(*tpdu);
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
