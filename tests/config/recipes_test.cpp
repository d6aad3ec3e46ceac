#include "config/recipes.hpp"

#include "daemon/credit/reply_reader.hpp"
#include "tests/config/temporary_file.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace nida::config;

namespace
{

constexpr auto reference_file = NIDA_TEST_DATA "/../../config/operators.toml";

auto parse(std::string_view text) { return parse_recipes(text, "operators.toml"); }
std::string wrong(const std::string& text)
{
    const auto recipes = parse(text);
    BOOST_REQUIRE_MESSAGE(!recipes, text);
    BOOST_TEST(recipes.error().size() == 1u, text);
    return recipes.error().front().text();
}
/// The one error of a block in which all is right but `lines`.
std::string wrong_with(const std::string& lines) { return wrong("[[operator]]\nid = \"own\"\n" + lines + "\n"); }
std::string wrong_balance(const std::string& lines)
{
    return wrong_with("[operator.balance]\ncode = \"*100#\"\n" + lines);
}
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string balance_of(std::string_view id, std::string_view reply)
{
    const auto& recipe = *nida::daemon::recipe_named(builtin_recipes(), id);
    const auto reading = nida::daemon::read_account(recipe.balance, recipe.currency, reply);
    if (!reading || reading->guessed) return "not read";
    return nida::daemon::amount_text(*reading->amount_milli, reading->currency);
}

} // namespace

BOOST_AUTO_TEST_SUITE(recipes)

BOOST_AUTO_TEST_CASE(prefixes_say_how_numbers_of_an_operator_begin)
{
    const auto recipes = parse("[[operator]]\nid = \"own\"\nprefixes = [\"+21892\", \"+21894\"]\n").value();
    BOOST_TEST(recipes.front().prefixes == (std::vector<std::string>{"+21892", "+21894"}),
               boost::test_tools::per_element());
    BOOST_TEST(has(wrong_with("prefixes = [\"092\"]"), "with + and country code"));
    std::set<std::string> all;
    for (const auto& recipe : builtin_recipes())
        for (const auto& prefix : recipe.prefixes)
            BOOST_TEST(all.insert(prefix).second, prefix << " is given twice");
    BOOST_TEST(all.contains("+21891"));
}

BOOST_AUTO_TEST_CASE(the_reviewed_file_loads_and_is_the_one_that_is_built_in)
{
    const auto from_file = load_recipes(reference_file);
    if (!from_file) BOOST_FAIL(from_file.error().front().text());
    BOOST_TEST(from_file->size() == builtin_recipes().size());
    BOOST_TEST(builtin_recipes().size() > 20u);
}

BOOST_AUTO_TEST_CASE(every_built_in_code_says_where_it_was_found)
{
    for (const auto& recipe : builtin_recipes()) {
        BOOST_TEST(!recipe.name.empty());
        BOOST_TEST(recipe.id.size() > 3u);
        for (const auto* code : {&recipe.balance, &recipe.own_number, &recipe.bundle, &recipe.top_up})
            if (code->known()) BOOST_TEST(!code->source.empty(), recipe.id);
    }
}

BOOST_AUTO_TEST_CASE(a_network_has_one_built_in_recipe)
{
    std::set<std::string> seen;
    for (const auto& recipe : builtin_recipes())
        for (const auto& network : recipe.networks)
            BOOST_TEST(seen.insert(network).second, network);
}

BOOST_AUTO_TEST_CASE(the_operators_of_the_countries_that_matter_most_are_recognised)
{
    for (const auto* network :
         {"60400", "60401", "60402", "60301", "60302", "60303", "60501", "60502", "60503", "60600", "60601",
          "60201", "60202", "60203", "60204", "63902", "63903", "63907", "62120", "62130", "62150", "62190"})
        BOOST_TEST(nida::daemon::recipe_for_imsi(builtin_recipes(), std::string{network} + "1234567890"), network);
}

BOOST_AUTO_TEST_CASE(built_in_patterns_read_the_replies_that_they_were_made_from)
{
    BOOST_TEST(balance_of("de-telekom", " Aktuelles Guthaben: 9.91 EUR.") == "9.91 EUR");
    BOOST_TEST(balance_of("za-vodacom", "Your balance is R49.96. Dial *111# for more") == "49.96 ZAR");
}

BOOST_AUTO_TEST_CASE(a_block_is_read_with_all_its_keys)
{
    const auto recipes = parse(R"(
[[operator]]
id = "ly-own"
name = "Own"
country = "ly"
networks = ["60600", "606001"]
currency = "LYD"
[operator.balance]
code = "*121#"
answers = ["1", "2"]
patterns.ar = ['رصيدك (?<amount>[0-9.]+)']
patterns.en = ['balance (?<amount>[0-9.]+)', 'left: (?<units>[0-9]+)']
guess = true
source = "the SIM's leaflet"
verified = true
[operator.own_number]
code = "#121#"
patterns.en = ['(?<number>[0-9]+)']
[operator.top_up]
code = "*120*{voucher}#"
)");
    if (!recipes) BOOST_FAIL(recipes.error().front().text());
    BOOST_REQUIRE(recipes->size() == 1u);
    const auto& one = recipes->front();
    BOOST_TEST(one.id == "ly-own");
    BOOST_TEST(one.country == "LY");
    BOOST_TEST(one.networks.size() == 2u);
    BOOST_TEST(one.balance.code == "*121#");
    BOOST_TEST(one.balance.answers.size() == 2u);
    BOOST_REQUIRE(one.balance.patterns.size() == 3u);
    BOOST_TEST(one.balance.patterns.front().language == "ar");
    BOOST_TEST(one.balance.guess);
    BOOST_TEST(one.balance.verified);
    BOOST_TEST(one.own_number.known());
    BOOST_TEST(!one.bundle.known());
    BOOST_TEST(one.top_up.code == "*120*{voucher}#");
}

