#include "protocol/numbering/time_zones.hpp"

#include "protocol/numbering/time_zone_table.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

using nida::protocol::time_zone_of;
namespace numbering = nida::protocol::numbering;

BOOST_AUTO_TEST_SUITE(time_zones)

BOOST_AUTO_TEST_CASE(a_country_with_one_zone_has_its_own_and_not_a_neighbours)
{
    // The data names Paris for Algiers and Bucharest for Tripoli, whose clocks do not change.
    for (const auto& [number, zone] : {std::pair<std::string_view, std::string_view>{"+21620123456", "Africa/Tunis"},
                                       {"+218912345678", "Africa/Tripoli"},
                                       {"+213551234567", "Africa/Algiers"},
                                       {"+201001234567", "Africa/Cairo"},
                                       {"+249911231234", "Africa/Khartoum"},
                                       {"+211977123456", "Africa/Juba"},
                                       {"+967712345678", "Asia/Aden"},
                                       {"+9647912345678", "Asia/Baghdad"},
                                       {"+9613123456", "Asia/Beirut"},
                                       {"+962790123456", "Asia/Amman"},
                                       {"+963944567890", "Asia/Damascus"},
                                       {"+966512345678", "Asia/Riyadh"},
                                       {"+22222123456", "Africa/Nouakchott"},
                                       {"+2917123456", "Africa/Asmara"},
                                       {"+33612345678", "Europe/Paris"},
                                       {"+37062345678", "Europe/Vilnius"},
                                       {"+375294911911", "Europe/Minsk"},
                                       {"+84912345678", "Asia/Ho_Chi_Minh"},
                                       {"+50581234567", "America/Managua"}})
        BOOST_TEST(time_zone_of(number) == zone, number);
}

BOOST_AUTO_TEST_CASE(an_area_code_tells_the_zone_where_a_country_has_several)
{
    for (const auto& [number, zone] : {std::pair<std::string_view, std::string_view>{"+15145551234", "America/Toronto"},
                                       {"+12135551234", "America/Los_Angeles"},
                                       {"+13125551234", "America/Chicago"},
                                       {"+16025551234", "America/Phoenix"},
                                       {"+12425551234", "America/Nassau"},
                                       {"+74012123456", "Europe/Kaliningrad"},
                                       {"+74232123456", "Asia/Vladivostok"},
                                       {"+77012345678", "Asia/Almaty"},
                                       {"+61891234567", "Australia/Perth"},
                                       {"+61882123456", "Australia/Adelaide"},
                                       {"+61731234567", "Australia/Brisbane"},
                                       {"+529981234567", "America/Cancun"},
                                       {"+441481234567", "Europe/Guernsey"}})
        BOOST_TEST(time_zone_of(number) == zone, number);
}

BOOST_AUTO_TEST_CASE(where_the_number_does_not_tell_it_is_the_zone_of_the_most_populous_city)
{
    for (const auto& [number, zone] :
         {std::pair<std::string_view, std::string_view>{"+18005551234", "America/New_York"},
          {"+12085551234", "America/Boise"},
          {"+79161234567", "Europe/Moscow"},
          {"+61412345678", "Australia/Sydney"},
          {"+6281234567890", "Asia/Jakarta"},
          {"+447700900123", "Europe/London"},
          {"+34612345678", "Europe/Madrid"},
          {"+5511961234567", "America/Sao_Paulo"},
          {"+212650123456", "Africa/Casablanca"},
          {"+970599123456", "Asia/Gaza"},
          {"+243991234567", "Africa/Kinshasa"}})
        BOOST_TEST(time_zone_of(number) == zone, number);
}

BOOST_AUTO_TEST_CASE(what_is_no_international_number_or_of_no_country_has_no_zone)
{
    for (const std::string_view text :
         {"", "+", "+0", "+00", "+216x", "21620123456", "0021620123456", "++216", "+ 216", "1515", "*100#", "Nida",
          "+2162012345678901", "+\xd9\xa2\xd9\xa1\xd9\xa6", "+870773111632", "+80012345678"})
        BOOST_TEST(time_zone_of(text) == "", text);
    BOOST_TEST(time_zone_of(std::string_view{"+216\0"
                                             "12",
                                             7}) == "");
    for (int octet = 0; octet < 256; ++octet)
        time_zone_of(std::string{"+21"} + static_cast<char>(octet));
}

BOOST_AUTO_TEST_CASE(the_beginning_of_a_number_is_enough)
{
    BOOST_TEST(time_zone_of("+216") == "Africa/Tunis");
    BOOST_TEST(time_zone_of("+1") == "America/New_York");
    BOOST_TEST(time_zone_of("+21") == "");
}

BOOST_AUTO_TEST_CASE(the_table_is_sorted_and_names_zones_that_it_has)
{
    const auto all = numbering::zoned_beginnings;
    BOOST_TEST(
        std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.digits < b.digits; }));
    for (const auto& one : all)
        BOOST_TEST_REQUIRE(one.zone < numbering::zones.size());
}

BOOST_AUTO_TEST_SUITE_END()
