#include "daemon/people/rule.hpp"
#include "daemon/people/rule_reader.hpp"
#include "daemon/people/rule_tokens.hpp"
#include "daemon/people/rule_values.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

namespace nida::daemon
{
namespace
{
/// The grammar: a function for each of its rules, each from where the reader is.
class Parser : RuleReader
{
public:
    using RuleReader::RuleReader;

    Rule run()
    {
        if (is_empty()) throw RuleFailure{{1, "the rule is empty", "for all people, write \"everyone\""}};
        Rule rule{any()};
        need_end();
        return rule;
    }
private:
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
            throw RuleFailure{{now().column,
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
            need_sign(")");
            --depth_;
            return node;
        }
        return condition();
    }

    // --- conditions
    void count_one(std::size_t column)
    {
        if (++conditions_ > most_conditions)
            throw RuleFailure{{column, fmt::format("a rule has at most {} conditions and values", most_conditions),
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
            const auto& word = before()->folded;
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
        const bool after_or = before() && before()->folded == "or" && last_ && last_->by == RuleOperator::is;
        if (!after_or || !is_text() || is_nearly_expected()) return {};
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
            const auto& sign = before()->text;
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
            throw RuleFailure{
                {first->column, fmt::format("nothing lies between {} and {}", first->text, second.text),
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
    } catch (const RuleFailure& failure) {
        return failure.error;
    }
}
} // namespace nida::daemon
