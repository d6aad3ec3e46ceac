#include "protocol/numbering/written_number.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>

namespace nida::protocol::numbering
{

namespace
{

constexpr std::size_t longest_input = 250;
constexpr char32_t no_character = 0xFFFFFFFF;

/// Takes one character off the front of `utf8`; `no_character` where the octets are not UTF-8.
char32_t take_character(std::string_view& utf8)
{
    const auto lead = static_cast<std::uint8_t>(utf8.front());
    utf8.remove_prefix(1);
    if (lead < 0x80) return lead;
    const std::size_t rest = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || utf8.size() < rest) return no_character;
    char32_t character = lead & (0x3FU >> rest);
    for (std::size_t i = 0; i < rest; ++i) {
        const auto octet = static_cast<std::uint8_t>(utf8[i]);
        if ((octet & 0xC0) != 0x80) return no_character;
        character = character << 6 | (octet & 0x3FU);
    }
    utf8.remove_prefix(rest);
    constexpr char32_t shortest_form_from[] = {0, 0x80, 0x800, 0x10000};
    return character < shortest_form_from[rest] ? no_character : character;
}

std::optional<char> digit(char32_t character)
{
    for (const char32_t zero : {U'0', U'\u0660', U'\u06F0', U'\uFF10'}) // Latin, Arabic, Persian, full width
        if (character >= zero && character <= zero + 9) return static_cast<char>('0' + (character - zero));
    return std::nullopt;
}

bool is_plus(char32_t character) { return character == U'+' || character == U'\uFF0B'; }

struct Range {
    char32_t first, last;
};

/// What stands between digits and means nothing, sorted: blanks, dashes, dots, slashes, brackets, tildes (as in the
/// Russian "8~10"), and what keyboards and copying leave around numbers in right-to-left text.
constexpr Range separators[] = {
    {U'\t', U'\r'},   {U' ', U' '},     {U'(', U')'},     {U'-', U'/'},
    {U'[', U'['},     {U']', U']'},     {U'~', U'~'},     {0xA0, 0xA0}, // no-break space
    {0xAD, 0xAD},                                                       // soft hyphen
    {0x61C, 0x61C},                                                     // Arabic letter mark
    {0x2000, 0x200F},                                     // blanks of all widths, joiners, direction marks
    {0x2010, 0x2015},                                     // dashes
    {0x202A, 0x202F},                                     // direction embeddings, narrow no-break space
    {0x2053, 0x2053},                                     // swung dash
    {0x205F, 0x2064},                                     // mathematical space, word joiner, invisible operators
    {0x2066, 0x2069},                                     // direction isolates
    {0x2212, 0x2212},                                     // minus
    {0x223C, 0x223C},                                     // tilde operator
    {0x3000, 0x3000},                                     // ideographic space
    {0x30FC, 0x30FC},                                     // katakana long mark, used as a dash
    {0xFEFF, 0xFEFF},                                     // byte order mark
    {0xFF08, 0xFF09},                                     // full-width brackets
    {0xFF0D, 0xFF0F},                                     // full-width dash, dot, slash
    {0xFF3B, 0xFF3B}, {0xFF3D, 0xFF3D}, {0xFF5E, 0xFF5E}, // full-width tilde
};

bool is_separator(char32_t character)
{
    const auto* after = std::upper_bound(std::begin(separators), std::end(separators), character,
                                         [](char32_t c, const Range& range) { return c < range.first; });
    return after != std::begin(separators) && character <= std::prev(after)->last;
}

} // namespace

boost::system::result<WrittenNumber, NumberError> read_written_number(std::string_view utf8)
{
    if (utf8.size() > longest_input) return NumberError::too_long;

    WrittenNumber number{false, {}};
    bool blank = true;
    bool plus_may_follow = true; // "++218" is a slip of the finger, "+ +218" and "2+18" are not numbers
    while (!utf8.empty()) {
        const auto character = take_character(utf8);
        if (is_separator(character)) {
            plus_may_follow = plus_may_follow && !number.international;
            continue;
        }
        blank = false;
        if (is_plus(character) && plus_may_follow) {
            number.international = true;
        } else if (const auto value = digit(character)) {
            number.digits += *value;
            plus_may_follow = false;
        } else {
            return NumberError::not_a_number;
        }
    }
    if (blank) return NumberError::empty;
    if (number.digits.empty()) return NumberError::not_a_number;
    if (number.digits.size() < 3) return NumberError::too_short;
    return number;
}

} // namespace nida::protocol::numbering
