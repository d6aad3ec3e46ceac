#pragma once
#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// Why a text is no rule, or a rule means nothing in this store, for the person who wrote it.
struct RuleError {
    std::size_t column; ///< of the first character at fault, counted from 1 as people count characters
    std::string text;   ///< what was found, and what would be accepted there
    std::string hint;   ///< what was probably meant, or what to do; empty where nothing is known
};
[[noreturn]] void throw_exception_from_error(const RuleError&, const boost::source_location&);
template <class T> using Ruled = boost::system::result<T, RuleError>;

/// More of these is an error, so that no rule costs more than a person can have meant.
inline constexpr std::size_t longest_rule = 4'000;  ///< characters
inline constexpr std::size_t most_conditions = 200; ///< each value of a list counts
inline constexpr std::size_t deepest_rule = 50;     ///< parentheses and "not" inside each other

/// Something that the rule names or compares with. Where it stood is not part of what it is.
struct RuleText {
    std::string text;
    std::size_t column = 1;
    bool operator==(const RuleText& other) const { return text == other.text; }
};

enum class RuleUnit { hours, days, weeks, months };
struct RuleSpan {
    int count = 0; ///< 1 to 10,000
    RuleUnit unit = RuleUnit::days;
    bool operator==(const RuleSpan&) const = default;
};

/// How a condition compares. The comment says what `values` then holds.
enum class RuleOperator {
    holds,       ///< nothing: the subject says it all
    is,          ///< one of these, as they were written
    known,       ///< nothing
    contains,    ///< one, as it was written
    starts_with, ///< one, as it was written
    less,        ///< one number: digits with "-" and "." alone, as in all that follow
    less_or_equal,
    greater,
    greater_or_equal,
    between,        ///< two numbers, or two days: YYYY-MM-DD, as in all that follow
    before,         ///< one day
    after,          ///< one day
    on,             ///< one day
    since,          ///< one day
    since_campaign, ///< a campaign's id
    in_the_last,    ///< nothing; `span`
    in_the_next,    ///< nothing; `span`
};

/// What a condition is about.
enum class RuleSubject {
    everyone,
    unreachable,
    language,
    group,
    field,
    number,
    joined,
    added,
    replied,
    got,
    delivered,
    failed
};

struct RuleCondition {
    RuleSubject subject = RuleSubject::everyone;
    RuleText name; ///< of the group or the field, or the campaign's id; else empty
    RuleOperator by = RuleOperator::holds;
    std::vector<RuleText> values;
    RuleSpan span;
    std::size_t column = 1;    ///< where it begins
    std::size_t by_column = 1; ///< where the comparison begins
    bool operator==(const RuleCondition& other) const
    {
        return subject == other.subject && name == other.name && by == other.by && values == other.values &&
               span == other.span;
    }
};

struct RuleNode {
    enum class Kind { condition, all, any, negation };
    Kind kind = Kind::condition;
    RuleCondition condition;        ///< of a condition alone
    std::vector<RuleNode> operands; ///< two or more of all and any, one of a negation
    bool operator==(const RuleNode&) const = default;
};

/// Who is meant, as docs/rules.md describes the language. Only parse_rule makes one, and what it names may not exist.
/// "is not", "!=", "no reply" and "never" are negations of what they deny.
struct Rule {
    RuleNode root;
    /// The rule as it is kept: words in small letters, no needless parentheses or quotes. Parsed, it is this rule again.
    std::string text() const;
    bool operator==(const Rule&) const = default;
};

/// @param text  any octets
Ruled<Rule> parse_rule(std::string_view text);

/// A value as a rule spells it: in quotes where it would else be read as something else.
std::string spelled_in_rules(std::string_view value);
} // namespace nida::daemon
