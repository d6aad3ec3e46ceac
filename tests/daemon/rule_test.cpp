#include "daemon/people/rule.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>
#include <string_view>

using namespace nida::daemon;

namespace
{
std::string canonical(std::string_view text)
{
    const auto rule = parse_rule(text);
    if (!rule) return "column " + std::to_string(rule.error().column) + ": " + rule.error().text;
    const auto again = parse_rule(rule->text());
    BOOST_TEST((again && *again == *rule), rule->text());
    return rule->text();
}

RuleError error_of(std::string_view text)
{
    const auto rule = parse_rule(text);
    BOOST_REQUIRE_MESSAGE(!rule, std::string{text} + " is a rule");
    return rule.error();
}

std::string repeated(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}
} // namespace

BOOST_AUTO_TEST_SUITE(rule)

BOOST_AUTO_TEST_CASE(a_rule_is_kept_in_one_spelling)
{
    BOOST_TEST(
        canonical(
            "Language IS ar AND field city is Sfax and JOINED in the last 30 days and no reply since campaign 12") ==
        "language is ar and field city is Sfax and joined in the last 30 days and no reply since campaign 12");
    BOOST_TEST(canonical("(language is ar)") == "language is ar");
    BOOST_TEST(canonical("not language is fr") == "language is not fr");
    BOOST_TEST(canonical("language is one of ar،fr , en") == "language is one of ar, fr, en");
    BOOST_TEST(canonical("language is one of ar") == "language is ar");
    BOOST_TEST(canonical("language is not known") == "language is unknown");
    BOOST_TEST(canonical("not joined") == "never joined");
    BOOST_TEST(canonical("not replied in the last 1 week") == "no reply in the last 1 week");
    BOOST_TEST(canonical("no reply") == "never replied");
    BOOST_TEST(canonical("field age = ١٨ and field age != 20") == "field age is ١٨ and field age is not 20");
    BOOST_TEST(canonical("field age≥١٨ and field age between ۱۸ and 30") ==
               "field age >= 18 and field age between 18 and 30");
    BOOST_TEST(canonical("field size < ٣٫٥") == "field size < 3.5");
    BOOST_TEST(canonical("joined before ٢٠٢٦-٠١-٠٢") == "joined before 2026-01-02");
    BOOST_TEST(canonical("added between 2026-01-01 and 2026-01-31") == "added between 2026-01-01 and 2026-01-31");
    BOOST_TEST(canonical("field birth in the next 2 weeks") == "field birth in the next 2 weeks");
    BOOST_TEST(canonical("in group members and not in group medics") == "in group members and not in group medics");
    BOOST_TEST(canonical("got campaign ١٢ or not failed campaign 012") == "got campaign 12 or not failed campaign 12");
    BOOST_TEST(canonical("number starts with +21620") == "number starts with +21620");
    BOOST_TEST(canonical("not not everyone") == "not not everyone");
    BOOST_TEST(canonical("unreachable\n or\teveryone") == "unreachable or everyone");
}

BOOST_AUTO_TEST_CASE(and_binds_closer_than_or_and_not_closest_of_all)
{
    BOOST_TEST(canonical("everyone or unreachable and joined") == "everyone or unreachable and joined");
    BOOST_TEST(canonical("everyone or (unreachable and joined)") == "everyone or unreachable and joined");
    BOOST_TEST(canonical("(everyone or unreachable) and joined") == "(everyone or unreachable) and joined");
    BOOST_TEST(canonical("not (everyone and joined)") == "not (everyone and joined)");
    BOOST_TEST(canonical("not everyone and joined") == "not everyone and joined");
    BOOST_TEST(canonical("((everyone and (joined and unreachable)))") == "everyone and joined and unreachable");
    BOOST_TEST(canonical("everyone or (joined or unreachable)") == "everyone or joined or unreachable");
}

BOOST_AUTO_TEST_CASE(values_are_written_in_any_script_and_quoted_only_where_they_have_to_be)
{
    BOOST_TEST(canonical("field المدينة is صفاقس") == "field المدينة is صفاقس");
    BOOST_TEST(canonical("field المدينة is «سيدي بوزيد»") == "field المدينة is \"سيدي بوزيد\"");
    BOOST_TEST(canonical("field ville is « Sfax »") == "field ville is Sfax"); // French puts blanks inside
    BOOST_TEST(canonical("field ville is l'Ariana") == "field ville is l'Ariana");
    BOOST_TEST(canonical("field ville is 'la Marsa'") == "field ville is \"la Marsa\"");
    BOOST_TEST(canonical("field ville is “la Marsa”") == "field ville is \"la Marsa\"");
    BOOST_TEST(canonical("field \"is\" is \"known\"") == "field \"is\" is \"known\"");
    BOOST_TEST(canonical("field a is \"say \"\"no\"\"\"") == "field a is \"say \"\"no\"\"\"");
    BOOST_TEST(canonical("field member is no") == "field member is no");
    BOOST_TEST(canonical("in group «a, b»") == "in group \"a, b\"");
    // A phone's direction marks around a word.
    BOOST_TEST(canonical("field city is \u200Fصفاقس or everyone") == "field city is صفاقس or everyone");
}

