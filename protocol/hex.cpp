#include "protocol/hex.hpp"

namespace nida::protocol
{
namespace
{
/// The digit's value, or -1.
constexpr int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}
} // namespace

std::string to_hex(std::span<const Octet> octets)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string hex(octets.size() * 2, '0');
    auto digit = hex.begin();
    for (const auto octet : octets) {
        *digit++ = digits[octet >> 4];
        *digit++ = digits[octet & 0x0F];
    }
    return hex;
}

Decoded<Octets> from_hex(std::string_view hex, std::string_view field)
{
    Octets octets;
    octets.reserve(hex.size() / 2);
    int high = 0;
    for (std::size_t i = 0; i < hex.size(); ++i) {
        const auto value = digit_value(hex[i]);
        if (value < 0) return DecodeError{ParseError::bad_digit, field, i};
        if (i % 2 == 0)
            high = value;
        else
            octets.push_back(static_cast<Octet>(high << 4 | value));
    }
    if (hex.size() % 2 != 0) return DecodeError{ParseError::truncated, field, hex.size()};
    return octets;
}
} // namespace nida::protocol
