#include "protocol/sms/segmentation.hpp"

#include "protocol/sms/gsm_alphabet.hpp"
#include "protocol/sms/septets.hpp"
#include "protocol/unicode.hpp"

#include <boost/assert.hpp>

#include <unordered_set>

namespace nida::protocol
{
namespace
{
/// Units (septets or UTF-16 units) that a segment holds: alone, and behind the six octets of a concatenation header.
struct Capacity {
    std::size_t alone;
    std::size_t concatenated;
};
constexpr Capacity capacity(Alphabet alphabet)
{
    return alphabet == Alphabet::gsm7 ? Capacity{160, 153} : Capacity{70, 67};
}

constexpr Octet header_octets = 6;
constexpr Octet header_septets = 7;
constexpr unsigned header_fill_bits = header_septets * 7 - header_octets * 8;

std::size_t units_of(char32_t code_point, Alphabet alphabet)
{
    if (alphabet == Alphabet::gsm7) return gsm_septets(code_point);
    return code_point < 0x10000 ? 1 : 2;
}

Alphabet cheapest_alphabet(std::u32string_view text)
{
    for (const auto code_point : text)
        if (gsm_septets(code_point) == 0) return Alphabet::ucs2;
    return Alphabet::gsm7;
}

struct Piece {
    std::u32string_view text;
    std::size_t units;
};
/// Fills piece after piece. What must stay together (here: what one character takes) goes into the next whole.
std::vector<Piece> cut(std::u32string_view text, Alphabet alphabet, std::size_t units_a_piece)
{
    std::vector<Piece> pieces;
    std::size_t begin = 0, units = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto needed = units_of(text[at], alphabet);
        if (units + needed > units_a_piece) {
            pieces.push_back({text.substr(begin, at - begin), units});
            begin = at;
            units = 0;
        }
        units += needed;
    }
    pieces.push_back({text.substr(begin), units});
    return pieces;
}

std::vector<Piece> cut(std::u32string_view text, Alphabet alphabet)
{
    const auto limits = capacity(alphabet);
    auto pieces = cut(text, alphabet, limits.alone);
    if (pieces.size() > 1) pieces = cut(text, alphabet, limits.concatenated);
    return pieces;
}

UserData encode(const Piece& piece, Alphabet alphabet, const Udh& udh)
{
    UserData user_data;
    user_data.dcs = encode_dcs(alphabet);
    user_data.has_udh = !udh.elements.empty();
    if (user_data.has_udh) append_udh(user_data.octets, udh);
    BOOST_ASSERT(user_data.octets.size() == (user_data.has_udh ? header_octets : 0u));

    Octets body;
    if (alphabet == Alphabet::gsm7) {
        std::vector<Septet> septets;
        for (const auto code_point : piece.text)
            append_gsm(septets, code_point);
        body = pack_septets(septets, user_data.has_udh ? header_fill_bits : 0);
        user_data.length = static_cast<Octet>(septets.size() + (user_data.has_udh ? header_septets : 0));
    } else {
        body = to_ucs2(piece.text);
        user_data.length = static_cast<Octet>(body.size() + user_data.octets.size());
    }
    user_data.octets.insert(user_data.octets.end(), body.begin(), body.end());
    return user_data;
}
} // namespace

SegmentCount count_segments(std::string_view utf8)
{
    const auto text = decode_utf8(utf8);

    SegmentCount count{Alphabet::gsm7, 1, 0, 0, {}};
    std::unordered_set<char32_t> seen;
    for (const auto code_point : text) {
        if (gsm_septets(code_point) != 0 || !seen.insert(code_point).second) continue;
        count.alphabet = Alphabet::ucs2;
        append_utf8(count.forcing_ucs2.emplace_back(), code_point);
    }

    const auto pieces = cut(text, count.alphabet);
    count.segments = pieces.size();
    for (const auto& piece : pieces)
        count.units += piece.units;
    const auto limits = capacity(count.alphabet);
    count.units_left = (pieces.size() > 1 ? limits.concatenated : limits.alone) - pieces.back().units;
    return count;
}

std::vector<UserData> segment_text(std::string_view utf8, Octet reference)
{
    const auto text = decode_utf8(utf8);
    const auto alphabet = cheapest_alphabet(text);
    const auto pieces = cut(text, alphabet);
    if (pieces.size() > max_segments) return {};

    std::vector<UserData> segments;
    for (const auto& piece : pieces) {
        Udh udh;
        if (pieces.size() > 1)
            udh.elements.push_back(
                {0x00, // concatenation with an 8-bit reference
                 {reference, static_cast<Octet>(pieces.size()), static_cast<Octet>(segments.size() + 1)}});
        segments.push_back(encode(piece, alphabet, udh));
    }
    return segments;
}
} // namespace nida::protocol
