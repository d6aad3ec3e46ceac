#pragma once
#include "protocol/encoding/segment_writer.hpp"
#include "protocol/pdu/dcs.hpp"
#include "protocol/pdu/user_data.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// What a text costs before it is sent.
struct SegmentCount {
    Alphabet alphabet;      ///< gsm7 where every character is in its tables, else ucs2
    std::size_t segments;   ///< at least 1
    std::size_t units;      ///< septets, or UTF-16 units, in the text
    std::size_t units_left; ///< how many more fit into the last segment
    std::vector<std::string>
        forcing_ucs2; ///< the distinct characters (UTF-8) without a GSM 7-bit code, in order of appearance
};
/// Counts what `segment_text` would make.
SegmentCount count_segments(std::string_view utf8);

/// The text as user data of one or more segments, in the cheapest alphabet that every phone has: 160 septets or 70 UTF-16
/// units alone, 153 or 67 behind an 8-bit concatenation header. No grapheme is split that fits into a segment; an escape
/// pair or a surrogate pair never is.
/// @param reference  the concatenation reference, used where there is more than one segment
/// @return empty where the text needs more than `max_segments`
std::vector<UserData> segment_text(std::string_view utf8, Octet reference);

/// Data for a program as 8-bit user data: 140 octets alone, 134 or 133 behind a concatenation header, less what the
/// header's own elements take (ports: TS 23.040 §9.2.3.24.4).
/// @param reference      of the concatenation; its low 8 or 16 bits count
/// @param message_class  0 to 3, where TP-DCS is to have one
/// @return empty where the data needs more than `max_segments`, or the header leaves no room for it
std::vector<UserData> segment_octets(std::span<const Octet> data, const SegmentHeader& header, unsigned reference,
                                     std::optional<unsigned> message_class = std::nullopt);
} // namespace nida::protocol
