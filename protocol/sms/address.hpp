#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// TP-OA, TP-DA or TP-RA, or an SMSC's address (TS 23.040 §9.1.2.5).
struct Address {
    Octet type = 0x81; ///< type-of-address octet: 0x91 international, 0x81 unknown, 0xD0 alphanumeric, ...
    std::string value; ///< digits (also * # a b c) without '+', or the alphanumeric text in UTF-8

    bool is_alphanumeric() const noexcept { return (type & 0x70) == 0x50; }
    bool is_international() const noexcept { return (type & 0x70) == 0x10; }
    /// As people write it: "+218912345678", "1234", "Beeline".
    std::string text() const { return (is_international() ? "+" : "") + value; }
    bool operator==(const Address&) const = default;
};

/// "+…" becomes type 0x91, anything else 0x81. @pre only '+', digits, *, #, a, b, c; `bad_digit` or `too_long` (over 20) otherwise.
Decoded<Address> address_from_text(std::string_view text);

/// An address field and how many octets it took.
struct AddressField {
    Address address;
    std::size_t octet_count;
};
/// @param octets  begins at the length octet, which counts semi-octets. @param field  named in errors.
/// Semi-octets past 9 read as * # a b c; an F inside the number ends it.
Decoded<AddressField> decode_address(std::span<const Octet> octets, std::string_view field);
/// The SMSC address in front of a TPDU: its length octet counts octets, the type included (TS 27.005 §3.1); 0 is "none".
Decoded<AddressField> decode_smsc(std::span<const Octet> octets);
void append_address(Octets& out, const Address& address);
void append_smsc(Octets& out, const Address& address); ///< an empty value appends the single octet 00
} // namespace nida::protocol
