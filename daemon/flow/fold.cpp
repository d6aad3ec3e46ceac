#include "daemon/flow/fold.hpp"

#include <array>
#include <utf8proc.h>
#include <utility>

namespace nida::daemon
{
namespace
{

using CodePoint = utf8proc_int32_t;

constexpr CodePoint replacement_character = 0xFFFD;
constexpr CodePoint nothing = -1;

/// Takes one code point off the front of `rest`, which is not empty.
CodePoint take_code_point(std::string_view& rest)
{
    CodePoint code_point = 0;
    auto octets = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                   static_cast<utf8proc_ssize_t>(rest.size()), &code_point);
    if (octets <= 0) {
        code_point = replacement_character;
        octets = 1;
    }
    rest.remove_prefix(static_cast<std::size_t>(octets));
    return code_point;
}

void append(std::string& text, CodePoint code_point)
{
    std::array<utf8proc_uint8_t, 4> octets;
    const auto count = utf8proc_encode_char(code_point, octets.data());
    text.append(reinterpret_cast<const char*>(octets.data()), static_cast<std::size_t>(count));
}

/// What Unicode holds apart and people do not. Applied after decomposition, so presentation forms, hamza on its
/// carriers and madda are already gone.
CodePoint without_distinction(CodePoint c)
{
    if (c >= 0x0660 && c <= 0x0669) return '0' + (c - 0x0660);
    if (c >= 0x06F0 && c <= 0x06F9) return '0' + (c - 0x06F0);
    switch (c) {
    case 0x0621: // hamza
    case 0x0640: // tatweel
    case 0x0674: // high hamza
        return nothing;
    case 0x0671: // alef wasla
    case 0x0672: // alef with wavy hamza
    case 0x0673: return 0x0627;
    case 0x0649: // alef maksura
    case 0x06CC: // Farsi yeh
    case 0x06CD: // yeh with tail
    case 0x06D2: // yeh barree
        return 0x064A;
    case 0x06A9: // keheh
    case 0x06AA: // swash kaf
        return 0x0643;
    case 0x0629: // taa marbuta
    case 0x06BE: // heh doachashmee
    case 0x06C1: // heh goal
    case 0x06C3: // taa marbuta goal
    case 0x06D5: // ae
        return 0x0647;
    case 0x00F8: return 'o';
    case 0x0111: return 'd';
    case 0x0131: return 'i';
    case 0x0142: return 'l';
    case '`':
    case 0x00B4: // acute accent
    case 0x02B9: // modifier prime
    case 0x02BB: // modifier turned comma
    case 0x201A: // low quote
    case 0x201B: // reversed quote
    case 0x2032: // prime
        return '\'';
    case 0x00AB: // guillemets
    case 0x00BB:
    case 0x201C: // double quotes
    case 0x201D:
    case 0x201E:
    case 0x201F: return '"';
    default: return c;
    }
}

/// Calls `sink` with each code point that `c` folds to.
template <class Sink> void fold_code_point(CodePoint c, Sink sink)
{
    if (c == 0x00B4) return sink('\''); // decomposes to a space and an accent, but is typed for an apostrophe

    constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                                            UTF8PROC_IGNORE | UTF8PROC_STRIPMARK | UTF8PROC_LUMP);
    std::array<CodePoint, 32> decomposed; // the longest, U+FDFA, has 18
    int boundary_class = 0;
    const auto count = utf8proc_decompose_char(c, decomposed.data(), decomposed.size(), options, &boundary_class);
    if (count < 0 || static_cast<std::size_t>(count) > decomposed.size()) return sink(replacement_character);

    const bool is_presentation_form = c >= 0xFB50 && c <= 0xFEFF;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        // An isolated tashkeel decomposes to a space that carries it; the space would cut the word in two.
        if (is_presentation_form && i == 0 && decomposed[0] == ' ') continue;
        switch (decomposed[i]) {
        case 0x00E6: sink('a'), sink('e'); break;
        case 0x0153: sink('o'), sink('e'); break;
        default:
            if (const auto folded = without_distinction(decomposed[i]); folded != nothing) sink(folded);
        }
    }
}

bool belongs_to_a_word(CodePoint c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return true;
    default: return false;
    }
}

} // namespace

std::string fold(std::string_view utf8)
{
    std::string folded;
    folded.reserve(utf8.size());
    while (!utf8.empty())
        fold_code_point(take_code_point(utf8), [&](CodePoint c) { append(folded, c); });
    return folded;
}

std::vector<std::string> words(std::string_view folded)
{
    std::vector<std::string> found;
    std::string word;
    while (!folded.empty()) {
        const auto c = take_code_point(folded);
        if (belongs_to_a_word(c))
            append(word, c);
        else if (!word.empty())
            found.push_back(std::exchange(word, {}));
    }
    if (!word.empty()) found.push_back(std::move(word));
    return found;
}

std::vector<FoldedWord> folded_words(std::string_view utf8, std::size_t at_most)
{
    std::vector<FoldedWord> found;
    FoldedWord word;
    for (auto rest = utf8; !rest.empty() && found.size() < at_most;) {
        const auto begin = utf8.size() - rest.size();
        const auto code_point = take_code_point(rest);
        const auto end = utf8.size() - rest.size();
        fold_code_point(code_point, [&](CodePoint c) {
            if (belongs_to_a_word(c)) {
                if (word.text.empty()) word.begin = begin;
                append(word.text, c);
                word.end = end;
            } else if (!word.text.empty())
                found.push_back(std::exchange(word, {}));
        });
    }
    if (!word.text.empty()) found.push_back(std::move(word));
    if (found.size() > at_most) found.resize(at_most); // one ligature may hold several words
    return found;
}

} // namespace nida::daemon
