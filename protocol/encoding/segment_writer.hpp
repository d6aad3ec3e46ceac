#pragma once
#include "protocol/encoding/coding.hpp"
#include "protocol/encoding/pieces.hpp"
#include "protocol/pdu/user_data.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// Most segments that a concatenation can number (TS 23.040 §9.2.3.24.1).
inline constexpr std::size_t max_segments = 255;

/// What the header of every segment carries beside the shift elements.
struct SegmentHeader {
    bool sixteen_bit_reference = false; ///< concatenation element 08 rather than 00, where one is needed
    std::vector<InformationElement> elements =
        {}; ///< the caller's own, as ports; no concatenation and no shift among them
};

/// Octets that the header of a segment takes, UDHL counted in; 0 where it needs none. May exceed what TP-UD holds.
std::size_t header_octets(const Coding& coding, const SegmentHeader& header, bool concatenated) noexcept;
/// What fits behind that header, in units of the coding.
Capacities capacities(const Coding& coding, const SegmentHeader& header) noexcept;

/// Writes the segments of one message, the first to the last.
///
/// Their headers carry, in this order and each only where needed: concatenation (TS 23.040 §9.2.3.24.1, .8), single shift
/// (§9.2.3.24.15), locking shift (§9.2.3.24.16), the caller's elements.
class SegmentWriter
{
public:
    struct Message {
        std::size_t segments;                  ///< 1 to `max_segments`
        unsigned reference = 0;                ///< where there are several; its low 8 or 16 bits count
        std::optional<unsigned> message_class; ///< 0 to 3 (TS 23.038 §4)
    };
    /// @pre the header leaves room: `capacities()` says
    SegmentWriter(const Coding& coding, const SegmentHeader& header, const Message& message);

    /// The next segment. @pre each character has a code, and all fit: what `cut` made
    UserData write(std::u32string_view piece);
    /// The next segment of 8-bit data. @pre they fit, and the coding is `eight_bit`
    UserData write(std::span<const Octet> data);
private:
    UserData begin_segment();

    Coding coding_;
    Octet dcs_;
    Octets header_;
    std::size_t number_at_ = 0; ///< where the segment's number stands in `header_`; 0 where it is not numbered
    std::vector<Septet> septets_;
};
} // namespace nida::protocol
