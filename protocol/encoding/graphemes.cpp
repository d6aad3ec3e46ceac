#include "protocol/encoding/graphemes.hpp"

#include <utf8proc.h>

namespace nida::protocol
{
namespace
{
/// Characters that no rule joins to another of their kind: most of Latin, the letters of Arabic. Asking nobody about them
/// keeps the tables of utf8proc out of the usual text's way.
constexpr bool stands_alone(char32_t code_point)
{
    return (code_point >= 0x20 && code_point < 0x300) || (code_point >= 0x620 && code_point < 0x64B);
}
} // namespace

std::size_t grapheme_end(std::u32string_view text, std::size_t begin) noexcept
{
    auto end = begin + 1;
    // The state may begin anew at each grapheme.
    for (utf8proc_int32_t state = 0; end < text.size(); ++end) {
        const auto before = text[end - 1], after = text[end];
        if (end == begin + 1 && stands_alone(before) && stands_alone(after)) break;
        if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before),
                                             static_cast<utf8proc_int32_t>(after), &state))
            break;
    }
    return end;
}
} // namespace nida::protocol
