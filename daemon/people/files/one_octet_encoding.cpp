#include "daemon/people/files/one_octet_encoding.hpp"

#include "daemon/people/files/file_error.hpp"
#include "daemon/people/files/iconv.hpp"
#include "protocol/unicode.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <vector>

namespace nida::daemon
{

namespace
{

struct Candidate {
    const char* name;
    int handicap; ///< one that is rare today has to read clearly better
};

/// In the order in which they are said where they read a text alike.
constexpr Candidate candidates[] = {{"windows-1252", 0}, {"windows-1256", 0}, {"MACINTOSH", 3},
                                    {"CP850", 4},        {"ISO-8859-15", 4},  {"ISO-8859-6", 4}};

constexpr char32_t undefined = 0xFFFFFFFF;
constexpr int impossible = std::numeric_limits<int>::min();
/// Files can be large, and no further evidence is needed by then.
constexpr std::size_t enough_high_octets = 20'000;

/// What the octets from 0x80 on mean.
using UpperHalf = std::array<char32_t, 128>;

UpperHalf upper_half(const char* encoding)
{
    auto iconv = Iconv::from(encoding);
    if (!iconv) throw FileError{FileError::Why::missing_encoding, 0, encoding};
    UpperHalf half{};
    for (std::size_t i = 0; i < half.size(); ++i) {
        std::string utf8;
        const auto end = iconv->convert(std::string(1, static_cast<char>(0x80 + i)), utf8);
        const auto characters = protocol::decode_utf8(utf8);
        half[i] = end == 1 && characters.size() == 1 ? characters[0] : undefined;
    }
    return half;
}

/// Those of the candidates. They are asked for once: a file of cards may have thousands of pieces to be judged.
std::vector<UpperHalf> upper_halves()
{
    std::vector<UpperHalf> halves;
    for (const auto& candidate : candidates)
        halves.push_back(upper_half(candidate.name));
    return halves;
}

enum class Kind {
    plain_letter,
    french,
    western,
    other_latin,
    arabic,
    rare_arabic,
    apostrophe,
    punctuation,
    symbol,
    control
};

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

bool is_capital(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || is_in(c, U"ŒŠŽŸ"); }

Kind kind_of(char32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Kind::plain_letter;
    if (c < 0x80) return c == '\'' ? Kind::apostrophe : Kind::punctuation;
    if (c < 0xA0) return Kind::control;
    if (is_in(c, U"éèêëàâçîïôùûüœÉÈÊËÀÂÇÎÏÔÙÛÜŒ")) return Kind::french;
    if (is_in(c, U"áíóúñöäãõåæøßìòÁÍÓÚÑÖÄÃÕÅÆØÌÒ")) return Kind::western;
    if ((c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || is_in(c, U"ﬁﬂ")) return Kind::other_latin;
    if ((c >= 0x621 && c <= 0x63A) || (c >= 0x640 && c <= 0x652)) return Kind::arabic;
    if (c >= 0x653 && c <= 0x6D3) return Kind::rare_arabic;
    if (c == 0x2019) return Kind::apostrophe;
    if (is_in(c, U"\u00A0«»“”–—…°€•، ؛ ؟\u200C\u200D\u200E\u200F")) return Kind::punctuation;
    return Kind::symbol;
}

bool is_letter(Kind kind) { return kind <= Kind::rare_arabic; }
bool is_arabic(Kind kind) { return kind == Kind::arabic || kind == Kind::rare_arabic; }

/// How likely a run of letters is a word that somebody wrote.
int judged_arabic(const std::u32string& word)
{
    int score = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        score += kind_of(word[i]) == Kind::arabic ? 2 : -1;
        const bool ends = i + 1 == word.size();
        if (!ends && is_in(word[i], U"ةى")) score -= 4; // at the end of words alone
        if (i == 0 && is_in(word[i], U"ةىئؤ")) score -= 4;
    }
    return word.size() == 1 ? score / 2 : score;
}

/// @param high  how many of its letters are not ASCII
int judged_latin(const std::u32string& word, std::size_t high)
{
    int score = high == word.size() && high > 1 ? -8 : 0; // even "Noé" has plain letters
    for (std::size_t i = 0; i < word.size(); ++i) {
        const auto kind = kind_of(word[i]);
        const bool is_accented = kind != Kind::plain_letter;
        const bool after_accented = i > 0 && kind_of(word[i - 1]) != Kind::plain_letter;
        if (i > 0 && (is_accented || after_accented)) { // "McDonald" is no evidence
            if (is_accented && after_accented) score -= 3;
            if (is_capital(word[i]) && !is_capital(word[i - 1])) score -= 4;
            if (i > 1 && !is_capital(word[i]) && is_capital(word[i - 1]) && is_capital(word[i - 2])) score -= 2;
        }
        if (kind == Kind::french) score += 4;
        if (kind == Kind::western) score += 2;
        if (kind == Kind::other_latin) score -= 2;
    }
    return score;
}

int judged(const std::u32string& word)
{
    std::size_t high = 0, arabic = 0;
    for (const auto c : word) {
        high += c >= 0x80;
        arabic += is_arabic(kind_of(c));
    }
    if (high == 0) return 0;
    if (arabic > 0 && arabic < word.size()) return -6 * static_cast<int>(high);
    return arabic > 0 ? judged_arabic(word) : judged_latin(word, high);
}

/// How well `octets` read as text in this encoding; `impossible` where it lacks one of them.
int judged(std::string_view octets, const UpperHalf& half)
{
    int score = 0;
    std::size_t high_octets = 0;
    std::u32string word;
    char32_t between = 0; // a symbol after a letter: it may prove to stand inside a word
    for (const char octet : octets) {
        const auto value = static_cast<std::uint8_t>(octet);
        const auto c = value < 0x80 ? value : half[value - 0x80U];
        if (c == undefined) return impossible;
        high_octets += value >= 0x80;
        const auto kind = kind_of(c);
        if (is_letter(kind)) {
            if (between) score -= 6;
            between = 0;
            word += c;
            continue;
        }
        between = 0;
        if (value >= 0x80) {
            const bool after_letter = !word.empty();
            if (kind == Kind::control) score -= 10;
            if (kind == Kind::symbol) score -= 3;
            if ((kind == Kind::symbol || kind == Kind::punctuation) && after_letter && c != 0xA0 && !is_in(c, U"»،؛؟…"))
                between = c;
            if (kind == Kind::apostrophe && after_letter) score += 2;
        }
        score += judged(word);
        word.clear();
        if (high_octets >= enough_high_octets) break;
    }
    return score + judged(word);
}

} // namespace

std::string one_octet_encoding(std::string_view octets)
{
    std::string best = candidates[0].name;
    int best_score = impossible;
    static const auto halves = upper_halves();
    for (std::size_t i = 0; i < std::size(candidates); ++i) {
        const auto score = judged(octets, halves[i]);
        if (score == impossible || score - candidates[i].handicap <= best_score) continue;
        best = candidates[i].name;
        best_score = score - candidates[i].handicap;
    }
    return best;
}

} // namespace nida::daemon
