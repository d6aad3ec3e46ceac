#include "daemon/credit/recipes.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
Recipe recipe(std::string id, std::vector<std::string> networks)
{
    Recipe one;
    one.id = std::move(id);
    one.networks = std::move(networks);
    return one;
}
const Recipes some{recipe("a", {"60401"}), recipe("b", {"60401", "604020"}), recipe("c", {"60402"})};
} // namespace

BOOST_AUTO_TEST_SUITE(recipes)

BOOST_AUTO_TEST_CASE(a_sim_s_recipe_is_found_by_the_beginning_of_its_imsi)
{
    BOOST_TEST(recipe_for_imsi(some, "604011234567890")->id == "a"); // of equals, the first
    BOOST_TEST(recipe_for_imsi(some, "604021234567890")->id == "c");
    BOOST_TEST(recipe_for_imsi(some, "604020234567890")->id == "b"); // six digits before five
    BOOST_TEST(recipe_for_imsi(some, "208011234567890") == nullptr);
    BOOST_TEST(recipe_for_imsi(some, "") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_recipe_is_found_by_its_name)
{
    BOOST_TEST(recipe_named(some, "c")->id == "c");
    BOOST_TEST(recipe_named(some, "d") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_voucher_is_6_to_20_digits)
{
    BOOST_TEST(is_voucher("123456"));
    BOOST_TEST(is_voucher("12345678901234567890"));
    for (const auto* text : {"", "12345", "123456789012345678901", "12345 6", "12345*", "+123456", "١٢٣٤٥٦"})
        BOOST_TEST(!is_voucher(text), text);
}

BOOST_AUTO_TEST_CASE(the_voucher_stands_where_the_code_has_its_mark)
{
    auto one = recipe("a", {});
    one.top_up.code = "*120*{voucher}#";
    BOOST_TEST(top_up_code(one, "1234567890123") == "*120*1234567890123#");
}

BOOST_AUTO_TEST_CASE(a_broken_pattern_says_what_is_wrong_with_it)
{
    BOOST_TEST(!compile_pattern("(?<amount>[0-9+").error.empty());
    BOOST_TEST(compile_pattern("(?<amount>[0-9]+)").error.empty());
    BOOST_TEST(has_group("(?<amount>[0-9]+)", "amount"));
    BOOST_TEST(!has_group("(?<amount>[0-9]+)", "units"));
}

BOOST_AUTO_TEST_SUITE_END()
