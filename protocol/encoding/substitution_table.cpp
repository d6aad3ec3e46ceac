// The reviewed tables of what may stand for a character that GSM 7-bit alphabets lack. What changes a meaning has no row:
// a degree sign, a raised digit or a fraction stays (10² is not 102), and so does everything that shapes or orders a text:
// joiners (U+200C, U+200D matter in Persian, Arabic, Indic scripts and emoji) and direction marks.
#include "protocol/encoding/substitution_table.hpp"

#include <algorithm>
#include <array>

namespace nida::protocol
{
namespace
{
constexpr auto typographic = std::to_array<Replacement>({
    {U'\t', U" "},       {U'`', U"'"},         {U'\u0085', U"\n"}, // next line
    {U'\u00A0', U" "},                                             // no-break space
    {U'\u00A9', U"(c)"}, {U'\u00AB', U"\""},                       // «
    {U'\u00AD', U""},                                              // soft hyphen
    {U'\u00AE', U"(R)"}, {U'\u00B4', U"'"},                        // acute accent
    {U'\u00B7', U"."},                                             // middle dot
    {U'\u00BB', U"\""},                                            // »
    {U'\u00D7', U"x"},   {U'\u02B9', U"'"},                        // modifier prime
    {U'\u02BA', U"\""},                                            // modifier double prime
    {U'\u02BB', U"'"},                                             // modifier turned comma
    {U'\u02BC', U"'"},                                             // modifier apostrophe
    {U'\u2000', U" "},                                             // en quad
    {U'\u2001', U" "},                                             // em quad
    {U'\u2002', U" "},                                             // en space
    {U'\u2003', U" "},                                             // em space
    {U'\u2004', U" "},   {U'\u2005', U" "},    {U'\u2006', U" "},
    {U'\u2007', U" "},                                            // figure space
    {U'\u2008', U" "},                                            // punctuation space
    {U'\u2009', U" "},                                            // thin space
    {U'\u200A', U" "},                                            // hair space
    {U'\u200B', U""},                                             // zero width space
    {U'\u2010', U"-"},                                            // hyphen
    {U'\u2011', U"-"},                                            // non-breaking hyphen
    {U'\u2012', U"-"},                                            // figure dash
    {U'\u2013', U"-"},                                            // en dash
    {U'\u2014', U"-"},                                            // em dash
    {U'\u2015', U"-"},                                            // horizontal bar
    {U'\u2018', U"'"},   {U'\u2019', U"'"},    {U'\u201A', U"'"}, // ‚, no comma
    {U'\u201B', U"'"},   {U'\u201C', U"\""},   {U'\u201D', U"\""},
    {U'\u201E', U"\""},                     // „
    {U'\u201F', U"\""},  {U'\u2022', U"-"}, // bullet
    {U'\u2023', U"-"},                      // triangular bullet
    {U'\u2024', U"."},   {U'\u2025', U".."},   {U'\u2026', U"..."},
    {U'\u2028', U"\n"}, // line separator
    {U'\u2029', U"\n"}, // paragraph separator
    {U'\u202F', U" "},  // narrow no-break space
    {U'\u2032', U"'"},  // prime
    {U'\u2033', U"\""}, // double prime
    {U'\u2034', U"'''"}, {U'\u2035', U"'"},    {U'\u2036', U"\""},
    {U'\u2039', U"'"},                      // ‹
    {U'\u203A', U"'"},                      // ›
    {U'\u203C', U"!!"},  {U'\u2043', U"-"}, // hyphen bullet
    {U'\u2047', U"??"},  {U'\u2048', U"?!"},   {U'\u2049', U"!?"},
    {U'\u205F', U" "}, // medium mathematical space
    {U'\u2060', U""},  // word joiner
    {U'\u2116', U"No"},  {U'\u2122', U"(TM)"}, {U'\u2190', U"<-"},
    {U'\u2192', U"->"},  {U'\u2212', U"-"},                       // minus
    {U'\u2219', U"-"},                                            // bullet operator
    {U'\u2264', U"<="},  {U'\u2265', U">="},   {U'\u25A0', U"-"}, // squares and circles, as bullets
    {U'\u25AA', U"-"},   {U'\u25CB', U"-"},    {U'\u25CF', U"-"},
    {U'\u25E6', U"-"},   {U'\u3000', U" "}, // ideographic space
    {U'\uFB00', U"ff"},  {U'\uFB01', U"fi"},   {U'\uFB02', U"fl"},
    {U'\uFB03', U"ffi"}, {U'\uFB04', U"ffl"},  {U'\uFB05', U"st"},
    {U'\uFB06', U"st"},  {U'\uFE0E', U""}, // asks for the plain form of the sign before it; whatever replaces that sign is plain
    {U'\uFE0F', U""},                      // asks for its emoji form
    {U'\uFE58', U"-"},                     // small em dash
    {U'\uFE63', U"-"},                     // small hyphen
    {U'\uFEFF', U""},                      // byte order mark
    {U'\uFF40', U"'"},                     // full-width grave accent; the other full-width forms follow ASCII by a rule
});

constexpr auto latin = std::to_array<Replacement>({
    {U'\u00AA', U"a"},                                         // feminine ordinal
    {U'\u00BA', U"o"},                                         // masculine ordinal
    {U'\u00D0', U"D"},                                         // Ð
    {U'\u00DE', U"Th"},                                        // Þ
    {U'\u00F0', U"d"},                                         // ð
    {U'\u00FE', U"th"},                                        // þ
    {U'\u0110', U"D"},                                         // Đ
    {U'\u0111', U"d"},                                         // đ
    {U'\u0126', U"H"},                                         // Ħ
    {U'\u0127', U"h"},                                         // ħ
    {U'\u0131', U"i"},                                         // ı
    {U'\u0132', U"IJ"}, {U'\u0133', U"ij"}, {U'\u0138', U"k"}, // ĸ
    {U'\u013F', U"L"},                                         // Ŀ
    {U'\u0140', U"l"},                                         // ŀ
    {U'\u0141', U"L"},                                         // Ł
    {U'\u0142', U"l"},                                         // ł
    {U'\u0149', U"'n"},                                        // ŉ
    {U'\u014A', U"N"},                                         // Ŋ
    {U'\u014B', U"n"},                                         // ŋ
    {U'\u0152', U"OE"},                                        // Œ
    {U'\u0153', U"oe"},                                        // œ
    {U'\u0166', U"T"},                                         // Ŧ
    {U'\u0167', U"t"},                                         // ŧ
    {U'\u017F', U"s"},                                         // ſ
    {U'\u0181', U"B"},                                         // Ɓ, as Hausa is written without its hooks
    {U'\u018A', U"D"},                                         // Ɗ
    {U'\u018F', U"E"},                                         // Ə
    {U'\u0192', U"f"},                                         // ƒ
    {U'\u0198', U"K"},                                         // Ƙ
    {U'\u0199', U"k"},                                         // ƙ
    {U'\u01B3', U"Y"},                                         // Ƴ
    {U'\u01B4', U"y"},                                         // ƴ
    {U'\u0253', U"b"},                                         // ɓ
    {U'\u0257', U"d"},                                         // ɗ
    {U'\u0259', U"e"},                                         // ə
    {U'\u1E9E', U"SS"},                                        // ẞ
});

static_assert(std::ranges::is_sorted(typographic, {}, &Replacement::character));
static_assert(std::ranges::is_sorted(latin, {}, &Replacement::character));
} // namespace

std::span<const Replacement> typographic_replacements() noexcept { return typographic; }
std::span<const Replacement> latin_replacements() noexcept { return latin; }
} // namespace nida::protocol
