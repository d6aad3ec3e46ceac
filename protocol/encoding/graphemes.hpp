#pragma once
#include <cstddef>
#include <string_view>

namespace nida::protocol
{
/// Where the grapheme ends that begins at `begin`: what people take for one character, an extended grapheme cluster of
/// Unicode's annex 29 (a letter with its marks, an emoji with its joiners and skin tones, a flag, CR LF).
/// @pre begin < text.size(). @return an index past `begin`
std::size_t grapheme_end(std::u32string_view text, std::size_t begin) noexcept;
} // namespace nida::protocol
