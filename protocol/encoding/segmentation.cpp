#include "protocol/encoding/segmentation.hpp"

#include "protocol/alphabet/septets.hpp"
#include "protocol/unicode.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <array>

namespace nida::protocol
{
namespace
{
/// Most texts fit into so many, and are then done within one buffer.
constexpr auto septets_alone = capacity(Alphabet::gsm7, 0);

/// The cheapest of the alphabets that every phone has, and the text cut for it.
struct Cut {
    Coding coding;
    std::vector<Piece> pieces;
};
Cut cut_for_any_phone(std::u32string_view text)
{
    for (const auto alphabet : {Alphabet::gsm7, Alphabet::ucs2}) {
        const Coding coding{alphabet, {}};
        if (auto pieces = cut(text, coding, capacities(coding, {}))) return {coding, std::move(*pieces)};
    }
    BOOST_ASSERT(false); // UCS-2 has a code for every character
    return {};
}

/// Each character once, in order of appearance.
std::vector<std::string> distinct_without_gsm_code(std::u32string_view text)
{
    std::vector<char32_t> seen; // sorted
    std::vector<std::string> found;
    for (const auto code_point : text) {
        if (gsm_septets(code_point) != 0) continue;
        const auto place = std::ranges::lower_bound(seen, code_point);
        if (place != seen.end() && *place == code_point) continue;
        seen.insert(place, code_point);
        append_utf8(found.emplace_back(), code_point);
    }
    return found;
}
} // namespace

SegmentCount count_segments(std::string_view utf8)
{
    std::array<Septet, septets_alone> septets;
    if (const auto count = to_gsm(utf8, septets)) return {Alphabet::gsm7, 1, *count, septets_alone - *count, {}};

    const auto text = decode_utf8(utf8);
    const auto [coding, pieces] = cut_for_any_phone(text);

    SegmentCount count{coding.alphabet, pieces.size(), 0, 0, {}};
    for (const auto& piece : pieces)
        count.units += piece.units;
    const auto limits = capacities(coding, {});
    count.units_left = (pieces.size() > 1 ? limits.concatenated : limits.alone) - pieces.back().units;
    if (coding.alphabet != Alphabet::gsm7) count.forcing_ucs2 = distinct_without_gsm_code(text);
    return count;
}

std::vector<UserData> segment_text(std::string_view utf8, Octet reference)
{
    std::array<Septet, septets_alone> septets;
    if (const auto count = to_gsm(utf8, septets)) {
        const auto length = static_cast<Octet>(*count);
        return {{encode_dcs(Alphabet::gsm7), false, length, pack_septets(std::span{septets}.first(*count))}};
    }

    const auto text = decode_utf8(utf8);
    const auto [coding, pieces] = cut_for_any_phone(text);
    if (pieces.size() > max_segments) return {};

    std::vector<UserData> segments;
    segments.reserve(pieces.size());
    SegmentWriter writer{coding, {}, {pieces.size(), reference, std::nullopt}};
    for (const auto& piece : pieces)
        segments.push_back(writer.write(std::u32string_view{text}.substr(piece.begin, piece.end - piece.begin)));
    return segments;
}

std::vector<UserData> segment_octets(std::span<const Octet> data, const SegmentHeader& header, unsigned reference,
                                     std::optional<unsigned> message_class)
{
    const Coding coding{Alphabet::eight_bit, {}};
    const auto limits = capacities(coding, header);
    const auto step = data.size() <= limits.alone ? limits.alone : limits.concatenated;
    if (step == 0) return {};

    const auto count = std::max<std::size_t>((data.size() + step - 1) / step, 1);
    if (count > max_segments) return {};

    std::vector<UserData> segments;
    SegmentWriter writer{coding, header, {count, reference, message_class}};
    for (std::size_t at = 0; segments.size() < count; at += step)
        segments.push_back(writer.write(data.subspan(at, std::min(step, data.size() - at))));
    return segments;
}
} // namespace nida::protocol
