#include "protocol/sms/udh.hpp"

#include <boost/assert.hpp>

namespace nida::protocol
{
namespace
{
// TS 23.040 §9.2.3.24
constexpr Octet concatenation_8_bit = 0x00;
constexpr Octet ports_8_bit = 0x04;
constexpr Octet ports_16_bit = 0x05;
constexpr Octet concatenation_16_bit = 0x08;

unsigned sixteen_bits(const Octets& octets, std::size_t at) { return unsigned{octets[at]} << 8 | octets[at + 1]; }

std::optional<Concatenation> as_concatenation(const InformationElement& element)
{
    const auto& data = element.data;
    std::optional<Concatenation> found;
    if (element.id == concatenation_8_bit && data.size() == 3)
        found = Concatenation{data[0], false, data[1], data[2]};
    else if (element.id == concatenation_16_bit && data.size() == 4)
        found = Concatenation{sixteen_bits(data, 0), true, data[2], data[3]};

    if (found && (found->number == 0 || found->number > found->total)) found.reset(); // which covers a total of 0
    return found;
}
} // namespace

std::optional<Concatenation> Udh::concatenation() const
{
    for (auto element = elements.rbegin(); element != elements.rend(); ++element)
        if (auto found = as_concatenation(*element)) return found;
    return std::nullopt;
}

std::optional<unsigned> Udh::destination_port() const
{
    for (auto element = elements.rbegin(); element != elements.rend(); ++element) {
        if (element->id == ports_8_bit && element->data.size() == 2) return element->data[0];
        if (element->id == ports_16_bit && element->data.size() == 4) return sixteen_bits(element->data, 0);
    }
    return std::nullopt;
}

Decoded<Udh> decode_udh(std::span<const Octet> octets)
{
    if (octets.empty() || octets.size() < 1u + octets[0])
        return DecodeError{ParseError::truncated, "TP-UDHL", octets.size()};
    const auto end = std::size_t{1} + octets[0];

    Udh udh;
    for (std::size_t at = 1; at < end;) {
        if (end - at < 2 || end - at - 2 < octets[at + 1]) return DecodeError{ParseError::truncated, "TP-UDH", at};
        const auto data = octets.subspan(at + 2, octets[at + 1]);
        udh.elements.push_back({octets[at], {data.begin(), data.end()}});
        at += 2 + data.size();
    }
    return udh;
}

void append_udh(Octets& out, const Udh& udh)
{
    std::size_t length = 0;
    for (const auto& element : udh.elements)
        length += 2 + element.data.size();
    BOOST_ASSERT(length <= 255);

    out.push_back(static_cast<Octet>(length));
    for (const auto& element : udh.elements) {
        out.push_back(element.id);
        out.push_back(static_cast<Octet>(element.data.size()));
        out.insert(out.end(), element.data.begin(), element.data.end());
    }
}
} // namespace nida::protocol
