#pragma once
#include "protocol/errors.hpp"
#include "protocol/octets.hpp"
#include "protocol/pdu/information_elements.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nida::protocol
{
/// A user data header (TS 23.040 §9.2.3.24).
///
/// Of an element that may not be repeated the last one counts, and so it is among those that exclude each other, such as 8-bit
/// and 16-bit ports. Elements that the receiver must ignore (a wrong length, a segment number past the total) do not count:
/// an earlier valid one stands.
struct Udh {
    std::vector<InformationElement> elements;

    /// None: a single message.
    std::optional<Concatenation> concatenation() const;
    /// Such a message is for a program, not for people.
    std::optional<Ports> ports() const;
    std::optional<unsigned> destination_port() const;
    /// The national language identifiers (TS 23.038 §6.2.1.2.4), whether we know the language or not.
    std::optional<Octet> single_shift() const;
    std::optional<Octet> locking_shift() const;
    /// One for each type and profile, in the order in which they were first named: this element may be repeated.
    std::vector<SpecialMessageIndication> message_waiting() const;
    std::optional<EnhancedVoiceMail> enhanced_voice_mail() const;
    bool operator==(const Udh&) const = default;
};
/// @param octets  begins at UDHL. @return the header; UDHL + 1 octets were read. `truncated` where the header leaves the octets
/// (the offset is their end) or an element leaves the header (the offset is the element's), be it a single stray octet.
Decoded<Udh> decode_udh(std::span<const Octet> octets);
/// @pre the elements take at most 255 octets
void append_udh(Octets& out, const Udh& udh);
} // namespace nida::protocol
