#include "daemon/people/rule_terms.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/flow/language.hpp"
#include "daemon/outbox/message.hpp"
#include "daemon/people/rule_names.hpp"
#include "daemon/people/rule_reader.hpp"
#include "daemon/people/rule_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace nida::daemon
{
namespace
{
template <class T> T or_fail(Ruled<T> found)
{
    if (!found) throw RuleFailure{found.error()};
    return *std::move(found);
}

/// Rows of other tables that name a person by `key`.
RuleTerm about_person(const char* column, const char* key, const char* table, const SqlTest& test)
{
    RuleTerm term;
    term.tested = fmt::format("EXISTS(SELECT 1 FROM {} WHERE {} = {} AND {})", table, key, column, test.sql);
    term.rows = fmt::format("FROM {} WHERE {}", table, test.sql);
    term.searched = fmt::format("{} IN (SELECT {} {})", column, key, term.rows);
    term.gathered = "+" + term.searched;
    term.values = test.values;
    return term;
}

class Terms
{
public:
    Terms(Connection& db, const RuleClock& clock, std::optional<std::int64_t> of_group)
        : names_{db}, clock_{clock}, of_group_{of_group}
    {
    }

    RuleTerm of(const RuleNode& node, bool denied = false)
    {
        if (node.kind == RuleNode::Kind::negation) return of(node.operands.front(), !denied);
        if (node.kind == RuleNode::Kind::condition) return of(node.condition, denied);
        RuleTerm term;
        // Who is not in all of several is out of any of them, and the other way round.
        term.kind = (node.kind == RuleNode::Kind::all) != denied ? RuleTerm::Kind::all : RuleTerm::Kind::any;
        for (const auto& operand : node.operands)
            term.operands.push_back(of(operand, denied));
        return term;
    }
private:
    RuleTerm of(const RuleCondition& it, bool denied)
    {
        if (++count_ > most_terms)
            throw RuleFailure{
                {column_of(it.column),
                 fmt::format("with the rules of its groups this rule has more than {} conditions", most_terms),
                 "name fewer groups that are rules"}};
        if (it.subject == RuleSubject::group) return group(it, denied);
        auto term = condition(it);
        term.denied = denied;
        return term;
    }

    RuleTerm condition(const RuleCondition& it)
    {
        switch (it.subject) {
        case RuleSubject::everyone: {
            RuleTerm term;
            term.tested = term.gathered = "1";
            return term;
        }
        case RuleSubject::unreachable: return about_person("p.number", "number", "unreachable", {"1", {}});
        case RuleSubject::language: return language(it);
        case RuleSubject::field: return field(it);
        case RuleSubject::number: return of_column("p.number", number_test(it));
        case RuleSubject::joined:
            if (it.by == RuleOperator::holds) return of_column("p.joined_at", {"{0} IS NOT NULL", {}});
            return of_column("p.joined_at", instant(it));
        case RuleSubject::added: return of_column("p.created_at", instant(it));
        case RuleSubject::replied: return replied(it);
        case RuleSubject::got: return messages(it, {State::sent, State::delivered});
        case RuleSubject::delivered: return messages(it, {State::delivered});
        case RuleSubject::failed: return messages(it, {State::undelivered, State::expired, State::failed});
        case RuleSubject::group: break; // is no condition of its own
        }
        return {};
    }

    /// A condition on a column of p itself. @param test  its SQL has {0} for the column
    static RuleTerm of_column(const char* column, const SqlTest& test)
    {
        RuleTerm term;
        // A bare plus keeps SQLite from searching an index for it.
        term.tested = term.gathered = fmt::format(fmt::runtime(test.sql), fmt::format("+{}", column));
        term.searched = fmt::format(fmt::runtime(test.sql), column);
        term.rows = "FROM person p WHERE " + term.searched;
        term.values = test.values;
        return term;
    }

    RuleTerm language(const RuleCondition& it)
    {
        if (it.by == RuleOperator::known) return of_column("p.language", {"{0} IS NOT NULL", {}});
        std::vector<SqlValue> codes;
        for (const auto& value : it.values) {
            const auto code = parse_language(fold(value.text));
            if (!code)
                throw RuleFailure{{value.column, fmt::format("there is no language \"{}\" here", value.text),
                                   "a language is its code: ar, fr, en"}};
            codes.emplace_back(std::string{to_string(*code)});
        }
        return of_column("p.language", one_of("{0}", std::move(codes)));
    }

    RuleTerm field(const RuleCondition& it)
    {
        const auto field = or_fail(names_.field(it.name));
        auto test = or_fail(field_test(it, field, clock_));
        // With both parts of its key known, a row is found at once.
        test.sql = "field_id = ?" + (test.sql.empty() ? std::string{} : " AND " + test.sql);
        test.values.insert(test.values.begin(), field.id);
        return about_person("p.id", "person_id", "person_field", test);
    }

    SqlTest number_test(const RuleCondition& it) const { return or_fail(beginning_of_numbers(it)); }

    SqlTest instant(const RuleCondition& it)
    {
        if (it.by != RuleOperator::since_campaign) return instant_test(it, clock_);
        const auto begun = or_fail(names_.campaign(it.values.front()));
        return {"{0} >= ?", {std::int64_t{begun.time_since_epoch().count()}}};
    }

    RuleTerm replied(const RuleCondition& it)
    {
        RuleTerm term;
        const auto test = it.by == RuleOperator::holds ? SqlTest{} : instant(it);
        const auto when =
            test.sql.empty() ? std::string{} : " AND " + fmt::format(fmt::runtime(test.sql), "received_at");
        term.tested = fmt::format("EXISTS(SELECT 1 FROM inbox WHERE number = p.number{})", when);
        // Both indexes are in the order of numbers, so that one is walked beside the other.
        term.gathered = fmt::format("+p.id IN (SELECT q.id FROM inbox CROSS JOIN person q ON q.number = inbox.number "
                                    "WHERE inbox.number > ''{})",
                                    when);
        term.values = test.values;
        return term;
    }

    RuleTerm messages(const RuleCondition& it, std::initializer_list<State> states)
    {
        static_cast<void>(or_fail(names_.campaign(it.name)));
        SqlTest test{"campaign_id = ? AND state IN (", {std::int64_t{std::stoll(it.name.text)}}};
        for (const auto state : states) {
            test.sql += test.values.size() == 1 ? "?" : ", ?";
            test.values.emplace_back(static_cast<std::int64_t>(state));
        }
        test.sql += ")";
        return about_person("p.number", "recipient", "message", test);
    }

    // --- groups
    struct Entered {
        std::int64_t id;
        std::string name;
        std::size_t column; ///< where the rule outside names it
    };

    /// What is wrong inside a group's rule is shown where the rule that somebody wrote names the group.
    std::size_t column_of(std::size_t column) const { return path_.empty() ? column : path_.front().column; }

    RuleTerm group(const RuleCondition& it, bool denied)
    {
        const auto group = or_fail(names_.group(it.name));
        const auto column = column_of(it.name.column);
        refuse_cycle(group, column);
        if (!group.rule) {
            auto term = about_person("p.id", "person_id", "membership", {"group_id = ?", {group.id}});
            term.denied = denied;
            return term;
        }
        path_.push_back({group.id, group.name, column});
        auto term = inside(group, denied);
        path_.pop_back();
        return term;
    }

    RuleTerm inside(const RuleGroup& group, bool denied)
    {
        const auto column = path_.back().column;
        const auto depth = path_.size();
        try {
            const auto rule = or_fail(parse_rule(*group.rule));
            return of(rule.root, denied);
        } catch (RuleFailure& failure) {
            // The innermost group tells; its columns are not those of the rule that somebody wrote.
            if (path_.size() == depth)
                failure.error.text = fmt::format("in the rule of group \"{}\": {}", group.name, failure.error.text);
            failure.error.column = column;
            throw;
        }
    }

    void refuse_cycle(const RuleGroup& group, std::size_t column)
    {
        const auto entered = std::ranges::find(path_, group.id, &Entered::id);
        if (entered == path_.end() && group.id != of_group_) {
            if (path_.size() == deepest_groups)
                throw RuleFailure{{column,
                                   fmt::format("more than {} groups are rules about each other here", deepest_groups),
                                   "name the innermost groups themselves"}};
            return;
        }
        std::string circle;
        if (entered == path_.end()) circle = group.name + " -> ";
        for (auto one = entered == path_.end() ? path_.begin() : entered; one != path_.end(); ++one)
            circle += one->name + " -> ";
        throw RuleFailure{
            {column, fmt::format("group \"{}\" would be a rule about itself: {}{}", group.name, circle, group.name),
             "a group can only be a rule about groups that are not made from it"}};
    }

    RuleNames names_;
    const RuleClock& clock_;
    std::optional<std::int64_t> of_group_;
    std::vector<Entered> path_;
    std::size_t count_ = 0;
};
} // namespace

Ruled<RuleTerm> rule_terms(const Rule& rule, Connection& db, const RuleClock& clock,
                           std::optional<std::int64_t> of_group)
{
    try {
        return Terms{db, clock, of_group}.of(rule.root);
    } catch (const RuleFailure& failure) {
        return failure.error;
    }
}
} // namespace nida::daemon
