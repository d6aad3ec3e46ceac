#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// Bits 6-4 of the type-of-address octet (TS 23.040 §9.1.2.5).
enum class TypeOfNumber {
    unknown,
    international,
    national,
    network_specific,
    subscriber,
    alphanumeric,
    abbreviated,
    reserved
};
/// Bits 3-0 of the type-of-address octet; the numbers between are reserved.
enum class NumberingPlan {
    unknown = 0,
    isdn = 1, ///< E.164: what all telephone numbers have
    data = 3, ///< X.121
    telex = 4,
    service_centre_specific = 5,
    service_centre_specific_2 = 6,
    national = 8,
    private_plan = 9,
    ermes = 10,
    reserved_for_extension = 15
};

/// TP-OA, TP-DA or TP-RA, or an SMSC's address (TS 23.040 §9.1.2.5).
struct Address {
    Octet type = 0x81; ///< type-of-address octet: 0x91 international, 0x81 unknown, 0xD0 alphanumeric, ...
    std::string value; ///< digits (also * # a b c) without '+', or the alphanumeric text in UTF-8

    TypeOfNumber ton() const noexcept { return static_cast<TypeOfNumber>(type >> 4 & 0x07); }
    NumberingPlan npi() const noexcept { return static_cast<NumberingPlan>(type & 0x0F); }
    bool is_alphanumeric() const noexcept { return ton() == TypeOfNumber::alphanumeric; }
    bool is_international() const noexcept { return ton() == TypeOfNumber::international; }
    /// As people write it: "+218912345678", "1234", "Beeline".
    std::string text() const { return (is_international() ? "+" : "") + value; }
    bool operator==(const Address&) const = default;
};
/// "international", "network-specific", "alphanumeric", ...
std::string_view to_string(TypeOfNumber ton) noexcept;
/// "isdn", "national", "private", ...; "reserved" for a number that names no plan.
std::string_view to_string(NumberingPlan npi) noexcept;

/// "+…" becomes type 0x91, anything else 0x81. @pre only '+', digits, *, #, a, b, c; `bad_digit` or `too_long` (over 20) otherwise.
Decoded<Address> address_from_text(std::string_view text);

/// An address field and how many octets it took.
struct AddressField {
    Address address;
    std::size_t octet_count;
};
/// @param octets  begins at the length octet, which counts semi-octets. @param field  named in errors.
/// @return the address; `truncated`, or `too_long` over 20 semi-octets (§9.1.2.5). Semi-octets past 9 read as * # a b c; an F
///         inside the number ends it. Of a name, some writers count the padding, too: 14 semi-octets whose eighth septet is
///         zero hold seven.
Decoded<AddressField> decode_address(std::span<const Octet> octets, std::string_view field);
/// The SMSC address in front of a TPDU: its length octet counts octets, the type included (TS 27.005 §3.1); 0 is "none".
Decoded<AddressField> decode_smsc(std::span<const Octet> octets);
/// @pre a number has 20 digits of address_from_text() at most. A name is cut after 11 septets; what GSM 7-bit lacks is "?".
void append_address(Octets& out, const Address& address);
void append_smsc(Octets& out, const Address& address); ///< an empty value appends the single octet 00
} // namespace nida::protocol
