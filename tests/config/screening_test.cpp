#include "config/screening.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::config;

BOOST_AUTO_TEST_SUITE(screening)

BOOST_AUTO_TEST_CASE(any_character_may_stand_in_a_comment)
{
    for (const auto* text : {"# ليبيا \"\"\"\na = 1", "a = 'b' # é", "a = \"\\\"\" # é", "a = \"\\\\\" # é",
                             "a = \"'\" # é", "a = '\"' # é", "a = '\\' # é", "\xEF\xBB\xBF# é", ""})
        BOOST_TEST(!unfit_for_toml(text), text);
}

BOOST_AUTO_TEST_CASE(elsewhere_only_ascii_is_fit)
{
    for (const auto* text : {"é = 1", "a = é", "a = 'é'", "a = \"# é\"", "a = \"\\\"# é\"", "a = \"\\é\"", "[é]",
                             "# \né", "a = 1 \xEF\xBB\xBF", "\xFF\xFE", "a = \"\n'# é"})
        BOOST_TEST(unfit_for_toml(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(the_place_is_counted_in_characters_and_the_character_is_shown)
{
    const auto unfit = unfit_for_toml("# é\na = “LY”").value();
    BOOST_TEST(unfit.at.line == 2U);
    BOOST_TEST(unfit.at.column == 5U);
    BOOST_TEST(unfit.what.find("\"“\" cannot stand here") == 0U);
    BOOST_TEST(unfit_for_toml("a = \xFF").value().what.find("an octet that is no UTF-8") == 0U);
    BOOST_TEST(unfit_for_toml("a=2 #é\nb=é").value().at.column == 3U);
}

BOOST_AUTO_TEST_CASE(a_string_has_one_line)
{
    for (const auto* text : {"a = '''b'''", "a = \"\"\"\\\nb\"\"\"", "\"\"\"\\"}) {
        const auto unfit = unfit_for_toml(text);
        BOOST_REQUIRE(unfit.has_value());
        BOOST_TEST(unfit->what.find("over several lines") != std::string::npos, text);
    }
    BOOST_TEST(!unfit_for_toml("a = \"'''\"\nb = '\"\"\"'\nc = \"\"\nd = ''"));
}

BOOST_AUTO_TEST_CASE(dots_count_outside_strings_and_comments)
{
    const std::string dots(1000, '.');
    BOOST_TEST(!unfit_for_toml(dots + "'" + dots + "' #" + dots));
    BOOST_TEST(unfit_for_toml("\n" + dots + '.').value().at.line == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
