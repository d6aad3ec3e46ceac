#include "daemon/coordinator/order.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/flow/languages.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <vector>

namespace nida::daemon
{
namespace
{

constexpr std::size_t code_length = 6;

bool is_number(std::string_view word)
{
    return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// @return nothing where it is more than anybody's request or campaign can be
std::optional<std::int64_t> number_of(std::string_view digits)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return {};
    return number;
}

std::optional<TypedCode> code_among(std::span<const FoldedWord> words)
{
    if (words.empty() || words.size() > 2) return {};
    if (!std::ranges::all_of(words, [](const FoldedWord& word) { return is_number(word.text); })) return {};
    const auto& last = words.back().text;
    if (words.size() == 1) return last.size() == code_length ? std::optional{TypedCode{last}} : std::nullopt;
    const auto& first = words.front().text;
    if (last.size() == code_length)
        if (const auto request = number_of(first)) return TypedCode{last, request};
    if (first.size() == 3 && last.size() == 3) return TypedCode{first + last};
    return {};
}

std::string_view trimmed(std::string_view text)
{
    static constexpr std::string_view spaces = " \t\r\n\f\v";
    const auto begin = text.find_first_not_of(spaces);
    return begin == text.npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

/// The command that the first `count` words are; null where they are none.
const Languages::KnownCommand* command_of(std::span<const FoldedWord> words, std::size_t count,
                                          const Languages& languages)
{
    std::string together;
    for (const auto& word : words.first(count))
        together += word.text;
    const auto* known = languages.command(together);
    return known && (count == 1 || known->word_count == count) ? known : nullptr;
}

} // namespace

Instruction read_instruction(std::string_view text, const Languages& languages)
{
    const auto all = folded_words(text, most_keyword_words + 2);
    const std::span<const FoldedWord> words{all};
    if (const auto code = code_among(words)) return *code;
    for (auto count = std::min(words.size(), most_keyword_words); count >= 1; --count) {
        const auto* known = command_of(words, count, languages);
        if (!known) continue;
        const auto rest = words.subspan(count);
        if (has_argument(known->command)) {
            // What stands between the word and the next is only space, or a colon.
            const auto from = rest.empty() ? text.size() : rest.front().begin;
            const auto gap = text.substr(words[count - 1].end, from - words[count - 1].end);
            const auto space = gap.find_last_of(" \t\r\n\f\v:،,");
            const auto begin = words[count - 1].end + (space == gap.npos ? gap.size() : space + 1);
            return Order{known->command, std::string{trimmed(text.substr(begin))}};
        }
        if (rest.empty()) return Order{known->command, {}};
        const bool counts = known->command == Command::pause || known->command == Command::resume ||
                            known->command == Command::approve || known->command == Command::no;
        if (counts && rest.size() == 1 && is_number(rest.front().text))
            if (const auto number = number_of(rest.front().text)) return Order{known->command, {}, number};
    }
    return {};
}

std::optional<Command> command_begun(std::string_view text, const Languages& languages)
{
    const auto words = folded_words(text, most_keyword_words + short_message_words);
    for (auto count = std::min(words.size(), most_keyword_words); count >= 1; --count) {
        const auto* known = command_of(words, count, languages);
        if (!known) continue;
        const auto command = known->command;
        // "Balance is important in life" is a sentence. Whoever wants something paused is better asked once too often.
        const bool begins_sentences =
            command == Command::status || command == Command::balance || command == Command::no;
        if (begins_sentences && words.size() > short_message_words) return {};
        return command;
    }
    return {};
}

} // namespace nida::daemon
