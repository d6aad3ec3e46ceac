#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nida::protocol
{
struct InformationElement {
    Octet id;
    Octets data;
    bool operator==(const InformationElement&) const = default;
};
/// Which segment of which long message (TS 23.040 §9.2.3.24.1 and .8).
struct Concatenation {
    unsigned reference; ///< 0-255, or 0-65535 where `sixteen_bit`
    bool sixteen_bit;
    unsigned total;  ///< 1-255
    unsigned number; ///< 1-total
    bool operator==(const Concatenation&) const = default;
};
/// A user data header (TS 23.040 §9.2.3.24).
struct Udh {
    std::vector<InformationElement> elements;
    /// The last valid concatenation element; none where total or number is 0 or number > total: a single message then.
    std::optional<Concatenation> concatenation() const;
    /// Destination port of the last port element (ids 04, 05): such a message is for a program, not for people.
    std::optional<unsigned> destination_port() const;
    bool operator==(const Udh&) const = default;
};
/// @param octets  begins at UDHL. @return the header; UDHL + 1 octets were read. `truncated` where an element leaves it.
Decoded<Udh> decode_udh(std::span<const Octet> octets);
void append_udh(Octets& out, const Udh& udh);
} // namespace nida::protocol
