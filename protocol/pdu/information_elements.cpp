#include "protocol/pdu/information_elements.hpp"

#include "protocol/pdu/enhanced_voice_mail.hpp"

#include <array>

namespace nida::protocol
{
namespace
{
constexpr std::array<std::string_view, 0x26> names{
    "Concatenated short messages, 8-bit reference number",
    "Special SMS Message Indication",
    "Reserved",
    "Value not used to avoid misinterpretation as <LF> character",
    "Application port addressing scheme, 8 bit address",
    "Application port addressing scheme, 16 bit address",
    "SMSC Control Parameters",
    "UDH Source Indicator",
    "Concatenated short message, 16-bit reference number",
    "Wireless Control Message Protocol",
    "Text Formatting",
    "Predefined Sound",
    "User Defined Sound",
    "Predefined Animation",
    "Large Animation",
    "Small Animation",
    "Large Picture",
    "Small Picture",
    "Variable Picture",
    "User prompt indicator",
    "Extended Object",
    "Reused Extended Object",
    "Compression Control",
    "Object Distribution Indicator",
    "Standard WVG object",
    "Character Size WVG object",
    "Extended Object Data Request Command",
    "Reserved for future EMS features",
    "Reserved for future EMS features",
    "Reserved for future EMS features",
    "Reserved for future EMS features",
    "Reserved for future EMS features",
    "RFC 5322 E-Mail Header",
    "Hyperlink format element",
    "Reply Address Element",
    "Enhanced Voice Mail Information",
    "National Language Single Shift",
    "National Language Locking Shift",
};

unsigned sixteen_bits(const Octets& data, std::size_t at) { return unsigned{data[at]} << 8 | data[at + 1]; }
Octets behind(const Octets& data, std::size_t count)
{
    return {data.begin() + static_cast<std::ptrdiff_t>(count), data.end()};
}

DescribedElement concatenation(const Octets& data, bool sixteen_bit)
{
    const std::size_t reference_octets = sixteen_bit ? 2 : 1;
    if (data.size() != reference_octets + 2) return InvalidElement{};
    const unsigned total = data[reference_octets], number = data[reference_octets + 1];
    // "The receiving entity shall ignore the whole information element"; this covers a total of 0.
    if (number == 0 || number > total) return InvalidElement{};
    return Concatenation{sixteen_bit ? sixteen_bits(data, 0) : data[0], sixteen_bit, total, number};
}

WaitingType waiting_type(Octet indication)
{
    switch (indication & 0x1F) {
    case 0x00: return WaitingType::voice;
    case 0x01: return WaitingType::fax;
    case 0x02: return WaitingType::email;
    case 0x07: return WaitingType::video; // "extended", kind 1
    default: return WaitingType::other;   // reserved values must be received as well
    }
}

DescribedElement text_formatting(const Octets& data)
{
    if (data.size() != 3 && data.size() != 4) return InvalidElement{};
    const auto mode = data[2];
    TextFormatting formatting{};
    formatting.position = data[0];
    formatting.length = data[1];
    formatting.alignment = static_cast<TextFormatting::Alignment>(mode & 0x03);
    formatting.size = static_cast<TextFormatting::Size>(mode >> 2 & 0x03);
    formatting.bold = (mode & 0x10) != 0;
    formatting.italic = (mode & 0x20) != 0;
    formatting.underlined = (mode & 0x40) != 0;
    formatting.strikethrough = (mode & 0x80) != 0;
    if (data.size() == 4) formatting.colours = data[3];
    return formatting;
}

/// @param octet_count  how large the object is; none where any size will do
DescribedElement user_defined_object(const Octets& data, std::optional<std::size_t> octet_count)
{
    if (data.empty() || (octet_count && data.size() != 1 + *octet_count)) return InvalidElement{};
    return UserDefinedObject{data[0], behind(data, 1)};
}

DescribedElement variable_picture(const Octets& data)
{
    if (data.size() < 3 || data.size() != 3u + data[1] * data[2]) return InvalidElement{};
    return VariablePicture{data[0], data[1] * 8u, data[2], behind(data, 3)};
}

DescribedElement reply_address(const Octets& data)
{
    auto field = decode_address(data, "Reply Address");
    if (!field || field->octet_count != data.size()) return InvalidElement{};
    return ReplyAddress{std::move(field->address)};
}
} // namespace

DescribedElement describe(const InformationElement& element)
{
    const auto& data = element.data;
    const auto octets = data.size();
    switch (element.id) {
    case iei::concatenation_8_bit: return concatenation(data, false);
    case iei::concatenation_16_bit: return concatenation(data, true);
    case iei::special_message_indication:
        if (octets != 2) break;
        return SpecialMessageIndication{(data[0] & 0x80) != 0, waiting_type(data[0]), (data[0] >> 5 & 0x03u) + 1,
                                        data[1]};
    case iei::ports_8_bit:
        if (octets != 2) break;
        return Ports{data[0], data[1], false};
    case iei::ports_16_bit:
        if (octets != 4) break;
        return Ports{sixteen_bits(data, 0), sixteen_bits(data, 2), true};
    case 0x06: {
        if (octets != 1) break;
        const auto asks = [&](unsigned bit) { return (data[0] >> bit & 1) != 0; };
        return SmscControl{asks(0), asks(1), asks(2), asks(3), asks(6), asks(7)};
    }
    case 0x07:
        if (octets != 1 || data[0] < 1 || data[0] > 3) break;
        return HeaderSource{data[0]};
    case 0x0A: return text_formatting(data);
    case 0x0B:
    case 0x0D:
        if (octets != 2) break;
        return PredefinedObject{data[0], data[1]};
    case 0x0E:
    case 0x10: return user_defined_object(data, 128);
    case 0x0F:
    case 0x11: return user_defined_object(data, 32);
    case 0x0C:
    case 0x18:
    case 0x19: return user_defined_object(data, std::nullopt);
    case 0x12: return variable_picture(data);
    case 0x13:
        if (octets != 1) break;
        return UserPrompt{data[0]};
    case 0x15:
        if (octets != 3) break;
        return ReusedExtendedObject{data[0], sixteen_bits(data, 1)};
    case 0x17:
        if (octets != 2) break;
        return ObjectDistribution{data[0], (data[1] & 1) == 0};
    case 0x1A:
        if (octets != 0) break;
        return Verbatim{};
    case 0x20:
        if (octets != 1) break;
        return EmailHeader{data[0]};
    case 0x21:
        if (octets != 4) break;
        return Hyperlink{sixteen_bits(data, 0), data[2], data[3]};
    case 0x22: return reply_address(data);
    case iei::enhanced_voice_mail:
        if (auto mail = read_enhanced_voice_mail(data)) return std::move(*mail);
        break;
    case iei::single_shift:
    case iei::locking_shift:
        if (octets != 1) break;
        return NationalShift{element.id == iei::locking_shift, data[0]};
    default: return Verbatim{};
    }
    return InvalidElement{};
}

std::string_view name_of(Octet id) noexcept
{
    if (id < names.size()) return names[id];
    if (id >= 0x70 && id <= 0x7F) return "(U)SIM Toolkit Security Headers";
    if (id >= 0x80 && id <= 0x9F) return "SME to SME specific use";
    if (id >= 0xC0 && id <= 0xDF) return "SC specific use";
    return "Reserved for future use";
}
} // namespace nida::protocol
