#include "protocol/pdu/address.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/alphabet/septets.hpp"
#include "protocol/unicode.hpp"

#include <boost/assert.hpp>

#include <array>
#include <vector>

namespace nida::protocol
{
namespace
{
constexpr std::size_t max_semi_octets = 20; // TS 23.040 §9.1.2.5
constexpr std::size_t max_septets = max_semi_octets * 4 / 7;
constexpr std::string_view semi_octet_digits = "0123456789*#abc";
constexpr Octet filler = 0x0F;

// Eight septets fill their semi-octets, so that a writer who counts padding in says 14 of seven septets, too.
constexpr std::size_t ambiguous_semi_octets = 14;
constexpr Septet at_sign = 0x00;

/// @pre count <= max_semi_octets
std::string decode_digits(std::span<const Octet> octets, std::size_t count)
{
    std::array<char, max_semi_octets> digits;
    std::size_t length = 0;
    for (; length < count; ++length) {
        const auto pair = octets[length / 2];
        const auto semi_octet = length % 2 == 0 ? pair & 0x0F : pair >> 4;
        if (semi_octet == filler) break;
        digits[length] = semi_octet_digits[static_cast<std::size_t>(semi_octet)];
    }
    return {digits.data(), length};
}

/// @pre `digit` is one of semi_octet_digits
Octet semi_octet_of(char digit)
{
    if (digit >= '0' && digit <= '9') return static_cast<Octet>(digit - '0');
    const auto value = semi_octet_digits.find(digit);
    BOOST_ASSERT(value != std::string_view::npos);
    return static_cast<Octet>(value);
}

void append_digits(Octets& out, std::string_view digits)
{
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto high = i + 1 < digits.size() ? semi_octet_of(digits[i + 1]) : filler;
        out.push_back(static_cast<Octet>(high << 4 | semi_octet_of(digits[i])));
    }
}

/// @pre semi_octet_count <= max_semi_octets
std::string decode_name(std::span<const Octet> octets, std::size_t semi_octet_count)
{
    // The length rounds up to semi-octets, so the rest of this division is padding.
    std::array<Septet, max_septets> buffer;
    auto septets = std::span{buffer}.first(semi_octet_count * 4 / 7);
    unpack_septets_into(octets, septets); // there are enough: the caller took the octets by this length
    if (semi_octet_count == ambiguous_semi_octets && septets.back() == at_sign)
        septets = septets.first(septets.size() - 1);
    return from_gsm(septets);
}

void append_name(Octets& out, Octet type, std::string_view name)
{
    std::vector<Septet> septets;
    septets.reserve(max_septets);
    for (const auto code_point : decode_utf8(name)) {
        const auto shown = gsm_septets(code_point) != 0 ? code_point : U'?';
        if (septets.size() + gsm_septets(shown) > max_septets) break; // a name may be cut; a number never
        append_gsm(septets, shown);
    }
    auto length = (septets.size() * 7 + 3) / 4;
    auto packed = pack_septets(septets);
    if (length == ambiguous_semi_octets && septets.back() == at_sign) {
        ++length; // an @ that is meant: one semi-octet more keeps it from being read as padding
        packed.push_back(0);
    }
    out.push_back(static_cast<Octet>(length));
    out.push_back(type);
    out.insert(out.end(), packed.begin(), packed.end());
}

/// The type-of-address octet and the value behind it.
Address decode_value(Octet type, std::span<const Octet> value, std::size_t semi_octet_count)
{
    Address address{type, {}};
    address.value =
        address.is_alphanumeric() ? decode_name(value, semi_octet_count) : decode_digits(value, semi_octet_count);
    return address;
}
} // namespace

std::string_view to_string(TypeOfNumber ton) noexcept
{
    switch (ton) {
    case TypeOfNumber::unknown: return "unknown";
    case TypeOfNumber::international: return "international";
    case TypeOfNumber::national: return "national";
    case TypeOfNumber::network_specific: return "network-specific";
    case TypeOfNumber::subscriber: return "subscriber";
    case TypeOfNumber::alphanumeric: return "alphanumeric";
    case TypeOfNumber::abbreviated: return "abbreviated";
    case TypeOfNumber::reserved: break;
    }
    return "reserved";
}

std::string_view to_string(NumberingPlan npi) noexcept
{
    switch (npi) {
    case NumberingPlan::unknown: return "unknown";
    case NumberingPlan::isdn: return "isdn";
    case NumberingPlan::data: return "data";
    case NumberingPlan::telex: return "telex";
    case NumberingPlan::service_centre_specific:
    case NumberingPlan::service_centre_specific_2: return "sc-specific";
    case NumberingPlan::national: return "national";
    case NumberingPlan::private_plan: return "private";
    case NumberingPlan::ermes: return "ermes";
    case NumberingPlan::reserved_for_extension: break;
    }
    return "reserved";
}

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
    if (address.is_alphanumeric()) return append_name(out, address.type, address.value);
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
    const auto length_at = out.size();
    append_address(out, address);
    // Octets here, where other addresses count semi-octets.
    out[length_at] = static_cast<Octet>(out.size() - length_at - 1);
}
} // namespace nida::protocol
