#include "protocol/encoding/substitutions.hpp"

#include "protocol/encoding/substitution_table.hpp"
#include "protocol/unicode.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace nida::protocol
{
namespace
{
constexpr bool is_ascii_letter(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }
/// Letters of the GSM 7-bit default alphabet to which accents are put.
constexpr bool is_base_letter(char32_t c)
{
    return is_ascii_letter(c) || c == U'\u00C6' || c == U'\u00E6' || c == U'\u00D8' || c == U'\u00F8'; // Æ æ Ø ø
}

/// The one character that two make; 0 where there is none.
char32_t composed(char32_t base, char32_t mark)
{
    std::array both{static_cast<utf8proc_int32_t>(base), static_cast<utf8proc_int32_t>(mark)};
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return utf8proc_normalize_utf32(both.data(), both.size(), options) == 1 ? static_cast<char32_t>(both[0]) : 0;
}

std::optional<std::u32string> found_in(std::span<const Replacement> table, char32_t code_point)
{
    const auto row = std::ranges::lower_bound(table, code_point, {}, &Replacement::character);
    if (row == table.end() || row->character != code_point) return std::nullopt;
    return std::u32string{row->by};
}

/// The blocks of Latin letters that have a decomposition.
constexpr bool may_be_latin(char32_t c) { return (c >= 0xC0 && c < 0x250) || (c >= 0x1E00 && c < 0x1F00); }

/// A Latin letter with fewer accents: with one where the default alphabet has that, else with none.
std::optional<std::u32string> plain_letter(char32_t code_point)
{
    if (!may_be_latin(code_point)) return std::nullopt;

    std::array<utf8proc_int32_t, 8> parts{};
    int boundary = 0;
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code_point), parts.data(),
                                static_cast<utf8proc_ssize_t>(parts.size()), UTF8PROC_DECOMPOSE, &boundary);
    if (count < 2 || count > static_cast<utf8proc_ssize_t>(parts.size())) return std::nullopt;

    const auto base = static_cast<char32_t>(parts[0]);
    if (!is_base_letter(base)) return std::nullopt;
    const auto with_one = composed(base, static_cast<char32_t>(parts[1]));
    return std::u32string(1, with_one != 0 && gsm_septets(with_one) != 0 ? with_one : base);
}

/// Octets of a character at the beginning of a text. An octet that is no UTF-8 was read as U+FFFD, too.
std::size_t octet_count(std::string_view utf8, char32_t code_point)
{
    if (code_point == U'\uFFFD' && !utf8.starts_with("\uFFFD")) return 1;
    return units_of(code_point, {Alphabet::eight_bit, {}});
}

std::string to_utf8(std::span<const char32_t> text)
{
    std::string utf8;
    for (const auto code_point : text)
        append_utf8(utf8, code_point);
    return utf8;
}

bool has_codes(std::span<const char32_t> text, const Coding& coding)
{
    return std::ranges::all_of(text, [&](char32_t code_point) { return units_of(code_point, coding) != 0; });
}

/// The way through one text for one coding.
class Substituting
{
public:
    Substituting(std::string_view utf8, const Coding& coding, Substitutions allowed)
        : utf8_{utf8}, coding_{coding}, allowed_{allowed}
    {
    }

    void read(char32_t code_point)
    {
        const auto octets = octet_count(utf8_.substr(at_.octet), code_point);
        if (units_of(code_point, coding_) != 0)
            result_.text += code_point;
        else if (!compose(code_point))
            replace(code_point);
        before_ = code_point;
        before_at_ = at_;
        at_ = {at_.octet + octets, at_.character + 1};
    }
    Substituted result() && { return std::move(result_); }
private:
    bool compose(char32_t mark)
    {
        // Only what stands in the text as it was given: whatever replaced a letter takes no mark.
        if (allowed_ == Substitutions::none || !is_combining_accent(mark) || !is_ascii_letter(before_)) return false;
        const auto both = composed(before_, mark);
        if (both == 0 || units_of(both, coding_) == 0) return false;
        if (result_.text.empty() || result_.text.back() != before_) return false;

        result_.text.back() = both;
        result_.obstacles.push_back({before_at_, to_utf8(std::array{before_, mark}), to_utf8(std::array{both})});
        return true;
    }

    void replace(char32_t code_point)
    {
        auto by = replacement(code_point, allowed_);
        if (is_combining_accent(code_point) && !follows_letter()) by.reset();
        if (by && !has_codes(*by, coding_)) by.reset();

        Obstacle obstacle{at_, to_utf8(std::array{code_point}), std::nullopt};
        if (by) obstacle.replacement = to_utf8(*by);
        result_.obstacles.push_back(std::move(obstacle));
        result_.text += by ? *by : U" ";
    }
    /// A mark of which the letter is Latin, or behind such a mark.
    bool follows_letter() const
    {
        return is_combining_accent(before_) || is_ascii_letter(before_) || may_be_latin(before_);
    }

    std::string_view utf8_;
    const Coding& coding_;
    Substitutions allowed_;
    Substituted result_;
    TextPosition at_{0, 0}, before_at_{0, 0};
    char32_t before_ = 0;
};
} // namespace

std::optional<std::u32string> replacement(char32_t code_point, Substitutions allowed)
{
    if (allowed == Substitutions::none) return std::nullopt;
    if (auto found = found_in(typographic_replacements(), code_point)) return found;
    if (code_point > 0xFF00 && code_point < 0xFF5F) return std::u32string(1, code_point - 0xFF00 + 0x20);

    if (allowed != Substitutions::typographic_and_accents) return std::nullopt;
    if (is_combining_accent(code_point)) return std::u32string{};
    if (auto found = found_in(latin_replacements(), code_point)) return found;
    return plain_letter(code_point);
}

bool Substituted::complete() const noexcept
{
    return std::ranges::all_of(obstacles, [](const Obstacle& obstacle) { return obstacle.replacement.has_value(); });
}

Substituted substitute(std::string_view utf8, std::u32string_view text, const Coding& coding, Substitutions allowed)
{
    Substituting substituting{utf8, coding, allowed};
    for (const auto code_point : text)
        substituting.read(code_point);
    return std::move(substituting).result();
}
} // namespace nida::protocol
