#include "protocol/sms/address.hpp"

#include "protocol/sms/gsm_alphabet.hpp"
#include "protocol/sms/septets.hpp"
#include "protocol/unicode.hpp"

#include <boost/assert.hpp>

#include <vector>

namespace nida::protocol
{
namespace
{
constexpr std::size_t max_semi_octets = 20; // TS 23.040 §9.1.2.5
constexpr std::size_t max_septets = max_semi_octets * 4 / 7;
constexpr std::string_view semi_octet_digits = "0123456789*#abc";
constexpr Octet filler = 0x0F;

std::string decode_digits(std::span<const Octet> octets, std::size_t count)
{
    std::string digits;
    for (std::size_t i = 0; i < count; ++i) {
        const auto semi_octet = i % 2 == 0 ? octets[i / 2] & 0x0F : octets[i / 2] >> 4;
        if (semi_octet == filler) break;
        digits += semi_octet_digits[static_cast<std::size_t>(semi_octet)];
    }
    return digits;
}

void append_digits(Octets& out, std::string_view digits)
{
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto semi_octet = [&](std::size_t at) {
            if (at >= digits.size()) return filler;
            const auto value = semi_octet_digits.find(digits[at]);
            BOOST_ASSERT(value != std::string_view::npos);
            return static_cast<Octet>(value);
        };
        out.push_back(static_cast<Octet>(semi_octet(i + 1) << 4 | semi_octet(i)));
    }
}

/// The type-of-address octet and the value behind it.
Address decode_value(Octet type, std::span<const Octet> value, std::size_t semi_octet_count)
{
    Address address{type, {}};
    if (address.is_alphanumeric())
        // The length rounds up to semi-octets, so the rest of this division is padding. It always fits.
        address.value = from_gsm(*unpack_septets(value, semi_octet_count * 4 / 7));
    else
        address.value = decode_digits(value, semi_octet_count);
    return address;
}
} // namespace

Decoded<Address> address_from_text(std::string_view text)
{
    const bool international = text.starts_with('+');
    const auto digits = text.substr(international ? 1 : 0);
    const std::size_t before = international ? 1 : 0;
    if (digits.empty()) return DecodeError{ParseError::missing_field, "address", before};

    const auto bad = digits.find_first_not_of(semi_octet_digits);
    if (bad != std::string_view::npos) return DecodeError{ParseError::bad_digit, "address", before + bad};
    if (digits.size() > max_semi_octets) return DecodeError{ParseError::too_long, "address", before + max_semi_octets};
    return Address{static_cast<Octet>(international ? 0x91 : 0x81), std::string{digits}};
}

Decoded<AddressField> decode_address(std::span<const Octet> octets, std::string_view field)
{
    if (octets.empty()) return DecodeError{ParseError::truncated, field, 0};
    const std::size_t semi_octet_count = octets[0];
    if (semi_octet_count > max_semi_octets) return DecodeError{ParseError::too_long, field, 0};

    const auto octet_count = 2 + (semi_octet_count + 1) / 2;
    if (octets.size() < octet_count) return DecodeError{ParseError::truncated, field, octets.size()};
    return AddressField{decode_value(octets[1], octets.subspan(2, octet_count - 2), semi_octet_count), octet_count};
}

Decoded<AddressField> decode_smsc(std::span<const Octet> octets)
{
    if (octets.empty()) return DecodeError{ParseError::truncated, "SMSC", 0};
    const std::size_t length = octets[0];
    if (length == 0) return AddressField{{}, 1};
    if (length > 1 + max_semi_octets / 2) return DecodeError{ParseError::too_long, "SMSC", 0};
    if (octets.size() < 1 + length) return DecodeError{ParseError::truncated, "SMSC", octets.size()};
    return AddressField{decode_value(octets[1], octets.subspan(2, length - 1), (length - 1) * 2), 1 + length};
}

void append_address(Octets& out, const Address& address)
{
    if (address.is_alphanumeric()) {
        std::vector<Septet> septets;
        for (const auto code_point : decode_utf8(address.value)) {
            const auto shown = gsm_septets(code_point) != 0 ? code_point : U'?';
            if (septets.size() + gsm_septets(shown) > max_septets) break; // a name may be cut; a number never
            append_gsm(septets, shown);
        }
        out.push_back(static_cast<Octet>((septets.size() * 7 + 3) / 4));
        out.push_back(address.type);
        const auto packed = pack_septets(septets);
        out.insert(out.end(), packed.begin(), packed.end());
        return;
    }
    BOOST_ASSERT(address.value.size() <= max_semi_octets);
    out.push_back(static_cast<Octet>(address.value.size()));
    out.push_back(address.type);
    append_digits(out, address.value);
}

void append_smsc(Octets& out, const Address& address)
{
    if (address.value.empty()) {
        out.push_back(0);
        return;
    }
    Octets field;
    append_address(field, address);
    field[0] = static_cast<Octet>(field.size() - 1); // octets here, where other addresses count semi-octets
    out.insert(out.end(), field.begin(), field.end());
}
} // namespace nida::protocol
