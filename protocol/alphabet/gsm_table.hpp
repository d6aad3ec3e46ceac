#pragma once
#include "protocol/alphabet/national_language.hpp"
#include "protocol/octets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace nida::protocol
{
/// A character in UTF-8. The tables hold none outside the Basic Multilingual Plane, so three octets are enough.
struct Glyph {
    char utf8[3];
    unsigned char octets;
    bool operator==(const Glyph&) const = default;
};

/// One table of TS 23.038: the default alphabet (§6.2.1), its extension (§6.2.1.1), or one of annex A. From septets to
/// characters and back; each septet has one character at most.
class GsmTable
{
public:
    /// What the rows below write for a septet without a character. No table has a middle dot.
    static constexpr char16_t unassigned = u'·';
    /// What find() gives for a character without a septet.
    static constexpr Septet no_septet = 0x80;
    static constexpr Septet escape = 0x1B;

    /// @param rows  eight rows of sixteen characters. Where two septets have the same one, find() gives the first.
    consteval explicit GsmTable(std::u16string_view rows)
    {
        if (rows.size() != 128) throw "a table has 128 places";
        low_.fill(no_septet);
        for (Septet septet = 0; septet < 128; ++septet) {
            const auto character = rows[septet];
            const bool assigned = character != unassigned && septet != escape;
            glyphs_[septet] = glyph_of(assigned ? character : replacement);
            if (!assigned || find(character) != no_septet) continue;
            if (character < low_.size())
                low_[character] = septet;
            else
                insert({character, septet});
        }
    }

    /// Whether the septet has a character here. The escape has none.
    constexpr bool has(Septet septet) const { return glyph(septet) != glyph_of(replacement); }
    /// The septet's character, U+FFFD where it has none.
    /// @pre septet < 0x80
    constexpr const Glyph& glyph(Septet septet) const { return glyphs_[septet]; }
    /// The septet of a character, `no_septet` where it has none.
    constexpr Septet find(char32_t code_point) const
    {
        if (code_point < low_.size()) return low_[code_point];
        const auto* const end = high_.data() + high_count_;
        const auto* const found = std::ranges::lower_bound(high_.data(), end, code_point, {}, &Code::character);
        return found != end && found->character == code_point ? found->septet : no_septet;
    }
private:
    struct Code {
        char16_t character;
        Septet septet;
    };
    static constexpr char16_t replacement = 0xFFFD;

    static constexpr Glyph glyph_of(char16_t c)
    {
        if (c < 0x80) return {{static_cast<char>(c), 0, 0}, 1};
        if (c < 0x800) return {{static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F)), 0}, 2};
        return {{static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
                 static_cast<char>(0x80 | (c & 0x3F))},
                3};
    }
    consteval void insert(Code code)
    {
        auto place = high_count_++;
        for (; place > 0 && high_[place - 1].character > code.character; --place)
            high_[place] = high_[place - 1];
        high_[place] = code;
    }

    std::array<Glyph, 128> glyphs_{};
    std::array<Septet, 0x100> low_{}; ///< by code point: ASCII and Latin-1, which most text is
    std::array<Code, 128> high_{};    ///< the first high_count_, by code point
    std::size_t high_count_ = 0;
};

/// The table that stands for the default alphabet: of annex A.3; the default alphabet itself for `none`, for Spanish and for a
/// reserved language.
const GsmTable& locking_table(NationalLanguage language) noexcept;
/// The table behind an escape: of annex A.2; the default extension for `none` and for a reserved language.
const GsmTable& single_shift_table(NationalLanguage language) noexcept;
} // namespace nida::protocol
