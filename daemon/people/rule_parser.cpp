#include "daemon/people/rule.hpp"
#include "daemon/people/rule_suggestion.hpp"
#include "daemon/people/rule_tokens.hpp"
#include "daemon/people/rule_values.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

namespace nida::daemon
{
namespace
{
using Kind = RuleToken::Kind;

/// These are never a value without quotes. All other words mean something only where they are looked for: kept rules hold values of
/// any other word without quotes, so nothing may be added here.
constexpr std::array<std::string_view, 7> reserved{"and", "or", "not", "is", "one", "known", "unknown"};

bool is_reserved(const RuleToken& token)
{
    return token.kind == Kind::word && std::ranges::find(reserved, token.folded) != reserved.end();
}

constexpr const char* a_value = "a value";
constexpr const char* a_number = "a number";
constexpr const char* a_day = "a day (YYYY-MM-DD)";

/// What somebody wrote, for a message that stays short.
std::string shown(const RuleToken& token)
{
    constexpr std::size_t most = 40;
    const auto characters = protocol::decode_utf8(token.text);
    if (characters.size() <= most) return fmt::format("\"{}\"", token.text);
    std::string beginning;
    for (std::size_t i = 0; i < most; ++i)
        protocol::append_utf8(beginning, characters[i]);
    return fmt::format("\"{}...\"", beginning);
}

struct Failure {
    RuleError error;
};

/// Reads from the left to the right without ever going back. `looked_for_` is all that was looked for at the present token in vain: what
/// an error there says would be accepted.
class Parser
{
public:
    explicit Parser(RuleTokens read) : read_{std::move(read)} {}

    Rule run()
    {
        if (now().kind == Kind::end && !read_.broken)
            throw Failure{{1, "the rule is empty", "for all people, write \"everyone\""}};
        Rule rule{any()};
        look_for_end();
        return rule;
    }
private:
    // --- tokens
    const RuleToken& now() const { return read_.tokens[at_]; }

    void go_on()
    {
        ++at_;
        looked_for_.clear();
        words_looked_for_.clear();
    }
    bool take_quietly(std::string_view word)
    {
        if (now().kind != Kind::word || now().folded != word) return false;
        go_on();
        return true;
    }
    bool take(std::string_view word)
    {
        if (take_quietly(word)) return true;
        looked_for_.push_back(fmt::format("\"{}\"", word));
        words_looked_for_.emplace_back(word);
        return false;
    }
    bool take_sign(std::string_view sign)
    {
        if (now().kind == Kind::sign && now().text == sign) {
            go_on();
            return true;
        }
        looked_for_.push_back(fmt::format("\"{}\"", sign));
        return false;
    }
    void need(std::string_view word)
    {
        if (!take(word)) fail();
    }
    void look_for_end()
    {
        if (now().kind == Kind::end && !read_.broken) return;
        looked_for_.emplace_back("the end");
        fail();
    }

    [[noreturn]] void fail(std::string hint = {}) const
    {
        if (now().kind == Kind::end && read_.broken) throw Failure{*read_.broken};
        std::string expected;
        for (std::size_t i = 0; i < looked_for_.size(); ++i)
            expected += (i == 0 ? "" : i + 1 == looked_for_.size() ? " or " : ", ") + looked_for_[i];
        const auto found = now().kind == Kind::end ? "the rule ends" : fmt::format("found {}", shown(now()));
        if (hint.empty()) hint = likely_hint();
        throw Failure{{now().column, fmt::format("{} where {} is expected", found, expected), std::move(hint)}};
    }

    std::string likely_hint() const
    {
        if (now().kind != Kind::word) return {};
        if (const auto meant = likely_meant(now().text, words_looked_for_); !meant.empty())
            return fmt::format("did you mean {}?", meant);
        const bool value_is_expected = std::ranges::find(looked_for_, a_value) != looked_for_.end();
        if (value_is_expected && is_reserved(now()))
            return fmt::format("if that word itself is meant, write it in quotes: \"{}\"", now().text);
        const auto* before = at_ > 0 ? &read_.tokens[at_ - 1] : nullptr;
        if (before && before == value_ && before->kind == Kind::word)
            return fmt::format("several words that belong together stand in quotes: \"{} {}\"", before->text,
                               now().text);
        return {};
    }

