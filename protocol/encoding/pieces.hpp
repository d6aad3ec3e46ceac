#pragma once
#include "protocol/encoding/coding.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// A range of a text that one segment carries.
struct Piece {
    std::size_t begin; ///< index of its first character
    std::size_t end;   ///< index past its last
    std::size_t units;
    bool operator==(const Piece&) const = default;
};

/// What a piece may take, in units of the coding; 0 where a header leaves no room.
struct Capacities {
    std::size_t alone;        ///< the whole text, where it needs one segment
    std::size_t concatenated; ///< one of several
};

/// Cuts a text into the fewest pieces: each is filled as far as graphemes stay whole. One that is longer than a piece is cut
/// between characters; what one character takes (an escape pair, a surrogate pair) is never parted.
/// @return at least one piece, in order, without gaps; one empty piece for an empty text. None where a character has no
///         code in the coding, or needs more than a piece may take.
std::optional<std::vector<Piece>> cut(std::u32string_view text, const Coding& coding, const Capacities& capacities);
} // namespace nida::protocol
