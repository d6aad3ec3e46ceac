// Octets from strangers: whatever a modem hands over is decoded to the end, written again, and must then stay as it is.
#include "protocol/hex.hpp"
#include "protocol/sms/segmentation.hpp"
#include "protocol/sms/tpdu.hpp"
#include "protocol/unicode.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace nida::protocol;

namespace
{
void require(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

void read(const StatusReportPdu& pdu) { delivery_status(pdu.status); }

template <class Pdu> void read(const Pdu& pdu)
{
    const auto& ud = pdu.user_data;
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

void check(std::span<const Octet> octets, std::optional<std::size_t> tpdu_octet_count)
{
    const auto received = decode_received(octets, tpdu_octet_count);
    if (!received) {
        require(received.error().offset <= octets.size(), "a fault lies inside the PDU");
        require(!received.error().text().empty() && !received.error().field.empty(), "an error names its field");
        return;
    }
    std::visit(
        [](const auto& pdu) {
            read(pdu);
            const auto written = pdu.tpdu();
            const auto again = decode_received(written, written.size());
            require(again.has_value(), "what we write we can read");
            require(std::visit([](const auto& same) { return same.tpdu(); }, again->tpdu) == written,
                    "what we write reads back as itself");
        },
        received->tpdu);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const Octet> octets{data, size};
    check(octets, std::nullopt);
    check(octets, size);
    if (const auto submit = decode_submit(octets)) read(*submit);
    require(from_hex(to_hex(octets), "PDU").value() == Octets(data, data + size), "hex is reversible");
    count_segments({reinterpret_cast<const char*>(data), size});
    return 0;
}