BOOST_AUTO_TEST_CASE(an_error_tells_the_place_what_was_found_and_what_is_accepted)
{
    const auto typing = error_of("languge is ar");
    BOOST_TEST(typing.column == 1u);
    BOOST_TEST(typing.text.starts_with("found \"languge\" where "));
    BOOST_TEST(typing.hint == "did you mean language?");

    const auto middle = error_of("field city iz Sfax");
    BOOST_TEST(middle.column == 12u);
    BOOST_TEST(middle.text == "found \"iz\" where \"is\", \"=\", \"!=\", \"contains\", \"starts\", \"<=\", \"<\", "
                              "\">=\", \">\", \"between\", "
                              "\"before\", \"after\", \"on\", \"since\" or \"in\" is expected");
    BOOST_TEST(middle.hint == "did you mean is?");

    const auto end = error_of("language is ar and");
    BOOST_TEST(end.column == 19u);
    BOOST_TEST(end.text.starts_with("the rule ends where \"not\", \"(\", \"language\""));

    const auto two_words = error_of("field city is Sidi Bouzid");
    BOOST_TEST(two_words.column == 20u);
    BOOST_TEST(two_words.text == "found \"Bouzid\" where \"and\", \"or\" or the end is expected");
    BOOST_TEST(two_words.hint == "several words that belong together stand in quotes: \"Sidi Bouzid\"");

    const auto list = error_of("language is ar or fr");
    BOOST_TEST(list.column == 19u);
    BOOST_TEST(list.hint == "for one of several values, write: is one of ar, fr");

    const auto forgotten = error_of("field is Sfax");
    BOOST_TEST(forgotten.column == 7u);
    BOOST_TEST(forgotten.text == "found \"is\" where the name of a field is expected");

    BOOST_TEST(error_of("field a is and").hint == "if that word itself is meant, write it in quotes: \"and\"");
    BOOST_TEST(error_of("joined in the next 3 days").text == "found \"next\" where \"last\" is expected");
    BOOST_TEST(error_of("joined in the last 3 das").hint == "did you mean days?");
    BOOST_TEST(error_of("joined in the last 3.5 days").text ==
               "found \"3.5\" where a whole number from 1 to 10000 is expected");
    BOOST_TEST(error_of("joined before 2026-02-30").text == "there is no day \"2026-02-30\"");
    BOOST_TEST(error_of("joined between 2026-02-03 and 2026-02-01").hint ==
               "write the smaller one first: between 2026-02-01 and 2026-02-03");
    BOOST_TEST(error_of("added").text.starts_with("the rule ends where \"between\""));
    BOOST_TEST(error_of("got campaign twelve").text == "found \"twelve\" where the number of a campaign is expected");
    BOOST_TEST(error_of("everyone)").column == 9u);
    BOOST_TEST(error_of("(everyone").text == "the rule ends where \"and\", \"or\" or \")\" is expected");
    BOOST_TEST(error_of("").text == "the rule is empty");
    BOOST_TEST(error_of(" \n ").text == "the rule is empty");
}

BOOST_AUTO_TEST_CASE(columns_count_what_people_see)
{
    BOOST_TEST(error_of("field مدينة iz صفاقس").column == 13u);
    BOOST_TEST(error_of("field مَدِينَة iz صفاقس").column == 13u);       // with its vowel signs
    BOOST_TEST(error_of("field e\u0301te\u0301 iz a").column == 11u); // decomposed accents
    BOOST_TEST(error_of("field 👩‍🏫 iz a").column == 9u);      // one picture of three characters
    BOOST_TEST(error_of("field \u200Fabc\u200F iz a").column == 11u);
    BOOST_TEST(error_of("field a iz\xFF").column == 9u); // of two errors the first
    BOOST_TEST(error_of("field a is b\xFF").column == 13u);
    BOOST_TEST(error_of("field a is \"b").column == 12u);
    BOOST_TEST(error_of("field a is \"b\nc\"").column == 14u);
    BOOST_TEST(error_of("field a is \"\"").column == 12u);
    BOOST_TEST(error_of("everyone \x01").column == 10u);
}

BOOST_AUTO_TEST_CASE(all_examples_of_the_documentation_are_rules)
{
    std::ifstream page{NIDA_TEST_DATA "/../../docs/rules.md"};
    int examples = 0;
    for (std::string line; std::getline(page, line) && line != "## When something is wrong";) {
        if (!line.starts_with("    ") || line.find("[") != line.npos) continue;
        const auto rule = parse_rule(line);
        BOOST_TEST(rule.has_value(), line << ": " << (rule ? "" : rule.error().text));
        ++examples;
    }
    BOOST_TEST(examples >= 6);
}

BOOST_AUTO_TEST_CASE(a_rule_is_bounded)
{
    BOOST_TEST(!parse_rule(repeated("everyone or ", 200) + "everyone"));
    BOOST_TEST(parse_rule(repeated("everyone or ", 199) + "everyone").has_value());
    BOOST_TEST(parse_rule("language is one of " + repeated("a, ", 199) + "a").has_value());
    BOOST_TEST(!parse_rule("language is one of " + repeated("a, ", 200) + "a"));
    BOOST_TEST(parse_rule(repeated("(", 50) + "everyone" + repeated(")", 50)).has_value());
    BOOST_TEST(error_of(repeated("(", 51) + "everyone" + repeated(")", 51)).column == 52u);
    BOOST_TEST(!parse_rule(repeated("not ", 51) + "everyone"));
    BOOST_TEST(error_of("field a is " + repeated("ب", 4'000)).text == "a rule has at most 4000 characters");
    BOOST_TEST(parse_rule("field a is " + repeated("ب", 3'980)).has_value());
    // What is kept of it is spelled with more blanks than it came with.
    BOOST_TEST(error_of("field a is one of " + repeated("b,", 150) + repeated("c", 3'670)).text ==
               "a rule has at most 4000 characters, and this one has more once it is written out");
}

BOOST_AUTO_TEST_SUITE_END()
