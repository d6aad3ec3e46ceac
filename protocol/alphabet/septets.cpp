#include "protocol/alphabet/septets.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace nida::protocol
{
namespace
{
/// Eight octets, the first in the lowest bits. Compilers make one load of it where the machine allows that.
std::uint64_t load(const Octet* octets)
{
    std::uint64_t word;
    std::memcpy(&word, octets, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    return word;
}
void store(Octet* octets, std::uint64_t word)
{
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    std::memcpy(octets, &word, sizeof word);
}

/// Eight septets, one in each octet, moved together into the lowest 56 bits: first by pairs, then pairs of pairs, then halves.
constexpr std::uint64_t join(std::uint64_t word)
{
    word = (word & 0x007F'007F'007F'007F) | (word & 0x7F00'7F00'7F00'7F00) >> 1;
    word = (word & 0x0000'3FFF'0000'3FFF) | (word & 0x3FFF'0000'3FFF'0000) >> 2;
    return (word & 0x0000'0000'0FFF'FFFF) | (word & 0x0FFF'FFFF'0000'0000) >> 4;
}
/// The way back.
constexpr std::uint64_t spread(std::uint64_t word)
{
    word = (word & 0x0000'0000'0FFF'FFFF) | (word & 0x00FF'FFFF'F000'0000) << 4;
    word = (word & 0x0000'3FFF'0000'3FFF) | (word & 0x0FFF'C000'0FFF'C000) << 2;
    return (word & 0x007F'007F'007F'007F) | (word & 0x3F80'3F80'3F80'3F80) << 1;
}
static_assert(spread(join(0x0102'4F30'7F00'2A55)) == 0x0102'4F30'7F00'2A55);

constexpr std::size_t septets_in(std::size_t octets, unsigned fill_bits)
{
    // Seven octets at a time, so that no product wraps.
    const auto rest = octets % 7 * 8;
    const auto bits = rest + (octets >= 7 ? 56 : 0);
    const auto whole = octets >= 7 ? octets / 7 - 1 : 0;
    return whole * 8 + (bits > fill_bits ? (bits - fill_bits) / 7 : 0);
}
} // namespace

Octets pack_septets(std::span<const Septet> septets, unsigned fill_bits)
{
    Octets octets(packed_octets(septets.size(), fill_bits));
    pack_septets(septets, octets, fill_bits);
    return octets;
}

std::size_t pack_septets(std::span<const Septet> septets, std::span<Octet> out, unsigned fill_bits)
{
    BOOST_ASSERT(fill_bits < 8);
    const auto octet_count = packed_octets(septets.size(), fill_bits);
    BOOST_ASSERT(out.size() >= octet_count);

    // Each eight septets fill seven octets; what the fill bits push out of them goes before the next eight.
    std::uint64_t pushed_out = 0;
    const auto* from = septets.data();
    auto* to = out.data();
    auto left = septets.size();
    auto room = octet_count;
    for (; left >= 8; left -= 8, from += 8, to += 7, room -= 7) {
        const auto word = join(load(from));
        const auto packed = word << fill_bits | pushed_out;
        pushed_out = packed >> 56;
        if (room >= 8) {
            store(to, packed);
        } else {
            Octet last[8];
            store(last, packed);
            std::copy_n(last, room, to);
        }
    }
    if (left > 0 || room > 0) {
        Octet last[8]{};
        std::copy_n(from, left, last);
        store(last, join(load(last)) << fill_bits | pushed_out);
        std::copy_n(last, room, to);
    }
    return octet_count;
}

Decoded<std::vector<Septet>> unpack_septets(std::span<const Octet> octets, std::size_t count, unsigned fill_bits)
{
    if (count > septets_in(octets.size(), fill_bits)) return DecodeError{ParseError::truncated, "TP-UD", octets.size()};
    std::vector<Septet> septets(count);
    unpack_septets_into(octets, septets, fill_bits);
    return septets;
}

std::size_t unpack_septets_into(std::span<const Octet> octets, std::span<Septet> out, unsigned fill_bits)
{
    BOOST_ASSERT(fill_bits < 8);
    const auto count = std::min(out.size(), septets_in(octets.size(), fill_bits));

    // Any eight septets begin at the same bit of an octet and end within the next eight.
    const auto* from = octets.data();
    auto* to = out.data();
    auto left = count;
    auto there = octets.size();
    for (; left >= 8 && there >= 8; left -= 8, to += 8, from += 7, there -= 7)
        store(to, spread(load(from) >> fill_bits));
    while (left > 0) {
        Octet last[8]{};
        std::copy_n(from, std::min<std::size_t>(there, 8), last);
        const auto taken = std::min<std::size_t>(left, 8);
        store(last, spread(load(last) >> fill_bits));
        std::copy_n(last, taken, to);
        left -= taken;
        to += taken;
        from += std::min<std::size_t>(there, 7);
        there -= std::min<std::size_t>(there, 7);
    }
    return count;
}
} // namespace nida::protocol
