// Octets from strangers: whatever a modem hands over is decoded to the end, in every direction and under every primitive,
// written again, and must then read back as the same.
#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"
#include "protocol/pdu/protocol_identifier.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "protocol/unicode.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace nida::protocol;

namespace
{
void read(const Address& address)
{
    require(is_valid_utf8(address.value), "an address is UTF-8");
    require(!to_string(address.ton()).empty() && !to_string(address.npi()).empty(), "type and plan have names");
}

void read(const UserData& ud)
{
    decode_dcs(ud.dcs);
    const auto decoded = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets);
    if (!decoded) {
        require(decoded.error().offset <= ud.octets.size(), "a fault lies inside the user data");
        return;
    }
    require(is_valid_utf8(decoded->text), "a decoded text is UTF-8");
    decoded->udh.concatenation();
    decoded->udh.destination_port();
    for (const auto& segment : segment_text(decoded->text, 1))
        require(segment.octets.size() <= 140, "a segment fits");
}

void read(Octet protocol_identifier)
{
    require(!decode_protocol_identifier(protocol_identifier).name.empty(), "every TP-PID has a name");
}

void read(const ReportParameters& parameters)
{
    if (parameters.protocol_identifier) read(*parameters.protocol_identifier);
    if (parameters.user_data) read(*parameters.user_data);
}

void read(const DeliverPdu& pdu)
{
    read(pdu.originator);
    read(pdu.protocol_identifier);
    read(pdu.user_data);
}

void read(const SubmitPdu& pdu)
{
    read(pdu.destination);
    read(pdu.protocol_identifier);
    if (const auto* enhanced = pdu.validity ? std::get_if<EnhancedValidity>(&*pdu.validity) : nullptr)
        if (const auto duration = enhanced->duration()) require(duration->count() >= 0, "no period is negative");
    read(pdu.user_data);
}

void read(const StatusReportPdu& pdu)
{
    read(pdu.recipient);
    require(!delivery_class_text(delivery_status(pdu.status)).empty(), "every TP-ST has a class");
    if (pdu.parameters) read(*pdu.parameters);
}

void read(const DeliverReportPdu& pdu) { read(pdu.parameters); }
void read(const SubmitReportPdu& pdu) { read(pdu.parameters); }

void read(const CommandPdu& pdu)
{
    read(pdu.destination);
    if (!pdu.has_udh) return;
    if (const auto udh = decode_udh(pdu.data)) udh->concatenation();
}

bool is_report(const Tpdu& tpdu)
{
    return std::holds_alternative<DeliverReportPdu>(tpdu) || std::holds_alternative<SubmitReportPdu>(tpdu);
}

/// The context in which a TPDU that we wrote is read: what it itself knows of the primitive counts more.
TpduContext context_of(const Tpdu& tpdu, TpduContext context)
{
    if (const auto* report = std::get_if<DeliverReportPdu>(&tpdu)) context.rp = report->rp();
    if (const auto* report = std::get_if<SubmitReportPdu>(&tpdu)) context.rp = report->rp();
    return context;
}

void check(std::span<const Octet> octets, std::optional<std::size_t> tpdu_octet_count, const TpduContext& context)
{
    const auto received = decode_received(octets, tpdu_octet_count, context);
    if (!received) {
        require(received.error().offset <= octets.size(), "a fault lies inside the PDU");
        require(!received.error().text().empty() && !received.error().field.empty(), "an error names its field");
        return;
    }
    if (context.rp && !is_report(received->tpdu)) return; // read before: the primitive changes nothing
    read(received->smsc);
    std::visit([](const auto& pdu) { read(pdu); }, received->tpdu);

    const auto written = tpdu_octets(received->tpdu);
    const auto again = decode_tpdu(written, context_of(received->tpdu, context));
    require(again.has_value(), "what we write we can read");
    require(*again == received->tpdu, "what we write reads back as what we read");
    require(tpdu_octets(*again) == written, "what we write is written the same again");
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const Octet> octets{data, size};
    for (const auto direction :
         {std::optional<Direction>{}, std::optional{Direction::from_network}, std::optional{Direction::to_network}})
        for (const auto rp : {std::optional<RpPdu>{}, std::optional{RpPdu::ack}, std::optional{RpPdu::error}}) {
            check(octets, std::nullopt, {direction, rp});
            check(octets, size, {direction, rp});
        }
    if (const auto submit = decode_submit(octets)) read(*submit);
    require(from_hex(to_hex(octets), "PDU").value() == Octets(data, data + size), "hex is reversible");
    count_segments({reinterpret_cast<const char*>(data), size});
    return 0;
}
