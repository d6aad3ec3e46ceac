#include "daemon/people/rule_tokens.hpp"

#include "daemon/flow/fold.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

namespace nida::daemon
{
namespace
{
struct Character {
    char32_t code_point;
    std::string_view octets;
    std::size_t column; ///< what is drawn as one character has one column, whatever it is made of
};

/// Marks that only say in which direction text runs. Phones put them around words, and nobody sees them.
bool is_direction_mark(char32_t c)
{
    return c == 0x061C || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool is_blank(char32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}
bool is_nothing(char32_t c) { return is_blank(c) || is_direction_mark(c); }
bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029; }

bool is_double_quote(char32_t c) { return c == '"' || (c >= 0x201C && c <= 0x201F); }
bool is_single_quote(char32_t c) { return c == '\'' || (c >= 0x2018 && c <= 0x201B); }
bool is_guillemet(char32_t c) { return c == 0xAB || c == 0xBB; }
bool is_comma(char32_t c) { return c == ',' || c == 0x060C; }
bool is_sign(char32_t c)
{
    return c == '(' || c == ')' || c == '=' || c == '<' || c == '>' || c == '!' || is_comma(c) || c == 0x2260 ||
           c == 0x2264 || c == 0x2265;
}
/// An apostrophe inside a word is one of its letters.
bool ends_word(char32_t c)
{
    return is_blank(c) || is_control(c) || is_sign(c) || is_double_quote(c) || is_guillemet(c);
}

/// Which characters may end what `open` began; they are also those that are doubled to stand for themselves.
bool (*closing(char32_t open))(char32_t)
{
    if (is_double_quote(open)) return is_double_quote;
    if (is_guillemet(open)) return is_guillemet;
    return is_single_quote;
}

class Reader
{
public:
    explicit Reader(std::string_view text) { split(text); }

    RuleTokens run()
    {
        for (;;) {
            while (at_ < characters_.size() && is_nothing(characters_[at_].code_point))
                ++at_;
            if (at_ == characters_.size()) break;
            const auto first = characters_[at_].code_point;
            if (is_control(first)) {
                broken(characters_[at_].column, "a control character cannot stand in a rule", "delete it");
                break;
            }
            if (is_double_quote(first) || is_single_quote(first) || is_guillemet(first)) {
                if (!quoted()) break;
            } else if (is_sign(first))
                sign();
            else
                word();
        }
        found_.tokens.push_back({RuleToken::Kind::end, {}, {}, found_.broken ? found_.broken->column : end_column_});
        return std::move(found_);
    }
private:
    void split(std::string_view text)
    {
        std::size_t column = 0;
        utf8proc_int32_t before = 0;
        utf8proc_int32_t state = 0;
        while (!text.empty()) {
            utf8proc_int32_t c = 0;
            const auto octets = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                                 static_cast<utf8proc_ssize_t>(text.size()), &c);
            if (octets <= 0) {
                broken(column + 1, "this is not UTF-8 text", "write it anew instead of copying it");
                break;
            }
            if (characters_.size() == longest_rule) {
                broken(column, fmt::format("a rule has at most {} characters", longest_rule),
                       "put parts of it into groups, and name these");
                break;
            }
            const bool drawn = !is_direction_mark(static_cast<char32_t>(c));
            if (drawn && (before == 0 || utf8proc_grapheme_break_stateful(before, c, &state))) ++column;
            if (drawn) before = c;
            const auto length = static_cast<std::size_t>(octets);
            characters_.push_back({static_cast<char32_t>(c), text.substr(0, length), std::max<std::size_t>(column, 1)});
            text.remove_prefix(length);
        }
        end_column_ = column + 1;
    }

    void broken(std::size_t column, std::string text, std::string hint)
    {
        if (!found_.broken) found_.broken = RuleError{column, std::move(text), std::move(hint)};
    }

    void add(RuleToken::Kind kind, std::string text, std::size_t column)
    {
        auto folded = kind == RuleToken::Kind::word ? fold(text) : std::string{};
        found_.tokens.push_back({kind, std::move(text), std::move(folded), column});
    }

    void word()
    {
        const auto column = characters_[at_].column;
        std::string text;
        for (; at_ < characters_.size() && !ends_word(characters_[at_].code_point); ++at_)
            text += characters_[at_].octets;
        add(RuleToken::Kind::word, std::move(text), column);
    }

    bool take(char32_t c)
    {
        if (at_ == characters_.size() || characters_[at_].code_point != c) return false;
        ++at_;
        return true;
    }

    void sign()
    {
        const auto [c, octets, column] = characters_[at_++];
        std::string text{octets};
        if (is_comma(c)) text = ",";
        if (c == 0x2260 || (c == '!' && take('=')) || (c == '<' && take('>')))
            text = "!=";
        else if (c == 0x2264 || (c == '<' && take('=')))
            text = "<=";
        else if (c == 0x2265 || (c == '>' && take('=')))
            text = ">=";
        else if (c == '=')
            take('=');
        add(RuleToken::Kind::sign, std::move(text), column);
    }

    bool quoted()
    {
        const auto opening = characters_[at_++];
        const auto closes = closing(opening.code_point);
        std::vector<Character> inside;
        for (;; ++at_) {
            if (at_ == characters_.size()) {
                broken(opening.column, fmt::format("what {} begins here has no end", opening.octets),
                       "close the quotes");
                return false;
            }
            const auto& c = characters_[at_];
            if (is_control(c.code_point)) {
                broken(c.column, "a text in quotes stands in one line, without control characters", "");
                return false;
            }
            if (closes(c.code_point)) {
                ++at_;
                if (at_ == characters_.size() || !closes(characters_[at_].code_point)) break;
            }
            inside.push_back(c);
        }
        const auto is_something = [](const Character& c) { return !is_nothing(c.code_point); };
        const auto first = std::ranges::find_if(inside, is_something);
        const auto last = std::find_if(inside.rbegin(), inside.rend(), is_something).base();
        if (first == inside.end()) {
            broken(opening.column, "there is nothing in these quotes",
                   "for people of whom something is not known, write \"is unknown\"");
            return false;
        }
        std::string text;
        for (auto c = first; c != last; ++c)
            text += c->octets;
        add(RuleToken::Kind::quoted, std::move(text), opening.column);
        return true;
    }

    std::vector<Character> characters_;
    std::size_t at_ = 0;
    std::size_t end_column_ = 1;
    RuleTokens found_;
};
} // namespace

bool is_reserved(const RuleToken& token)
{
    constexpr std::array<std::string_view, 7> reserved{"and", "or", "not", "is", "one", "known", "unknown"};
    return token.kind == RuleToken::Kind::word && std::ranges::find(reserved, token.folded) != reserved.end();
}

RuleTokens rule_tokens(std::string_view text) { return Reader{text}.run(); }
} // namespace nida::daemon
