#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{

/// Folds text so that spellings which people take for the same compare equal; for matching and searching, never for
/// showing.
///
/// Unicode case folding and compatibility decomposition without marks (accents, Arabic tashkeel), without invisible
/// characters (direction marks, joiners, variation selectors) and with one kind of apostrophe, quote, dash and space.
/// In Latin script œ, æ, ø, ł, đ and ı become oe, ae, o, l, d and i. In Arabic script every alef is a bare alef, hamza
/// is dropped with its carrier kept (a lone ء goes altogether: "الغاء" is as often typed "الغا"), taa marbuta is heh,
/// Persian and Urdu kaf, yeh and heh are the Arabic ones, tatweel goes, and both sets of Arabic digits are 0-9.
///
/// @param utf8  any octets; each one that belongs to no valid sequence counts as U+FFFD
/// @return valid UTF-8; folding it again changes nothing
std::string fold(std::string_view utf8);

/// The runs of letters and digits in text that fold() returned, in order. All else only separates them.
std::vector<std::string> words(std::string_view folded);

/// A folded word and where it stood, in octets, in the text as it was written.
struct FoldedWord {
    std::string text;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The first `at_most` words of fold(utf8), each with its place in `utf8`.
std::vector<FoldedWord> folded_words(std::string_view utf8, std::size_t at_most);

} // namespace nida::daemon