    // --- what is read as it was written
    std::optional<RuleText> take_value(const char* what)
    {
        if (now().kind == Kind::quoted || (now().kind == Kind::word && !is_reserved(now()))) {
            RuleText value{now().text, now().column};
            value_ = &now();
            go_on();
            return value;
        }
        looked_for_.emplace_back(what);
        return {};
    }
    RuleText value(const char* what = a_value)
    {
        auto found = take_value(what);
        if (!found) fail();
        return *std::move(found);
    }
    bool is_text() const { return now().kind == Kind::word || now().kind == Kind::quoted; }

    std::optional<RuleText> take_number()
    {
        if (is_text())
            if (auto number = rule_number(now().text)) {
                RuleText found{*std::move(number), now().column};
                go_on();
                return found;
            }
        looked_for_.emplace_back(a_number);
        return {};
    }
    RuleText number()
    {
        auto found = take_number();
        if (!found) fail();
        return *std::move(found);
    }
    std::optional<RuleText> take_day()
    {
        if (is_text() && looks_like_a_day(now().text)) {
            const auto day = rule_day(now().text);
            if (!day)
                throw Failure{{now().column, fmt::format("there is no day {}", shown(now())), "a day is YYYY-MM-DD"}};
            RuleText found{to_string(*day), now().column};
            go_on();
            return found;
        }
        looked_for_.emplace_back(a_day);
        return {};
    }
    RuleText day()
    {
        auto found = take_day();
        if (!found) fail();
        return *std::move(found);
    }

    int count(const char* what, int most)
    {
        if (is_text())
            if (const auto digits = rule_number(now().text)) {
                int value = 0;
                const auto* end = digits->data() + digits->size();
                const auto [stopped, error] = std::from_chars(digits->data(), end, value);
                if (error != std::errc{} || stopped != end || value < 1 || value > most)
                    throw Failure{
                        {now().column,
                         fmt::format("found {} where a whole number from 1 to {} is expected", shown(now()), most),
                         ""}};
                go_on();
                return value;
            }
        looked_for_.emplace_back(what);
        fail();
    }
    RuleText campaign()
    {
        const auto column = now().column;
        return {std::to_string(count("the number of a campaign", 999'999'999)), column};
    }

