#pragma once
#include "protocol/sms/dcs.hpp"
#include "protocol/sms/user_data.hpp"

#include <cstddef>
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
SegmentCount count_segments(std::string_view utf8);

/// Most segments that a concatenation can number (TS 23.040 §9.2.3.24.1).
inline constexpr std::size_t max_segments = 255;

/// The text as user data of one or more segments, in the cheapest alphabet that loses nothing: 160 septets or 70 UTF-16
/// units alone, 153 or 67 behind an 8-bit concatenation header. An escape pair or a surrogate pair is never split.
/// @param reference  the concatenation reference, used where there is more than one segment
/// @return empty where the text needs more than `max_segments`
std::vector<UserData> segment_text(std::string_view utf8, Octet reference);
} // namespace nida::protocol
