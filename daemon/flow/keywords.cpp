#include "daemon/flow/keywords.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/flow/languages.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace nida::daemon
{
namespace
{

using Words = std::span<const FoldedWord>;

/// A keyword and how many words of the message spell it.
struct Found {
    const Languages::KnownWord* known = nullptr;
    std::size_t word_count = 0;
    explicit operator bool() const { return known; }
    bool means(Intent intent) const { return known && known->keyword.intent == intent; }
    Weight weight() const { return known->keyword.weight; }
};

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

const Languages::KnownWord* look_up_as_typed(const std::string& folded, const Languages& languages)
{
    static constexpr std::string_view article = "ال";
    if (const auto* known = languages.keyword(folded)) return known;
    return folded.starts_with(article) ? languages.keyword(folded.substr(article.size())) : nullptr;
}

/// The keyword with which `message` begins: of several words if there is one ("opt out"), else of one.
Found keyword_at_front(Words message, const Languages& languages)
{
    for (auto count = std::min(message.size(), most_keyword_words); count >= 2; --count) {
        std::string together;
        for (const auto& word : message.first(count))
            together += word.text;
        // Only what we ourselves write as so many words: "à bonne heure" is not "abonne".
        if (const auto* known = languages.keyword(together); known && known->word_count == count) return {known, count};
    }
    if (message.empty()) return {};
    const auto* known = look_up_as_typed(message[0].text, languages);
    if (!known) known = look_up_as_typed(without_drawl(message[0].text), languages);
    return {known, 1};
}

bool decides_as_first_word(const Found& found, std::size_t message_words)
{
    switch (found.weight()) {
    case Weight::strong: return true;
    case Weight::clear:
    case Weight::weak: return message_words <= short_message_words;
    case Weight::whole: return message_words <= found.word_count;
    case Weight::alone: break;
    }
    // A leaving that was not meant is answered and easily undone; a joining that was not meant is no consent.
    return message_words <= found.word_count + (found.means(Intent::leave) ? 1 : 0);
}

enum class Side { front, back };

/// How many words on one side of `message` are greetings and the like. Something is always left beside them.
std::size_t courtesy_words(Words message, Side side, const Languages& languages)
{
    const auto phrases = languages.courtesies();
    const auto fits = [&](const Languages::Phrase& phrase) {
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
std::pair<Found, std::size_t> leaving_within(Words message, const Languages& languages)
{
    for (std::size_t i = 0; i < message.size(); ++i) {
        const auto found = keyword_at_front(message.subspan(i), languages);
        if (!found.means(Intent::leave) || (found.weight() != Weight::strong && found.weight() != Weight::clear))
            continue;
        const auto negates = [&](const FoldedWord& word) { return languages.negates(word.text, *found.known); };
        if (std::ranges::none_of(message.first(i), negates)) return {found, i};
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

/// The text from the first to the last of these words, the courtesies around them left out.
std::string text_of(Words words, std::string_view text, const Languages& languages)
{
    words = words.subspan(courtesy_words(words, Side::front, languages));
    words = words.first(words.size() - courtesy_words(words, Side::back, languages));
    if (words.empty()) return {};
    return std::string{text.substr(words.front().begin, words.back().end - words.front().begin)};
}

/// "S.T.O.P", "ق ف": nothing but single letters, which are a keyword together.
const Languages::KnownWord* spelt_out(Words message, const Languages& languages)
{
    if (message.size() < 2) return nullptr;
    std::string together;
    for (const auto& word : message) {
        if (std::ranges::count_if(word.text, [](char c) { return (c & 0xC0) != 0x80; }) != 1) return nullptr;
        together += word.text;
    }
    return look_up_as_typed(together, languages);
}

} // namespace

std::optional<KeywordMatch> match_keyword(std::string_view text, const Languages& languages)
{
    // Enough to see whether a message is short after any greeting; how much longer it is does not matter.
    static constexpr std::size_t most_words = 24;
    const auto all = folded_words(text, most_words);
    if (const auto* known = spelt_out(all, languages)) {
        const auto& keyword = known->keyword;
        return KeywordMatch{keyword.intent, keyword.language, keyword.language_is_neutral, keyword.shown, {}};
    }
    const auto greeting = courtesy_words(all, Side::front, languages);
    const auto message = Words{all}.subspan(greeting);
    const auto length = message.size() - courtesy_words(message, Side::back, languages);
    const bool is_short = length <= short_message_words;
    const auto speaks_of_messages = [&](const FoldedWord& word) { return languages.is_subject_of_leaving(word.text); };

    const auto front = keyword_at_front(message, languages);
    auto found = front;
    const bool ends_messages = found.means(Intent::leave) && found.weight() != Weight::whole &&
                               std::ranges::any_of(message, speaks_of_messages);
    if (found && !ends_messages && !(decides_as_first_word(found, length) && (greeting == 0 || is_short))) found = {};
    std::size_t at = 0;
    if (is_short && !found.means(Intent::leave))
        if (const auto [leaving, where] = leaving_within(message, languages); leaving) {
            found = leaving;
            at = where;
        }
    if (!found) return std::nullopt;

    const auto end = at + found.word_count;
    const auto& keyword = found.known->keyword;
    KeywordMatch match{keyword.intent, keyword.language, keyword.language_is_neutral, keyword.shown, {}};
    if (match.intent != Intent::leave)
        match.rest = text_after(text, message[end - 1].end,
                                end < message.size() ? std::optional{message[end].begin} : std::nullopt);
    else if (length > end)
        match.rest = text_of(message.first(length).subspan(end), text, languages);
    else if (!front || front.means(Intent::acknowledge) || front.means(Intent::take)) // which mean that only alone
        match.rest = text_of(message.first(at), text, languages);
    return match;
}

} // namespace nida::daemon