    RuleSpan span()
    {
        RuleSpan found;
        found.count = count("how many", 10'000);
        if (take_quietly("day") || take("days"))
            found.unit = RuleUnit::days;
        else if (take_quietly("week") || take("weeks"))
            found.unit = RuleUnit::weeks;
        else if (take_quietly("month") || take("months"))
            found.unit = RuleUnit::months;
        else if (take_quietly("hour") || take("hours"))
            found.unit = RuleUnit::hours;
        else
            fail();
        return found;
    }

    // --- and, or, not
    RuleNode joined_by(std::string_view word, RuleNode::Kind kind, RuleNode (Parser::*operand)())
    {
        std::vector<RuleNode> operands;
        do {
            auto next = (this->*operand)();
            // What parentheses held together for nothing is one list.
            if (next.kind == kind)
                std::ranges::move(next.operands, std::back_inserter(operands));
            else
                operands.push_back(std::move(next));
        } while (take(word));
        if (operands.size() == 1) return std::move(operands.front());
        RuleNode node;
        node.kind = kind;
        node.operands = std::move(operands);
        return node;
    }
    RuleNode any() { return joined_by("or", RuleNode::Kind::any, &Parser::all); }
    RuleNode all() { return joined_by("and", RuleNode::Kind::all, &Parser::maybe_denied); }

    static RuleNode denied(RuleNode node)
    {
        RuleNode negation;
        negation.kind = RuleNode::Kind::negation;
        negation.operands.push_back(std::move(node));
        return negation;
    }
    static RuleNode denied_if(bool denies, RuleNode node) { return denies ? denied(std::move(node)) : node; }

    void go_deeper()
    {
        if (++depth_ > deepest_rule)
            throw Failure{{now().column,
                           fmt::format("a rule has at most {} levels of parentheses and \"not\"", deepest_rule),
                           "put parts of it into groups, and name these"}};
    }

    RuleNode maybe_denied()
    {
        if (take("not")) {
            go_deeper();
            auto node = denied(maybe_denied());
            --depth_;
            return node;
        }
        if (take_sign("(")) {
            go_deeper();
            auto node = any();
            if (!take_sign(")")) fail();
            --depth_;
            return node;
        }
        return condition();
    }

    // --- conditions
    void count_one(std::size_t column)
    {
        if (++conditions_ > most_conditions)
            throw Failure{{column, fmt::format("a rule has at most {} conditions and values", most_conditions),
                           "put parts of it into groups, and name these"}};
    }

    RuleNode condition()
    {
        RuleNode node;
        auto& it = node.condition;
        it.column = it.by_column = now().column;
        count_one(it.column);
        bool denies = false;
        if (take("language")) {
            it.subject = RuleSubject::language;
            denies = is_or_known(it);
        } else if (take("field")) {
            it.subject = RuleSubject::field;
            it.name = value("the name of a field");
            denies = field_test(it);
        } else if (take("in")) {
            need("group");
            it.subject = RuleSubject::group;
            it.name = value("the name of a group");
        } else if (take("joined")) {
            it.subject = RuleSubject::joined;
            instant_test(it);
        } else if (take("added")) {
            it.subject = RuleSubject::added;
            if (!instant_test(it)) fail();
        } else if (take("replied")) {
            it.subject = RuleSubject::replied;
            instant_test(it);
        } else if (take("no")) {
            need("reply");
            it.subject = RuleSubject::replied;
            instant_test(it);
            denies = true;
        } else if (take("never")) {
            it.subject = RuleSubject::joined;
            if (!take("joined")) {
                if (!take("replied")) fail();
                it.subject = RuleSubject::replied;
            }
            denies = true;
        } else if (take("got") || take("delivered") || take("failed")) {
            const auto& word = read_.tokens[at_ - 1].folded;
            it.subject = word == "got"      ? RuleSubject::got
                         : word == "failed" ? RuleSubject::failed
                                            : RuleSubject::delivered;
            need("campaign");
            it.name = campaign();
        } else if (take("number")) {
            it.subject = RuleSubject::number;
            it.by_column = now().column;
            need("starts");
            need("with");
            it.by = RuleOperator::starts_with;
            it.values.push_back(value("the beginning of a number"));
        } else if (take("unreachable")) {
            it.subject = RuleSubject::unreachable;
        } else if (!take("everyone")) {
            fail(list_hint());
        }
        last_ = it;
        return denied_if(denies, std::move(node));
    }

    /// "language is ar or fr" cannot mean anything else.
    std::string list_hint() const
    {
        const auto* before = at_ > 0 ? &read_.tokens[at_ - 1] : nullptr;
        if (!before || before->folded != "or" || !last_ || last_->by != RuleOperator::is || !is_text()) return {};
        if (!likely_meant(now().text, words_looked_for_).empty()) return {};
        return fmt::format("for one of several values, write: is one of {}, {}",
                           spelled_in_rules(last_->values.front().text), spelled_in_rules(now().text));
    }

    void is_one_of(RuleCondition& it)
    {
        it.by = RuleOperator::is;
        if (!take("one")) {
            it.values.push_back(value());
            return;
        }
        need("of");
        it.values.push_back(value());
        while (take_sign(",")) {
            count_one(now().column);
            it.values.push_back(value());
        }
    }
    /// @return whether it is denied
    bool after_is(RuleCondition& it)
    {
        const bool is_not = take("not");
        const bool unknown = take("unknown");
        if (unknown || take("known"))
            it.by = RuleOperator::known;
        else
            is_one_of(it);
        return is_not != unknown;
    }
    bool is_or_known(RuleCondition& it)
    {
        it.by_column = now().column;
        need("is");
        return after_is(it);
    }

    bool field_test(RuleCondition& it)
    {
        it.by_column = now().column;
        if (take("is")) return after_is(it);
        if (take_sign("=")) {
            it.by = RuleOperator::is;
            it.values.push_back(value());
        } else if (take_sign("!=")) {
            it.by = RuleOperator::is;
            it.values.push_back(value());
            return true;
        } else if (take("contains")) {
            it.by = RuleOperator::contains;
            it.values.push_back(value());
        } else if (take("starts")) {
            need("with");
            it.by = RuleOperator::starts_with;
            it.values.push_back(value());
        } else if (take_sign("<=") || take_sign("<") || take_sign(">=") || take_sign(">")) {
            const auto& sign = read_.tokens[at_ - 1].text;
            it.by = sign == "<"    ? RuleOperator::less
                    : sign == "<=" ? RuleOperator::less_or_equal
                    : sign == ">"  ? RuleOperator::greater
                                   : RuleOperator::greater_or_equal;
            it.values.push_back(number());
        } else if (take("between")) {
            it.by = RuleOperator::between;
            between(it, true);
        } else if (!day_test(it))
            fail();
        return false;
    }

    void between(RuleCondition& it, bool may_be_numbers)
    {
        auto first = may_be_numbers ? take_number() : std::nullopt;
        const bool numbers = first.has_value();
        if (!numbers) first = day();
        need("and");
        auto second = numbers ? number() : day();
        const bool ordered =
            numbers ? number_value(first->text) <= number_value(second.text) : first->text <= second.text;
        if (!ordered)
            throw Failure{{first->column, fmt::format("nothing lies between {} and {}", first->text, second.text),
                           fmt::format("write the smaller one first: between {} and {}", second.text, first->text)}};
        it.values = {*std::move(first), std::move(second)};
    }

    /// before, after, on, since, in the last, in the next. @return false, and nothing read, where none of these stands here
    bool day_test(RuleCondition& it)
    {
        if (take("before"))
            it.by = RuleOperator::before;
        else if (take("after"))
            it.by = RuleOperator::after;
        else if (take("on"))
            it.by = RuleOperator::on;
        else if (take("since"))
            it.by = RuleOperator::since;
        else if (take("in")) {
            need("the");
            const bool last = take("last");
            if (!last) {
                if (it.subject != RuleSubject::field || !take("next")) fail();
            }
            it.by = last ? RuleOperator::in_the_last : RuleOperator::in_the_next;
            it.span = span();
            return true;
        } else
            return false;
        if (it.by == RuleOperator::since && it.subject != RuleSubject::field && take("campaign")) {
            it.by = RuleOperator::since_campaign;
            it.values.push_back(campaign());
        } else
            it.values.push_back(day());
        return true;
    }
    /// Of what happened at an instant. @return whether there was such a test
    bool instant_test(RuleCondition& it)
    {
        it.by_column = now().column;
        if (take("between")) {
            it.by = RuleOperator::between;
            between(it, false);
            return true;
        }
        return day_test(it);
    }

    RuleTokens read_;
    std::size_t at_ = 0;
    std::vector<std::string> looked_for_;
    std::vector<std::string> words_looked_for_;
    const RuleToken* value_ = nullptr; ///< the last that was read as a value
    std::optional<RuleCondition> last_;
    std::size_t depth_ = 0;
    std::size_t conditions_ = 0;
};
} // namespace

void throw_exception_from_error(const RuleError& error, const boost::source_location&)
{
    throw std::runtime_error(fmt::format("column {}: {}", error.column, error.text));
}

Ruled<Rule> parse_rule(std::string_view text)
{
    try {
        auto rule = Parser{rule_tokens(text)}.run();
        // What is kept can always be read again.
        if (protocol::decode_utf8(rule.text()).size() > longest_rule)
            return RuleError{
                1,
                fmt::format("a rule has at most {} characters, and this one has more once it is written out",
                            longest_rule),
                "put parts of it into groups, and name these"};
        return rule;
    } catch (const Failure& failure) {
        return failure.error;
    }
}

std::string spelled_in_rules(std::string_view value)
{
    const auto read = rule_tokens(value);
    const auto& first = read.tokens.front();
    if (!read.broken && read.tokens.size() == 2 && first.kind == Kind::word && first.text == value &&
        !is_reserved(first))
        return std::string{value};
    std::string quoted = "\"";
    for (const auto c : protocol::decode_utf8(value)) {
        const bool doubled = c == '"' || (c >= 0x201C && c <= 0x201F);
        for (int i = 0; i < (doubled ? 2 : 1); ++i)
            protocol::append_utf8(quoted, c);
    }
    return quoted + '"';
}
} // namespace nida::daemon
