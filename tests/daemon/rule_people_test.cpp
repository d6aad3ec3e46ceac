// The same rules over the same people twice: as SQL, and by walking through all that is known of each.
#include "tests/daemon/rule_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
/// All that is known of somebody, as it is read from the store.
struct Known {
    std::string number;
    std::optional<std::string> language;
    Time added;
    std::optional<Time> joined;
    std::set<std::int64_t> groups;
    std::map<std::string, std::string> texts; ///< of fields, folded; days likewise
    std::map<std::string, double> numbers;
    std::vector<Time> replies;
    std::map<std::int64_t, std::int64_t> messages; ///< a campaign's, and its state
    bool unreachable = false;
};

constexpr std::int64_t campaign_count = 3;
const std::vector<std::string> cities{"Sfax", "Tunis", "صفاقس", "Béja", "la Marsa"};

struct Fixture : RuleFixture {
    std::mt19937 random{20260301};
    std::map<std::int64_t, Known> people_known;
    std::map<std::string, std::pair<std::int64_t, std::optional<Rule>>> groups;
    std::map<std::int64_t, Time> campaigns;

    int below(int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }
    bool maybe() { return below(2) == 0; }
    template <class T> const T& one_of(const std::vector<T>& all) { return all[random() % all.size()]; }
    Time some_time() { return noon - std::chrono::hours{below(24 * 40)}; }
    std::string some_day()
    {
        const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(noon) -
                                              std::chrono::days{below(12) - 3}};
        return std::to_string(static_cast<int>(day.year())) + (static_cast<unsigned>(day.month()) < 10 ? "-0" : "-") +
               std::to_string(static_cast<unsigned>(day.month())) +
               (static_cast<unsigned>(day.day()) < 10 ? "-0" : "-") + std::to_string(static_cast<unsigned>(day.day()));
    }

    void fill()
    {
        const auto city = add_field("city", "place");
        const auto age = add_field("age", "number");
        const auto birth = add_field("birth", "date");
        const auto role = add_field("role", "choice", R"(["member", "medic"])");
        for (std::int64_t i = 0; i < campaign_count; ++i) {
            const auto at = some_time();
            campaigns[add_campaign(at)] = at;
        }
        for (const char* name : {"members", "medics"})
            groups[name] = {add_group(name), std::nullopt};
        for (int i = 0; i < 40; ++i) {
            const auto number = "+2162" + std::to_string(i % 4) + std::to_string(1000 + i);
            const std::vector<const char*> languages{nullptr, "ar", "fr", "en"};
            const auto id = add_person(number, one_of(languages),
                                       maybe() ? std::optional<Time>{some_time()} : std::nullopt, some_time());
            if (maybe()) set(id, city, one_of(cities));
            if (maybe()) set(id, age, 16.0 + below(5));
            if (maybe()) set_day(id, birth, some_day());
            if (maybe()) set(id, role, std::string{maybe() ? "member" : "medic"});
            for (const auto& [name, group] : groups)
                if (maybe()) put(id, group.first);
            for (int reply = below(3); reply > 0; --reply)
                add_reply(number, some_time());
            for (const auto& [campaign, at] : campaigns)
                if (maybe()) add_message(campaign, number, one_of(std::vector<int>{0, 2, 3, 4, 5, 6, 7, 8, 9}));
            if (below(5) == 0)
                connection.run(
                    "INSERT INTO unreachable(number, failures, code, since, last_at) VALUES (?1, 3, 'x', 0, 0)",
                    number);
        }
    }

    void read()
    {
        for (auto rows = connection.query("SELECT id, number, language, created_at, joined_at FROM person");
             rows.step();) {
            auto& known = people_known[rows.integer(0)];
            known.number = rows.text(1);
            known.language = rows.optional_text(2);
            known.added = rows.time(3);
            known.joined = rows.optional_time(4);
        }
        for (auto& [id, known] : people_known) {
            for (auto rows = connection.query("SELECT group_id FROM membership WHERE person_id = ?1", id); rows.step();)
                known.groups.insert(rows.integer(0));
            for (auto rows =
                     connection.query("SELECT f.name, v.compared, CAST(v.compared * 10 AS INTEGER) FROM person_field v "
                                      "JOIN field f ON f.id = v.field_id WHERE v.person_id = ?1",
                                      id);
                 rows.step();) {
                if (rows.text(0) == "age")
                    known.numbers["age"] = static_cast<double>(rows.integer(2)) / 10;
                else
                    known.texts[rows.text(0)] = rows.text(1);
            }
            for (auto rows = connection.query("SELECT received_at FROM inbox WHERE number = ?1", known.number);
                 rows.step();)
                known.replies.push_back(rows.time(0));
            for (auto rows =
                     connection.query("SELECT campaign_id, state FROM message WHERE recipient = ?1", known.number);
                 rows.step();)
                known.messages[rows.integer(0)] = rows.integer(1);
            known.unreachable = connection.query("SELECT 1 FROM unreachable WHERE number = ?1", known.number).step();
        }
    }

    // --- whom a rule means, by its words
    static Time begin(const RuleText& day, int later = 0)
    {
        return Time{std::chrono::sys_days{std::chrono::year{std::stoi(day.text.substr(0, 4))} /
                                          std::stoi(day.text.substr(5, 2)) / std::stoi(day.text.substr(8, 2))} +
                    std::chrono::days{later}};
    }
    static std::string day_from_today(const RuleSpan& span, int sign)
    {
        const auto today = std::chrono::floor<std::chrono::days>(noon);
        const std::chrono::year_month_day day{today + sign * std::chrono::days{span.count} *
                                                          (span.unit == RuleUnit::weeks ? 7 : 1)};
        return std::to_string(static_cast<int>(day.year())) + (static_cast<unsigned>(day.month()) < 10 ? "-0" : "-") +
               std::to_string(static_cast<unsigned>(day.month())) +
               (static_cast<unsigned>(day.day()) < 10 ? "-0" : "-") + std::to_string(static_cast<unsigned>(day.day()));
    }

    bool happened(const RuleCondition& it, Time at) const
    {
        const auto hours = it.span.unit == RuleUnit::hours ? 1 : it.span.unit == RuleUnit::days ? 24 : 168;
        switch (it.by) {
        case RuleOperator::holds: return true;
        case RuleOperator::before: return at < begin(it.values[0]);
        case RuleOperator::after: return at >= begin(it.values[0], 1);
        case RuleOperator::since: return at >= begin(it.values[0]);
        case RuleOperator::on: return at >= begin(it.values[0]) && at < begin(it.values[0], 1);
        case RuleOperator::between: return at >= begin(it.values[0]) && at < begin(it.values[1], 1);
        case RuleOperator::since_campaign: return at >= campaigns.at(std::stoll(it.values[0].text));
        case RuleOperator::in_the_last: return at >= noon - std::chrono::hours{hours * it.span.count};
        default: BOOST_FAIL("no such comparison"); return false;
        }
    }

    bool has(const RuleCondition& it, const Known& known) const
    {
        if (const auto number = known.numbers.find(it.name.text); number != known.numbers.end()) {
            const auto value = number->second;
            const auto compared = it.values.empty() ? 0 : std::stod(it.values[0].text);
            switch (it.by) {
            case RuleOperator::known: return true;
            case RuleOperator::is:
                return std::ranges::any_of(it.values, [&](const auto& one) { return std::stod(one.text) == value; });
            case RuleOperator::less: return value < compared;
            case RuleOperator::less_or_equal: return value <= compared;
            case RuleOperator::greater: return value > compared;
            case RuleOperator::greater_or_equal: return value >= compared;
            case RuleOperator::between: return value >= compared && value <= std::stod(it.values[1].text);
            default: BOOST_FAIL("no such comparison");
            }
        }
        const auto text = known.texts.find(it.name.text);
        if (text == known.texts.end()) return false;
        const auto value = text->second;
        const bool is_day = it.name.text == "birth";
        const auto plain = [&](const RuleText& one) { return is_day ? one.text : compared_words(one.text); };
        const auto compared = it.values.empty() ? std::string{} : plain(it.values[0]);
        switch (it.by) {
        case RuleOperator::known: return true;
        case RuleOperator::is:
            return std::ranges::any_of(it.values, [&](const auto& one) { return plain(one) == value; });
        case RuleOperator::contains: return value.find(compared) != value.npos;
        case RuleOperator::starts_with: return value.starts_with(compared);
        case RuleOperator::before: return value < compared;
        case RuleOperator::after: return value > compared;
        case RuleOperator::on: return value == compared;
        case RuleOperator::since: return value >= compared;
        case RuleOperator::between: return value >= compared && value <= it.values[1].text;
        case RuleOperator::in_the_last:
            return value >= day_from_today(it.span, -1) && value <= day_from_today(it.span, 0);
        case RuleOperator::in_the_next:
            return value >= day_from_today(it.span, 0) && value <= day_from_today(it.span, 1);
        default: BOOST_FAIL("no such comparison"); return false;
        }
    }

    bool means(const RuleNode& node, const Known& known) const
    {
        const auto one = [&](const RuleNode& operand) { return means(operand, known); };
        switch (node.kind) {
        case RuleNode::Kind::all: return std::ranges::all_of(node.operands, one);
        case RuleNode::Kind::any: return std::ranges::any_of(node.operands, one);
        case RuleNode::Kind::negation: return !one(node.operands.front());
        case RuleNode::Kind::condition: break;
        }
        const auto& it = node.condition;
        const auto state = [&] {
            const auto found = known.messages.find(std::stoll(it.name.text));
            return found == known.messages.end() ? -1 : found->second;
        };
        switch (it.subject) {
        case RuleSubject::everyone: return true;
        case RuleSubject::unreachable: return known.unreachable;
        case RuleSubject::language:
            if (it.by == RuleOperator::known) return known.language.has_value();
            return std::ranges::any_of(it.values, [&](const auto& value) { return value.text == known.language; });
        case RuleSubject::group: {
            const auto& [id, rule] = groups.at(it.name.text);
            return rule ? means(rule->root, known) : known.groups.contains(id);
        }
        case RuleSubject::field: return has(it, known);
        case RuleSubject::number: return known.number.starts_with(it.values[0].text);
        case RuleSubject::joined: return known.joined && happened(it, *known.joined);
        case RuleSubject::added: return happened(it, known.added);
        case RuleSubject::replied: return std::ranges::any_of(known.replies, [&](Time at) { return happened(it, at); });
        case RuleSubject::got: return state() == 2 || state() == 3;
        case RuleSubject::delivered: return state() == 3;
        case RuleSubject::failed: return state() == 4 || state() == 5 || state() == 7;
        }
        return false;
    }

    // --- rules, as somebody may write them
    std::string some_span(bool hours)
    {
        const std::vector<std::string> units{"days", "weeks", "day", "hours"};
        return "the last " + std::to_string(1 + below(20)) + " " + units[random() % (hours ? 4 : 3)];
    }
    std::string some_campaign() { return "campaign " + std::to_string(1 + below(campaign_count)); }
    std::string some_instant(bool may_be_empty)
    {
        switch (below(may_be_empty ? 8 : 7)) {
        case 0: return " before " + some_day();
        case 1: return " after " + some_day();
        case 2: return " on " + some_day();
        case 3: return " since " + some_day();
        case 4: return " since " + some_campaign();
        case 5: return " in " + some_span(true);
        case 6: {
            auto first = some_day(), last = some_day();
            if (first > last) std::swap(first, last);
            return " between " + first + " and " + last;
        }
        default: return "";
        }
    }
    std::string some_number() { return std::to_string(15 + below(7)); }
    std::string some_city() { return spelled_in_rules(one_of(cities)); }
    std::string some_condition()
    {
        switch (below(21)) {
        case 0: return "everyone";
        case 1: return "unreachable";
        case 2:
            return one_of(std::vector<std::string>{"language is ar", "language is not fr", "language is one of ar, en",
                                                   "language is unknown", "language is known"});
        case 3: return "in group members";
        case 4: return "not in group medics";
        case 5: return "in group ruled";
        case 6: return "number starts with +2162" + std::to_string(below(5));
        case 7: return "joined" + some_instant(true);
        case 8: return "added" + some_instant(false);
        case 9: return "replied" + some_instant(true);
        case 10: return "no reply" + some_instant(true);
        case 11: return "got " + some_campaign();
        case 12: return "delivered " + some_campaign();
        case 13: return "failed " + some_campaign();
        case 14: return "field city is " + some_city();
        case 15: return "field city is not one of " + some_city() + ", " + some_city();
        case 16:
            return "field city " + one_of(std::vector<std::string>{"contains فاق", "contains \"a m\"", "starts with b",
                                                                   "starts with ص", "is unknown", "is known"});
        case 17:
            return "field age " + one_of(std::vector<std::string>{"<", "<=", ">", ">=", "=", "!="}) + " " +
                   some_number();
        case 18: return "field age between " + std::to_string(15 + below(3)) + " and " + std::to_string(18 + below(3));
        case 19:
            return "field birth " + one_of(std::vector<std::string>{"before ", "after ", "on ", "since ", "is not "}) +
                   some_day();
        default: return maybe() ? "field birth in " + some_span(false) : "field role is one of medic, member";
        }
    }
    std::string some_rule(int depth)
    {
        if (depth == 0 || below(4) == 0) return some_condition();
        switch (below(5)) {
        case 0: return "not (" + some_rule(depth - 1) + ")";
        case 1: return "(" + some_rule(depth - 1) + " or " + some_rule(depth - 1) + ")";
        case 2: return some_rule(depth - 1) + " or " + some_rule(depth - 1);
        case 3: return "not " + some_condition() + " and " + some_rule(depth - 1);
        default: return some_rule(depth - 1) + " and " + some_rule(depth - 1);
        }
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(rule_people, Fixture)

BOOST_AUTO_TEST_CASE(a_rule_means_the_same_people_as_sql_and_by_its_words)
{
    fill();
    read();
    groups["ruled"] = {add_group("ruled", "language is ar or field age > 17"),
                       parse_rule("language is ar or field age > 17").value()};
    std::size_t some = 0;
    for (int i = 0; i < 1'500; ++i) {
        const auto text = some_rule(1 + below(4));
        const auto rule = parse_rule(text);
        BOOST_REQUIRE_MESSAGE(rule, text << ": " << (rule ? "" : rule.error().text));
        BOOST_REQUIRE_MESSAGE(parse_rule(rule->text()).value() == *rule, text << " became " << rule->text());
        std::vector<std::int64_t> expected;
        for (const auto& [id, known] : people_known)
            if (means(rule->root, known)) expected.push_back(id);
        const auto found = people(*rule, maybe() ? RuleUse::all : RuleUse::page,
                                  one_of(std::vector<std::int64_t>{0, 5, 15, few_people}));
        BOOST_REQUIRE_MESSAGE(found == expected,
                              text << " means " << found.size() << " people and not " << expected.size());
        if (!found.empty() && found.size() < people_known.size()) ++some;
    }
    BOOST_TEST(some > 700u); // not all of them mean nobody, or everybody
}

BOOST_AUTO_TEST_SUITE_END()
