#include "daemon/cli/campaign_definition.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon::cli;

BOOST_AUTO_TEST_SUITE(campaign_definition)

BOOST_AUTO_TEST_CASE(durations_have_units)
{
    BOOST_TEST(minutes_in("90min").value() == 90);
    BOOST_TEST(minutes_in("2h").value() == 120);
    BOOST_TEST(minutes_in("1d 12h").value() == 36 * 60);
    BOOST_TEST(minutes_in("1w").value() == 7 * 24 * 60);
    BOOST_TEST(minutes_in("0").value() == 0);
    for (const auto* nonsense : {"", "2", "h", "2x", "-2h", "2 h", "0h", "99999999999999999999h", "99999w", "2h soon"})
        BOOST_TEST(!minutes_in(nonsense), nonsense);
}

BOOST_AUTO_TEST_CASE(a_variant_names_its_language_itself_and_its_share)
{
    const auto all = variant_in("ar/A:3=x=y").value();
    BOOST_TEST(all.language == "ar");
    BOOST_TEST(all.name == "A");
    BOOST_TEST(all.share == 3);
    BOOST_TEST(all.text == "x=y");
    const auto least = variant_in("B=").value();
    BOOST_TEST(least.language.empty());
    BOOST_TEST(least.share == 1);
    for (const auto* nonsense : {"", "A", "=x", "/A=x", "ar/=x", "A:=x", "A:0=x", "A:1001=x", "A:1 =x"})
        BOOST_TEST(!variant_in(nonsense), nonsense);
}

BOOST_AUTO_TEST_SUITE_END()