BOOST_AUTO_TEST_CASE(an_own_block_replaces_the_built_in_one_of_its_id)
{
    auto own =
        parse("[[operator]]\nid = \"ke-safaricom\"\nnetworks = [\"63902\"]\n[operator.balance]\ncode = \"*100#\"\n")
            .value();
    const auto all = with_builtin_recipes(std::move(own));
    BOOST_TEST(all.size() == builtin_recipes().size());
    BOOST_TEST(nida::daemon::recipe_for_imsi(all, "639021234567890")->balance.code == "*100#");
}

BOOST_AUTO_TEST_CASE(a_wrong_key_is_reported_with_what_was_meant)
{
    BOOST_TEST(has(wrong_with("nmae = \"x\""), "did you mean name?"));
    BOOST_TEST(has(wrong_balance("pattern.en = []"), "did you mean patterns?"));
    BOOST_TEST(has(wrong_with("code = \"*100#\""), "it belongs under [operator.balance]"));
    BOOST_TEST(has(wrong_balance("patterns.eng = []"), "did you mean en?"));
}

BOOST_AUTO_TEST_CASE(a_wrong_value_is_reported_with_what_is_accepted)
{
    BOOST_TEST(has(wrong("[[operator]]\nname = \"x\"\n"), "has no id"));
    BOOST_TEST(has(wrong("[operator]\n"), "double brackets"));
    BOOST_TEST(has(wrong("[[operator]]\nid = \"A B\"\n"), "a-z, digits and -"));
    BOOST_TEST(has(wrong_with("networks = [\"6060\"]"), "5 or 6 digits"));
    BOOST_TEST(has(wrong_with("networks = \"60600\""), "in brackets"));
    BOOST_TEST(has(wrong_with("currency = \"dinar\""), "ISO 4217"));
    BOOST_TEST(has(wrong_with("country = \"Libya\""), "ISO 3166"));
    BOOST_TEST(has(wrong_with("balance = \"*100#\""), "[operator.balance], and its keys below"));
    BOOST_TEST(has(wrong_with("[operator.balance]\nguess = true"), "has no code"));
    BOOST_TEST(has(wrong_with("[operator.balance]\ncode = \"100\""), "# at the end"));
    BOOST_TEST(has(wrong_with("[operator.balance]\ncode = \"*100*{voucher}#\""), "# at the end"));
    BOOST_TEST(has(wrong_with("[operator.top_up]\ncode = \"*100#\""), "{voucher}"));
    BOOST_TEST(has(wrong_balance("verified = \"yes\""), "true or false"));
    BOOST_TEST(has(wrong_balance("answers = [1]"), "what to choose"));
    BOOST_TEST(has(wrong("[[operator]]\nid = \"own\"\n[[operator]]\nid = \"own\"\n"), "is there already"));
}

BOOST_AUTO_TEST_CASE(a_pattern_that_is_none_is_an_error_of_its_line)
{
    const auto text = wrong_balance("patterns.en = ['(?<amount>[0-9+']");
    BOOST_TEST(has(text, "operators.toml:5:"));
    BOOST_TEST(has(text, "is no regular expression"));
    BOOST_TEST(has(wrong_balance("patterns.en = ['[0-9]+']"), "(?<amount>...) or (?<units>...)"));
    BOOST_TEST(
        has(wrong_with("[operator.own_number]\ncode = \"*1#\"\npatterns.en = ['(?<amount>.)']"), "(?<number>...)"));
    BOOST_TEST(has(wrong_balance("patterns = ['x']"), "by language"));
}

BOOST_AUTO_TEST_CASE(all_files_of_a_folder_are_read_and_one_that_is_not_there_is_an_error)
{
    const TemporaryDirectory folder;
    folder.file("b.toml", "[[operator]]\nid = \"bb\"\n");
    folder.file("a.toml", "[[operator]]\nid = \"aa\"\n");
    folder.file("c.txt", "no TOML");
    const auto recipes = load_recipes(folder.path()).value();
    BOOST_REQUIRE(recipes.size() == 2u);
    BOOST_TEST(recipes.front().id == "aa");
    const auto missing = load_recipes(folder.path() / "none.toml");
    BOOST_REQUIRE(!missing);
    BOOST_TEST(has(missing.error().front().text(), "[credit] operators"));
}

BOOST_AUTO_TEST_SUITE_END()
