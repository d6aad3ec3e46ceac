#include "protocol/pdu/protocol_identifier.hpp"

#include <array>

namespace nida::protocol
{
namespace
{
using Kind = ProtocolIdentifier::Kind;

/// By bits 4-0; an empty name is a reserved code.
constexpr std::array<std::string_view, 32> telematic_devices{
    "implicit",
    "telex (or teletex reduced to telex format)",
    "group 3 telefax",
    "group 4 telefax",
    "voice telephone",
    "ERMES (European Radio Messaging System)",
    "National Paging system",
    "Videotex (T.100/T.101)",
    "teletex, carrier unspecified",
    "teletex, in PSPDN",
    "teletex, in CSPDN",
    "teletex, in analog PSTN",
    "teletex, in digital ISDN",
    "UCI (Universal Computer Interface)",
    "",
    "",
    "a message handling facility",
    "any public X.400-based message handling system",
    "Internet Electronic Mail",
    "",
    "",
    "",
    "",
    "",
    "SC specific 1",
    "SC specific 2",
    "SC specific 3",
    "SC specific 4",
    "SC specific 5",
    "SC specific 6",
    "SC specific 7",
    "A GSM/UMTS mobile station",
};
constexpr unsigned first_specific_device = 0x18;
constexpr unsigned last_specific_device = 0x1E;

constexpr std::array<std::string_view, 8> replace_types{
    "",
    "Replace Short Message Type 1",
    "Replace Short Message Type 2",
    "Replace Short Message Type 3",
    "Replace Short Message Type 4",
    "Replace Short Message Type 5",
    "Replace Short Message Type 6",
    "Replace Short Message Type 7",
};

constexpr ProtocolIdentifier reserved{Kind::reserved, 0, "reserved"};

ProtocolIdentifier telematic(unsigned device)
{
    const auto name = telematic_devices[device];
    if (name.empty()) return reserved;
    const bool specific = device >= first_specific_device && device <= last_specific_device;
    return {specific ? Kind::service_centre_specific : Kind::telematic, device, name};
}
} // namespace

ProtocolIdentifier decode_protocol_identifier(Octet tp_pid) noexcept
{
    const unsigned low_bits = tp_pid & 0x1F;
    if (tp_pid < 0x20) return {Kind::sme_to_sme, low_bits, low_bits == 0 ? "SME-to-SME" : "SME-to-SME protocol"};
    if (tp_pid < 0x40) return telematic(low_bits);
    if (tp_pid >= 0xC0) return {Kind::service_centre_specific, 0, "SC specific use"};
    if (tp_pid > 0x40 && tp_pid < 0x48) return {Kind::replace, low_bits, replace_types[low_bits]};
    switch (tp_pid) {
    case 0x40: return {Kind::short_message_type_0, 0, "Short Message Type 0"};
    case 0x48: return {Kind::device_triggering, 0, "Device Triggering Short Message"};
    case 0x5E: return {Kind::enhanced_message, 0, "Enhanced Message Service (Obsolete)"};
    case 0x5F: return {Kind::return_call, 0, "Return Call Message"};
    case 0x7C: return {Kind::ansi_136_r_data, 0, "ANSI-136 R-DATA"};
    case 0x7D: return {Kind::me_data_download, 0, "ME Data download"};
    case 0x7E: return {Kind::me_depersonalization, 0, "ME De-personalization Short Message"};
    case 0x7F: return {Kind::usim_data_download, 0, "(U)SIM Data download"};
    default: return reserved;
    }
}
} // namespace nida::protocol
