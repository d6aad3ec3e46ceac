#include "protocol/encoding/segment_writer.hpp"

#include "protocol/alphabet/septets.hpp"
#include "protocol/unicode.hpp"

#include <boost/assert.hpp>

namespace nida::protocol
{
namespace
{
// Octets of an element, its identifier and its length counted in.
constexpr std::size_t concatenation_octets(bool sixteen_bit) { return sixteen_bit ? 6 : 5; }
constexpr std::size_t shift_octets = 3;

InformationElement concatenation(bool sixteen_bit, const SegmentWriter::Message& message)
{
    InformationElement element{sixteen_bit ? iei::concatenation_16_bit : iei::concatenation_8_bit, {}};
    if (sixteen_bit) element.data.push_back(static_cast<Octet>(message.reference >> 8 & 0xFF));
    element.data.push_back(static_cast<Octet>(message.reference & 0xFF));
    element.data.push_back(static_cast<Octet>(message.segments));
    element.data.push_back(0); // the number, as each segment is written
    return element;
}

void add_shifts(Udh& udh, GsmTables tables)
{
    if (tables.single != NationalLanguage::none)
        udh.elements.push_back({iei::single_shift, {static_cast<Octet>(tables.single)}});
    if (tables.locking != NationalLanguage::none)
        udh.elements.push_back({iei::locking_shift, {static_cast<Octet>(tables.locking)}});
}

} // namespace

std::size_t header_octets(const Coding& coding, const SegmentHeader& header, bool concatenated) noexcept
{
    std::size_t octets = concatenated ? concatenation_octets(header.sixteen_bit_reference) : 0;
    if (coding.tables.single != NationalLanguage::none) octets += shift_octets;
    if (coding.tables.locking != NationalLanguage::none) octets += shift_octets;
    for (const auto& element : header.elements)
        octets += 2 + element.data.size();
    return octets == 0 ? 0 : octets + 1;
}

Capacities capacities(const Coding& coding, const SegmentHeader& header) noexcept
{
    return {capacity(coding.alphabet, header_octets(coding, header, false)),
            capacity(coding.alphabet, header_octets(coding, header, true))};
}

SegmentWriter::SegmentWriter(const Coding& coding, const SegmentHeader& header, const Message& message)
    : coding_{coding}, dcs_{encode_dcs(coding.alphabet, message.message_class)}
{
    BOOST_ASSERT(message.segments >= 1 && message.segments <= max_segments);

    Udh udh;
    if (message.segments > 1) {
        udh.elements.push_back(concatenation(header.sixteen_bit_reference, message));
        number_at_ = concatenation_octets(header.sixteen_bit_reference); // behind UDHL, so its last octet
    }
    add_shifts(udh, coding.tables);
    udh.elements.insert(udh.elements.end(), header.elements.begin(), header.elements.end());
    if (!udh.elements.empty()) append_udh(header_, udh);
    if (coding.alphabet == Alphabet::gsm7) septets_.reserve(capacity(coding.alphabet, header_.size()));
    BOOST_ASSERT(header_.size() <= max_user_data_octets);
}

UserData SegmentWriter::begin_segment()
{
    if (number_at_ != 0) ++header_[number_at_];
    UserData segment;
    segment.dcs = dcs_;
    segment.has_udh = !header_.empty();
    segment.octets.reserve(max_user_data_octets);
    segment.octets = header_;
    return segment;
}

UserData SegmentWriter::write(std::u32string_view piece)
{
    if (coding_.alphabet == Alphabet::eight_bit) {
        std::string utf8;
        for (const auto code_point : piece)
            append_utf8(utf8, code_point);
        return write(std::span{reinterpret_cast<const Octet*>(utf8.data()), utf8.size()});
    }

    auto segment = begin_segment();
    if (coding_.alphabet == Alphabet::gsm7) {
        septets_.clear();
        for (const auto code_point : piece)
            append_gsm(septets_, code_point, coding_.tables);
        const auto fill_bits = header_fill_bits(header_.size());
        segment.octets.resize(header_.size() + packed_octets(septets_.size(), fill_bits));
        pack_septets(septets_, std::span{segment.octets}.subspan(header_.size()), fill_bits);
        segment.length = static_cast<Octet>(header_septets(header_.size()) + septets_.size());
    } else {
        const auto body = to_ucs2(piece);
        segment.octets.insert(segment.octets.end(), body.begin(), body.end());
        segment.length = static_cast<Octet>(segment.octets.size());
    }
    BOOST_ASSERT(segment.octets.size() <= max_user_data_octets);
    return segment;
}

UserData SegmentWriter::write(std::span<const Octet> data)
{
    auto segment = begin_segment();
    segment.octets.insert(segment.octets.end(), data.begin(), data.end());
    segment.length = static_cast<Octet>(segment.octets.size());
    BOOST_ASSERT(segment.octets.size() <= max_user_data_octets);
    return segment;
}
} // namespace nida::protocol
