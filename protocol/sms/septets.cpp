#include "protocol/sms/septets.hpp"

namespace nida::protocol
{
Octets pack_septets(std::span<const Septet> septets, unsigned fill_bits)
{
    Octets octets((septets.size() * 7 + fill_bits + 7) / 8);
    auto bit = std::size_t{fill_bits};
    for (const auto septet : septets) {
        const unsigned window = (septet & 0x7Fu) << (bit % 8);
        octets[bit / 8] |= static_cast<Octet>(window & 0xFF);
        if (window > 0xFF) octets[bit / 8 + 1] |= static_cast<Octet>(window >> 8);
        bit += 7;
    }
    return octets;
}

Decoded<std::vector<Septet>> unpack_septets(std::span<const Octet> octets, std::size_t count, unsigned fill_bits)
{
    // The first comparison keeps count * 7 in the second from wrapping.
    if (count > octets.size() * 8 / 7 || count * 7 + fill_bits > octets.size() * 8)
        return DecodeError{ParseError::truncated, "TP-UD", octets.size()};

    std::vector<Septet> septets(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto bit = i * 7 + fill_bits;
        unsigned window = octets[bit / 8];
        if (bit / 8 + 1 < octets.size()) // a septet lies in two octets at most
            window |= unsigned{octets[bit / 8 + 1]} << 8;
        septets[i] = static_cast<Septet>(window >> (bit % 8) & 0x7F);
    }
    return septets;
}
} // namespace nida::protocol
