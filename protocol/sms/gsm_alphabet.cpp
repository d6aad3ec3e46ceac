#include "protocol/sms/gsm_alphabet.hpp"

#include "protocol/unicode.hpp"

#include <algorithm>
#include <array>

namespace nida::protocol
{
namespace
{
constexpr Septet escape = 0x1B;

/// A locking shift table (TS 23.038 §6.2.1, annex A.3): the character of each septet. That of the escape is never asked for.
using LockingTable = std::array<char16_t, 128>;

/// A single shift table (§6.2.1.1, annex A.2): the characters behind an escape, by septet.
struct Shifted {
    Septet septet;
    char16_t character;
};

constexpr LockingTable default_table = [] {
    constexpr std::u16string_view rows = u"@£$¥èéùìòÇ\nØø\rÅå"
                                         u"Δ_ΦΓΛΩΠΨΣΘΞ\x1BÆæßÉ"
                                         u" !\"#¤%&'()*+,-./"
                                         u"0123456789:;<=>?"
                                         u"¡ABCDEFGHIJKLMNO"
                                         u"PQRSTUVWXYZÄÖÑÜ§"
                                         u"¿abcdefghijklmno"
                                         u"pqrstuvwxyzäöñüà";
    static_assert(rows.size() == 128);
    LockingTable table{};
    std::ranges::copy(rows, table.begin());
    return table;
}();

constexpr std::array default_extension{
    Shifted{0x0A, u'\f'}, Shifted{0x14, u'^'}, Shifted{0x28, u'{'}, Shifted{0x29, u'}'}, Shifted{0x2F, u'\\'},
    Shifted{0x3C, u'['},  Shifted{0x3D, u'~'}, Shifted{0x3E, u']'}, Shifted{0x40, u'|'}, Shifted{0x65, u'€'},
};

struct Code {
    char16_t character;
    Septet septet;
    bool escaped;
};

/// Both tables turned round, by character.
constexpr auto codes = [] {
    std::array<Code, 127 + default_extension.size()> sorted{};
    auto out = sorted.begin();
    for (Septet septet = 0; septet < 128; ++septet)
        if (septet != escape) *out++ = {default_table[septet], septet, false};
    for (const auto& shifted : default_extension)
        *out++ = {shifted.character, shifted.septet, true};
    std::ranges::sort(sorted, {}, &Code::character);
    return sorted;
}();

const Code* find_code(char32_t code_point) noexcept
{
    const auto found = std::ranges::lower_bound(codes, code_point, {}, &Code::character);
    return found != codes.end() && found->character == code_point ? &*found : nullptr;
}

char16_t shifted_character(std::span<const Shifted> extension, const LockingTable& table, Septet septet)
{
    if (septet == escape) return u' '; // kept free by §6.2.1.1 for a further extension table
    const auto found = std::ranges::find(extension, septet, &Shifted::septet);
    return found != extension.end() ? found->character : table[septet];
}
} // namespace

unsigned gsm_septets(char32_t code_point) noexcept
{
    const auto* code = find_code(code_point);
    return code ? (code->escaped ? 2 : 1) : 0;
}

void append_gsm(std::vector<Septet>& out, char32_t code_point)
{
    const auto* code = find_code(code_point);
    if (!code) return;
    if (code->escaped) out.push_back(escape);
    out.push_back(code->septet);
}

std::string from_gsm(std::span<const Septet> septets)
{
    std::string text;
    text.reserve(septets.size());
    bool escaped = false;
    for (const auto octet : septets) {
        const auto septet = static_cast<Septet>(octet & 0x7F);
        if (escaped) {
            append_utf8(text, shifted_character(default_extension, default_table, septet));
            escaped = false;
        } else if (septet == escape) {
            escaped = true; // one at the very end has nothing to shift and shows nothing
        } else {
            append_utf8(text, default_table[septet]);
        }
    }
    return text;
}
} // namespace nida::protocol
