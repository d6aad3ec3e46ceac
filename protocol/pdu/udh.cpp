#include "protocol/pdu/udh.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <initializer_list>

namespace nida::protocol
{
namespace
{
/// The last element with one of these ids that is valid.
template <class T>
std::optional<T> last(const std::vector<InformationElement>& elements, std::initializer_list<Octet> ids)
{
    for (auto element = elements.rbegin(); element != elements.rend(); ++element) {
        if (std::ranges::find(ids, element->id) == ids.end()) continue;
        auto described = describe(*element);
        if (auto* found = std::get_if<T>(&described)) return std::move(*found);
    }
    return std::nullopt;
}
std::optional<Octet> language(const std::vector<InformationElement>& elements, Octet id)
{
    const auto shift = last<NationalShift>(elements, {id});
    return shift ? std::optional{shift->language} : std::nullopt;
}
} // namespace

std::optional<Concatenation> Udh::concatenation() const
{
    return last<Concatenation>(elements, {iei::concatenation_8_bit, iei::concatenation_16_bit});
}

std::optional<Ports> Udh::ports() const { return last<Ports>(elements, {iei::ports_8_bit, iei::ports_16_bit}); }

std::optional<unsigned> Udh::destination_port() const
{
    const auto found = ports();
    return found ? std::optional{found->destination} : std::nullopt;
}

std::optional<Octet> Udh::single_shift() const { return language(elements, iei::single_shift); }
std::optional<Octet> Udh::locking_shift() const { return language(elements, iei::locking_shift); }

std::vector<SpecialMessageIndication> Udh::message_waiting() const
{
    std::vector<SpecialMessageIndication> waiting;
    for (const auto& element : elements) {
        if (element.id != iei::special_message_indication) continue;
        const auto described = describe(element);
        const auto* indication = std::get_if<SpecialMessageIndication>(&described);
        if (!indication) continue;
        const auto same = std::ranges::find_if(waiting, [&](const SpecialMessageIndication& earlier) {
            return earlier.type == indication->type && earlier.profile == indication->profile;
        });
        if (same == waiting.end())
            waiting.push_back(*indication);
        else
            *same = *indication;
    }
    return waiting;
}

std::optional<EnhancedVoiceMail> Udh::enhanced_voice_mail() const
{
    return last<EnhancedVoiceMail>(elements, {iei::enhanced_voice_mail});
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
