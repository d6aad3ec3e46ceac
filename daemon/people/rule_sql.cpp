#include "daemon/people/rule_sql.hpp"

#include "daemon/people/rule_terms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

namespace nida::daemon
{
namespace
{
/// Bare pluses in what is tested or gathered keep SQLite from searching after all.
enum class Way { search, test, gather };

/// A term as SQL.
struct Written {
    std::string sql;
    std::vector<SqlValue> values;
    std::size_t depth = 0; ///< of the parentheses inside it
};

class Writer
{
public:
    Writer(Connection& db, std::int64_t few) : db_{db}, few_{few} {}

    CompiledRule run(const RuleTerm& root, RuleUse use)
    {
        auto written = write(root, people_at_most(root) ? Way::search : use == RuleUse::page ? Way::test : Way::gather);
        return {"(" + written.sql + ")", std::move(written.values)};
    }
private:
    /// How many people can be meant, where these are few and can be searched; else nothing.
    std::optional<std::int64_t> people_at_most(const RuleTerm& term)
    {
        switch (term.kind) {
        case RuleTerm::Kind::one: return denied_or_counted(term);
        case RuleTerm::Kind::all: {
            std::optional<std::int64_t> least;
            for (const auto& operand : term.operands)
                if (const auto some = people_at_most(operand); some && (!least || *some < *least)) least = some;
            return least;
        }
        case RuleTerm::Kind::any: break;
        }
        std::int64_t sum = 0;
        for (const auto& operand : term.operands) {
            const auto some = people_at_most(operand);
            if (!some || (sum += *some) >= few_) return {};
        }
        return sum;
    }
    std::optional<std::int64_t> denied_or_counted(const RuleTerm& term)
    {
        if (term.denied || term.searched.empty()) return {};
        const auto [known, is_new] = counted_.try_emplace(&term);
        if (!is_new) return known->second;
        auto row =
            db_.query_once(fmt::format("SELECT count(*) FROM (SELECT 1 {} LIMIT {})", term.rows, few_), term.values);
        row.step();
        if (const auto count = row.integer(0); count < few_) known->second = count;
        return known->second;
    }

    static std::string one(const RuleTerm& term, Way way)
    {
        if (term.denied) return fmt::format("({}) IS NOT TRUE", way == Way::gather ? term.gathered : term.tested);
        switch (way) {
        case Way::search: return term.searched;
        case Way::test: return term.tested;
        case Way::gather: break;
        }
        return term.gathered;
    }

    Written write(const RuleTerm& term, Way way)
    {
        if (term.kind == RuleTerm::Kind::one) return {one(term, way), term.values};
        const bool is_all = term.kind == RuleTerm::Kind::all;
        const auto* driver = is_all && way == Way::search ? fewest(term.operands) : nullptr;
        std::vector<Written> parts;
        for (const auto& operand : term.operands)
            parts.push_back(write(operand, driver && &operand != driver ? Way::test : way));
        // What SQLite's parser has to remember grows with what stands before a parenthesis; so the deepest comes first.
        std::ranges::stable_sort(parts, std::ranges::greater{}, &Written::depth);
        Written whole;
        whole.depth = parts.front().depth + 1;
        for (auto& part : parts) {
            whole.sql += fmt::format("{}({})", whole.sql.empty() ? "" : is_all ? " AND " : " OR ", part.sql);
            std::ranges::move(part.values, std::back_inserter(whole.values));
        }
        return whole;
    }

    const RuleTerm* fewest(const std::vector<RuleTerm>& terms)
    {
        const RuleTerm* best = nullptr;
        std::int64_t least = few_;
        for (const auto& term : terms)
            if (const auto some = people_at_most(term); some && *some < least) {
                best = &term;
                least = *some;
            }
        return best;
    }

    Connection& db_;
    std::int64_t few_;
    std::unordered_map<const RuleTerm*, std::optional<std::int64_t>> counted_;
};
} // namespace

Ruled<CompiledRule> compile_rule(const Rule& rule, Connection& db, const RuleClock& clock, RuleUse use,
                                 std::int64_t few)
{
    const auto terms = rule_terms(rule, db, clock, {});
    if (!terms) return terms.error();
    return Writer{db, few}.run(*terms, use);
}

Ruled<std::string> check_rule(Connection& db, std::string_view text, const RuleClock& clock,
                              std::optional<std::int64_t> of_group)
{
    const auto rule = parse_rule(text);
    if (!rule) return rule.error();
    if (const auto terms = rule_terms(*rule, db, clock, of_group); !terms) return terms.error();
    return rule->text();
}
} // namespace nida::daemon
