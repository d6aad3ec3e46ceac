#include "daemon/flow/keywords.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/flow/keyword_list.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nida::daemon
{
namespace
{

using Words = std::span<const FoldedWord>;

/// A keyword and how many words of the message spell it.
struct Found {
    const Keyword* keyword = nullptr;
    std::size_t word_count = 0;
};

std::string joined(const std::vector<std::string>& parts)
{
    std::string whole;
    for (const auto& part : parts)
        whole += part;
    return whole;
}

const Keyword* look_up(const std::string& folded)
{
    static const auto by_folded_word = [] {
        std::unordered_map<std::string, const Keyword*> map;
        for (const auto& keyword : keyword_list())
            map.emplace(joined(words(fold(keyword.shown))), &keyword);
        return map;
    }();
    const auto found = by_folded_word.find(folded);
    return found == by_folded_word.end() ? nullptr : found->second;
}

/// "stooop" to "stop", "توقفففف" to "توقف": no word that we know has a letter three times in a row.
std::string without_drawl(std::string_view word)
{
    std::string plain;
    while (!word.empty()) {
        const auto next = std::ranges::find_if(word.substr(1), [](char c) { return (c & 0xC0) != 0x80; });
        const auto letter = std::string_view{word.begin(), next};
        std::size_t times = 0;
        for (; word.starts_with(letter); ++times)
            word.remove_prefix(letter.size());
        for (std::size_t kept = times >= 3 ? 1 : times; kept > 0; --kept)
            plain += letter;
    }
    return plain;
}

const Keyword* look_up_as_typed(const std::string& folded)
{
    static constexpr std::string_view article = "ال";
    if (const auto* keyword = look_up(folded)) return keyword;
    if (folded.starts_with(article))
        if (const auto* keyword = look_up(folded.substr(article.size()))) return keyword;
    return nullptr;
}

/// The keyword with which `message` begins: of two words if there is one ("opt out"), else of one.
Found keyword_at_front(Words message)
{
    if (message.size() >= 2) {
        // Only what we ourselves write as two words: "à bonne heure" is not "abonne".
        const auto* keyword = look_up(message[0].text + message[1].text);
        if (keyword && keyword->shown.find(' ') != std::string_view::npos) return {keyword, 2};
    }
    if (message.empty()) return {};
    if (const auto* keyword = look_up_as_typed(message[0].text)) return {keyword, 1};
    return {look_up_as_typed(without_drawl(message[0].text)), 1};
}

bool contains_any_of(Words message, std::span<const std::string_view> folded_list)
{
    return std::ranges::find_first_of(message, folded_list, {}, &FoldedWord::text) != message.end();
}

bool decides_as_first_word(const Keyword& keyword, std::size_t message_words)
{
    switch (keyword.weight) {
    case Weight::strong: return true;
    case Weight::clear:
    case Weight::weak: return message_words <= short_message_words;
    case Weight::alone: break;
    }
    // A leaving that was not meant is answered and easily undone; a joining that was not meant is no consent.
    return message_words <= (keyword.intent == Intent::leave ? 2 : 1);
}

enum class Side { front, back };

/// How many words on one side of `message` are greetings and the like. Something is always left beside them.
std::size_t courtesy_words(Words message, Side side)
{
    static const auto phrases = [] {
        std::vector<std::vector<std::string>> split;
        for (const auto phrase : courtesies())
            split.push_back(words(phrase));
        return split;
    }();
    const auto fits = [&](const std::vector<std::string>& phrase) {
        const auto count = phrase.size();
        if (message.size() <= count) return false;
        return std::ranges::equal(phrase, side == Side::front ? message.first(count) : message.last(count), {}, {},
                                  &FoldedWord::text);
    };
    const auto before = message.size();
    for (auto phrase = phrases.begin(); phrase != phrases.end();) {
        if (!fits(*phrase)) {
            ++phrase;
            continue;
        }
        message =
            side == Side::front ? message.subspan(phrase->size()) : message.first(message.size() - phrase->size());
        phrase = phrases.begin();
    }
    return before - message.size();
}

/// A strong or clear word for leaving anywhere in a short message, and the number of the word where it begins.
std::pair<Found, std::size_t> leaving_within(Words message)
{
    for (std::size_t i = 0; i < message.size(); ++i) {
        if (std::ranges::find(negations(), message[i].text) != negations().end()) break;
        const auto found = keyword_at_front(message.subspan(i));
        if (found.keyword && found.keyword->intent == Intent::leave &&
            (found.keyword->weight == Weight::strong || found.keyword->weight == Weight::clear))
            return {found, i};
    }
    return {};
}

/// The text after `keyword_end`, from the last space before its first word on.
std::string text_after(std::string_view text, std::size_t keyword_end, std::optional<std::size_t> next_word)
{
    static constexpr std::string_view spaces = " \t\r\n\f\v";
    if (!next_word) return {};
    const auto between = text.substr(keyword_end, *next_word - keyword_end);
    const auto last_space = between.find_last_of(spaces);
    auto rest = text.substr(last_space == between.npos ? *next_word : keyword_end + last_space + 1);
    return std::string{rest.substr(0, rest.find_last_not_of(spaces) + 1)};
}

} // namespace

std::string_view to_string(Intent intent)
{
    switch (intent) {
    case Intent::join: return "join";
    case Intent::leave: return "leave";
    case Intent::help: break;
    }
    return "help";
}

std::optional<KeywordMatch> match_keyword(std::string_view text)
{
    // Enough to see whether a message is short after any greeting; how much longer it is does not matter.
    static constexpr std::size_t most_words = 24;
    const auto all = folded_words(text, most_words);
    const auto greeting = courtesy_words(all, Side::front);
    const auto message = Words{all}.subspan(greeting);
    const auto length = message.size() - courtesy_words(message, Side::back);
    const bool is_short = length <= short_message_words;

    auto found = keyword_at_front(message);
    if (found.keyword && !(found.keyword->intent == Intent::leave && contains_any_of(message, subjects_of_leaving())) &&
        !(decides_as_first_word(*found.keyword, length) && (greeting == 0 || is_short)))
        found = {};
    std::size_t at = 0;
    if (is_short && !(found.keyword && found.keyword->intent == Intent::leave))
        if (const auto [leaving, where] = leaving_within(message); leaving.keyword) {
            found = leaving;
            at = where;
        }
    if (!found.keyword) return std::nullopt;

    const auto end = at + found.word_count;
    const auto next_word = end < message.size() ? std::optional{message[end].begin} : std::nullopt;
    return KeywordMatch{found.keyword->intent, found.keyword->language, found.keyword->language_is_neutral,
                        std::string{found.keyword->shown}, text_after(text, message[end - 1].end, next_word)};
}

} // namespace nida::daemon
