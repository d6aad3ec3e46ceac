#include "config/values.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::config;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(quiet_hours_may_last_over_midnight_or_within_a_day)
{
    BOOST_CHECK((parse_quiet_hours("21:00-08:00") == QuietHours{21h, 8h}));
    BOOST_CHECK((parse_quiet_hours("00:00-23:59") == QuietHours{0h, 23h + 59min}));
}

BOOST_AUTO_TEST_CASE(quiet_hours_are_two_different_times_of_the_24_hour_clock)
{
    for (const auto* text : {"", "21:00", "21:00-", "21-08", "9:00-08:00", "24:00-08:00", "21:60-08:00", "21:00-21:00",
                             "21:00 08:00", "21:00-08:000", "-1:00-08:00", "21:00-08:0x"})
        BOOST_TEST(!parse_quiet_hours(text), text);
}

BOOST_AUTO_TEST_CASE(a_duration_has_its_unit)
{
    BOOST_CHECK(parse_duration("10s") == 10s);
    BOOST_CHECK(parse_duration("2m") == 120s);
    BOOST_CHECK(parse_duration("0s") == 0s);
    BOOST_CHECK(parse_duration("24h") == 24h);
    BOOST_CHECK(parse_duration("7d") == 168h);
    for (const auto* text : {"", "s", "10", "-1s", "1.5s", "1w", "10 s", "99999999999s"})
        BOOST_TEST(!parse_duration(text), text);
}

BOOST_AUTO_TEST_CASE(a_hub_is_named_by_its_path)
{
    for (const auto* text : {"1-1", "2-1.4", "1-1.2.3", "10-2"})
        BOOST_TEST(parse_usb_path(text).has_value(), text);
    for (const auto* text : {"", "1", "1-", "-1", "1-1.", "1-.2", "1-1;reboot", "usb1", "1-1 "})
        BOOST_TEST(!parse_usb_path(text), text);
}

BOOST_AUTO_TEST_CASE(a_keyword_is_a_word_that_can_be_texted)
{
    BOOST_TEST(parse_keyword("JOIN").value() == "JOIN");
    BOOST_TEST(parse_keyword("انضم").has_value());
    for (const auto* text : {"", "a\nb", "say \"x\""})
        BOOST_TEST(!parse_keyword(text), text);
}

BOOST_AUTO_TEST_CASE(a_country_is_given_back_in_capitals)
{
    BOOST_TEST(parse_country("ly").value() == "LY");
    for (const auto* text : {"", "L", "LBY", "L1", "é"})
        BOOST_TEST(!parse_country(text), text);
}

BOOST_AUTO_TEST_CASE(a_line_name_has_1_to_32_plain_characters)
{
    BOOST_TEST(parse_line_name("Libyana_1-b").has_value());
    BOOST_TEST(parse_line_name(std::string(32, 'x')).has_value());
    BOOST_TEST(!parse_line_name(std::string(33, 'x')));
    for (const auto* text : {"", "a b", "a.b", "خط"})
        BOOST_TEST(!parse_line_name(text), text);
}

BOOST_AUTO_TEST_CASE(an_iccid_loses_its_filler)
{
    BOOST_TEST(parse_iccid("8921800000000000001").value() == "8921800000000000001");
    BOOST_TEST(parse_iccid("8921800000000000001F").value() == "8921800000000000001");
    BOOST_TEST(parse_iccid("8921800000000000001f").value() == "8921800000000000001");
    for (const auto* text :
         {"", "F", "89218000000000000", "89218000000000000000000", "892180000000000000FF", "8921800000000 00001"})
        BOOST_TEST(!parse_iccid(text), text);
}

BOOST_AUTO_TEST_CASE(a_number_is_international)
{
    BOOST_TEST(parse_number("+218911234567").value() == "+218911234567");
    for (const auto* text :
         {"", "+", "218911234567", "+0911234567", "+123456", "+1234567890123456", "+218 91 123", "++21891123"})
        BOOST_TEST(!parse_number(text), text);
}

BOOST_AUTO_TEST_CASE(a_path_has_no_control_characters)
{
    using namespace std::string_view_literals;
    BOOST_TEST(parse_path("/dev/ttyUSB2").value() == "/dev/ttyUSB2");
    BOOST_TEST(!parse_path(""));
    BOOST_TEST(!parse_path("/etc/nida\0.pin"sv));
    BOOST_TEST(!parse_path("/etc/\nnida"));
}

BOOST_AUTO_TEST_SUITE_END()
