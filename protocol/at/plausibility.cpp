#include "protocol/at/plausibility.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace nida::protocol
{
namespace
{
enum Kind : std::uint8_t { space, line_end, digit, lower, upper, accented, mark, symbol, letter, wide, strange };
constexpr std::size_t kinds = 11;

/// A character by itself: its kind, what it costs after the kind is known, and the script it belongs to (0: any).
struct Character {
    Kind kind;
    int cost;
    unsigned script = 0;
};

// All tables in tenths of a bit: ten times the negative binary logarithm of a rough frequency. They were set by hand, from how often
// things occur in operators' replies in Latin script; nothing depends on the last digit.

/// a to z, over English, French, Spanish, German, Indonesian and transliterated Russian together.
constexpr std::array<int, 26> letters{31, 57, 51, 46, 29, 61, 58, 52, 34, 79, 59, 44, 52,
                                      35, 38, 51, 78, 37, 38, 37, 42, 61, 69, 79, 63, 72};

/// What follows what: rows are the kind before.
constexpr std::array<std::array<int, kinds>, kinds> following{{
    // space end digit lower upper accent mark symbol letter wide strange
    {{45, 45, 24, 14, 20, 55, 50, 45, 30, 60, 90}},  // space
    {{50, 45, 18, 35, 14, 60, 50, 30, 30, 60, 90}},  // line_end
    {{30, 45, 8, 55, 50, 100, 19, 40, 65, 90, 100}}, // digit
    {{24, 50, 70, 3, 80, 45, 38, 75, 95, 100, 100}}, // lower
    {{38, 55, 55, 13, 15, 60, 40, 60, 85, 95, 100}}, // upper
    {{24, 55, 80, 5, 65, 60, 42, 85, 95, 100, 100}}, // accented
    {{8, 30, 20, 35, 32, 60, 40, 50, 40, 75, 100}},  // mark
    {{25, 40, 10, 50, 45, 85, 45, 30, 60, 90, 100}}, // symbol
    {{24, 50, 65, 90, 80, 100, 42, 80, 3, 80, 100}}, // letter
    {{50, 50, 50, 80, 70, 100, 40, 80, 60, 3, 100}}, // wide
    {{40, 50, 50, 50, 50, 70, 50, 60, 60, 90, 60}},  // strange
}};
constexpr Kind before_text = line_end;

/// A change from one script to another within a text, beyond Latin in the midst of any.
constexpr int another_script = 80;
/// What no text holds: a control character, a code point without a character.
constexpr int impossible = 200;

struct Block {
    char32_t first, last;
    unsigned script;
    int cost;
};
/// The letters of scripts that networks write in, by their Unicode blocks. A script of several blocks has one number.
constexpr Block blocks[] = {
    {0x0370, 0x03FF, 1, 52},                           // Greek
    {0x0400, 0x045F, 2, 48},                           // Cyrillic
    {0x0460, 0x052F, 2, 75},                           // and its rarer letters
    {0x0531, 0x0587, 3, 55},                           // Armenian
    {0x05D0, 0x05EA, 4, 50},                           // Hebrew
    {0x0610, 0x061A, 5, 90},                           // Arabic: marks
    {0x061B, 0x064A, 5, 46},                           // its letters
    {0x064B, 0x065F, 5, 75},                           // its vowels
    {0x066E, 0x06EF, 5, 62},                           // letters of other languages that use it
    {0x06FA, 0x077F, 5, 90},  {0xFB50, 0xFDFF, 5, 75}, // and letters by their shape
    {0xFE70, 0xFEFC, 5, 70},  {0x0900, 0x097F, 6, 62}, // Devanagari
    {0x0980, 0x09FF, 7, 62},                           // Bengali
    {0x0A01, 0x0A76, 8, 62},                           // Gurmukhi
    {0x0A81, 0x0AF1, 9, 62},                           // Gujarati
    {0x0B80, 0x0BFA, 10, 62},                          // Tamil
    {0x0C00, 0x0C7F, 11, 62},                          // Telugu
    {0x0C80, 0x0CF2, 12, 62},                          // Kannada
    {0x0D00, 0x0D7F, 13, 62},                          // Malayalam
    {0x0D80, 0x0DF4, 14, 62},                          // Sinhala
    {0x0E01, 0x0E5B, 15, 62},                          // Thai
    {0x0E81, 0x0EDF, 16, 62},                          // Lao
    {0x1000, 0x109F, 17, 65},                          // Myanmar
    {0x10A0, 0x10FF, 18, 58},                          // Georgian
    {0x1200, 0x137C, 19, 78},                          // Ethiopic
    {0x1780, 0x17F9, 20, 65},                          // Khmer
    {0x2D30, 0x2D7F, 21, 58},                          // Tifinagh
    {0x07C0, 0x07FA, 22, 62},                          // N'Ko
    {0x1800, 0x18AA, 23, 70},                          // Mongolian
};

Character ascii(char32_t c)
{
    if (c >= 'a' && c <= 'z') return {lower, letters[c - 'a']};
    if (c >= 'A' && c <= 'Z') return {upper, letters[c - 'A'] + 6};
    if (c >= '0' && c <= '9') return {digit, 33};
    switch (c) {
    case ' ': return {space, 0};
    case '\n':
    case '\r': return {line_end, 5};
    case '.': return {mark, 12};
    case ',': return {mark, 22};
    case ':': return {mark, 25};
    case '-': return {mark, 32};
    case '/': return {mark, 34};
    case '\'':
    case '(':
    case ')': return {mark, 36};
    case '!':
    case '?': return {mark, 42};
    case '"': return {mark, 46};
    case ';': return {mark, 60};
    case '*': return {symbol, 20};
    case '#': return {symbol, 20};
    case '+': return {symbol, 30};
    case '%': return {symbol, 35};
    case '$': return {symbol, 42};
    case '=':
    case '&': return {symbol, 45};
    case '@': return {symbol, 52};
    case '>': return {symbol, 52};
    case '<':
    case '_': return {symbol, 60};
    case '\t': return {strange, 100};
    default: return {strange, c < 0x20 || c == 0x7F ? impossible : 50};
    }
}

Character latin(char32_t c)
{
    if (c < 0xA0) return {strange, impossible};
    if (c == 0xA0) return {space, 40}; // no-break
    if (c == 0xA3) return {symbol, 45};
    if (c == 0xAB || c == 0xBB || c == 0xB0) return {mark, 60};
    if (c == 0xA1 || c == 0xBF) return {mark, 75};
    if (c < 0xC0 || c == 0xD7 || c == 0xF7) return {strange, 60};
    if (c == 0xE9) return {accented, 14};
    if (c >= 0xE0 && c <= 0xFF) return {accented, 45};
    if (c <= 0xDF) return {accented, 72};
    return {accented, 75}; // Latin Extended, Vietnamese
}

Character character(char32_t c)
{
    if (c < 0x80) return ascii(c);
    if (c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF)) return latin(c);
    if ((c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9)) return {digit, 40, 5};
    if (c == 0x060C || c == 0x061B || c == 0x061F || c == 0x06D4) return {mark, 36, 5};
    const auto* block =
        std::find_if(std::begin(blocks), std::end(blocks), [c](const Block& b) { return c >= b.first && c <= b.last; });
    if (block != std::end(blocks)) return {letter, block->cost, block->script};
    if ((c >= 0x2010 && c <= 0x2026) || c == 0x2116) return {mark, 55}; // dashes, quotes, dots, №
    if (c == 0x200E || c == 0x200F || c == 0x200B || c == 0xFEFF) return {space, 60};
    if (c >= 0x20A0 && c <= 0x20C0) return {symbol, c == 0x20AC ? 40 : 60}; // currencies
    if ((c >= 0x3001 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3))
        return {wide, 130, 40};
    if (c >= 0xFF01 && c <= 0xFF5E) return {wide, 110, 40};
    if (c >= 0x1F300 && c <= 0x1FAFF) return {symbol, 110}; // pictures
    return {strange, impossible};
}
} // namespace

int surprise(std::u32string_view text) noexcept
{
    constexpr int enough = 1'000'000'000; // far from an overflow, and nothing could be believed any more
    int total = 0;
    auto before = before_text;
    unsigned script = 0;
    for (const auto c : text) {
        const auto here = character(c);
        total += here.cost + following[before][here.kind];
        if (here.script != 0 && here.script != script) {
            total += another_script;
            script = here.script;
        }
        before = here.kind;
        if (total > enough) return enough;
    }
    return total;
}
} // namespace nida::protocol
