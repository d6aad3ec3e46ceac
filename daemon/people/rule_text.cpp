#include "daemon/people/rule.hpp"
#include "daemon/people/rule_tokens.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
std::string list_of(const std::vector<RuleText>& values)
{
    std::string list;
    for (const auto& value : values)
        list += (list.empty() ? "" : ", ") + spelled_in_rules(value.text);
    return list;
}

std::string span_of(const RuleSpan& span)
{
    const char* unit = "";
    switch (span.unit) {
    case RuleUnit::hours: unit = "hour"; break;
    case RuleUnit::days: unit = "day"; break;
    case RuleUnit::weeks: unit = "week"; break;
    case RuleUnit::months: unit = "month"; break;
    }
    return fmt::format("{} {}{}", span.count, unit, span.count == 1 ? "" : "s");
}

std::string comparison(const RuleCondition& it, bool denied)
{
    const auto first = it.values.empty() ? std::string{} : it.values.front().text;
    switch (it.by) {
    case RuleOperator::holds: return "";
    case RuleOperator::is:
        return fmt::format(" is{}{} {}", denied ? " not" : "", it.values.size() > 1 ? " one of" : "",
                           list_of(it.values));
    case RuleOperator::known: return denied ? " is unknown" : " is known";
    case RuleOperator::contains: return " contains " + list_of(it.values);
    case RuleOperator::starts_with: return " starts with " + list_of(it.values);
    case RuleOperator::less: return " < " + first;
    case RuleOperator::less_or_equal: return " <= " + first;
    case RuleOperator::greater: return " > " + first;
    case RuleOperator::greater_or_equal: return " >= " + first;
    case RuleOperator::between: return fmt::format(" between {} and {}", first, it.values.at(1).text);
    case RuleOperator::before: return " before " + first;
    case RuleOperator::after: return " after " + first;
    case RuleOperator::on: return " on " + first;
    case RuleOperator::since: return " since " + first;
    case RuleOperator::since_campaign: return " since campaign " + first;
    case RuleOperator::in_the_last: return " in the last " + span_of(it.span);
    case RuleOperator::in_the_next: return " in the next " + span_of(it.span);
    }
    return "";
}

std::string condition(const RuleCondition& it, bool denied)
{
    const bool is_test = it.by == RuleOperator::is || it.by == RuleOperator::known;
    const std::string deny = denied && !is_test ? "not " : "";
    switch (it.subject) {
    case RuleSubject::everyone: return deny + "everyone";
    case RuleSubject::unreachable: return deny + "unreachable";
    case RuleSubject::language: return "language" + comparison(it, denied);
    case RuleSubject::group: return deny + "in group " + spelled_in_rules(it.name.text);
    case RuleSubject::field: return deny + "field " + spelled_in_rules(it.name.text) + comparison(it, denied);
    case RuleSubject::number: return deny + "number" + comparison(it, denied);
    case RuleSubject::joined:
        return (denied && it.by == RuleOperator::holds ? "never joined" : deny + "joined") + comparison(it, denied);
    case RuleSubject::added: return deny + "added" + comparison(it, denied);
    case RuleSubject::replied:
        if (denied) return (it.by == RuleOperator::holds ? "never replied" : "no reply") + comparison(it, denied);
        return "replied" + comparison(it, denied);
    case RuleSubject::got: return deny + "got campaign " + it.name.text;
    case RuleSubject::delivered: return deny + "delivered campaign " + it.name.text;
    case RuleSubject::failed: return deny + "failed campaign " + it.name.text;
    }
    return "";
}

std::string text_of(const RuleNode& node);

/// In parentheses where it would else fall apart.
std::string operand(const RuleNode& node, RuleNode::Kind of)
{
    const bool loose =
        node.kind == RuleNode::Kind::any || (node.kind == RuleNode::Kind::all && of != RuleNode::Kind::any);
    return loose ? "(" + text_of(node) + ")" : text_of(node);
}

std::string text_of(const RuleNode& node)
{
    switch (node.kind) {
    case RuleNode::Kind::condition: return condition(node.condition, false);
    case RuleNode::Kind::negation: {
        const auto& denied = node.operands.front();
        if (denied.kind == RuleNode::Kind::condition) return condition(denied.condition, true);
        return "not " + operand(denied, node.kind);
    }
    case RuleNode::Kind::all:
    case RuleNode::Kind::any: break;
    }
    std::string text;
    for (const auto& one : node.operands) {
        if (!text.empty()) text += node.kind == RuleNode::Kind::all ? " and " : " or ";
        text += operand(one, node.kind);
    }
    return text;
}
} // namespace

std::string spelled_in_rules(std::string_view value)
{
    const auto read = rule_tokens(value);
    const auto& first = read.tokens.front();
    const bool is_one_word = !read.broken && read.tokens.size() == 2 && first.kind == RuleToken::Kind::word;
    if (is_one_word && first.text == value && !is_reserved(first)) return std::string{value};
    std::string quoted = "\"";
    for (const auto c : protocol::decode_utf8(value)) {
        const bool doubled = c == '"' || (c >= 0x201C && c <= 0x201F); // each of these could end it
        for (int i = 0; i < (doubled ? 2 : 1); ++i)
            protocol::append_utf8(quoted, c);
    }
    return quoted + '"';
}

std::string Rule::text() const { return text_of(root); }
} // namespace nida::daemon
