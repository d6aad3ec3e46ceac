#include "daemon/cli/terminal_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon::cli;

BOOST_AUTO_TEST_SUITE(terminal_text)

BOOST_AUTO_TEST_CASE(an_escape_sequence_becomes_visible) { BOOST_TEST(printable("\x1b[2Jhello\x07") == "␛[2Jhello␇"); }

BOOST_AUTO_TEST_CASE(line_ends_stay_on_the_line)
{
    BOOST_TEST(printable("one\ntwo\tthree\u2028four") == "one↵two three↵four");
}

BOOST_AUTO_TEST_CASE(the_one_octet_escape_of_c1_does_not_reach_the_terminal)
{
    BOOST_TEST(printable("\u009b31m\u007f") == "\uFFFD31m␡");
}

BOOST_AUTO_TEST_CASE(octets_that_are_not_utf8_are_replaced_one_by_one)
{
    BOOST_TEST(printable("a\xff\xc3z") == "a\uFFFD\uFFFDz");
    BOOST_TEST(is_utf8("a\xff") == false);
    BOOST_TEST(is_utf8("نداء") == true);
}

BOOST_AUTO_TEST_CASE(every_control_character_is_gone)
{
    for (char c = 1; c < 0x20; ++c) {
        const auto shown = printable(std::string(1, c));
        BOOST_TEST(shown.find(c) == std::string::npos);
        BOOST_TEST(!shown.empty());
    }
}

BOOST_AUTO_TEST_CASE(text_can_neither_close_our_isolate_nor_leave_its_own_open)
{
    BOOST_TEST(printable("\u2069evil") == "evil");
    BOOST_TEST(printable("\u2067open") == "\u2067open\u2069");
    BOOST_TEST(printable("\u2067fine\u2069") == "\u2067fine\u2069");
}

BOOST_AUTO_TEST_CASE(lines_stay_lines_where_asked_for)
{
    BOOST_TEST(printable_lines("1. Balance\r\n2. Top up\x1b") == "1. Balance\n2. Top up␛");
}

BOOST_AUTO_TEST_CASE(width_counts_columns_and_not_octets)
{
    BOOST_TEST(display_width("abc") == 3U);
    BOOST_TEST(display_width("é") == 1U);
    BOOST_TEST(display_width("e\u0301") == 1U);
    BOOST_TEST(display_width("مُحَمَّد") == 4U);
    BOOST_TEST(display_width("日本") == 4U);
    BOOST_TEST(display_width("\u2068abc\u2069") == 3U);
}

BOOST_AUTO_TEST_CASE(a_cut_shows_itself_and_keeps_marks_with_their_letters)
{
    BOOST_TEST(fit("hello", 5) == "hello");
    BOOST_TEST(fit("hello!", 5) == "hell…");
    BOOST_TEST(fit("مُحَمَّد", 3) == "مُحَ…");
    BOOST_TEST(fit("日本語", 4) == "日…");
    BOOST_TEST(fit("abc", 0) == "");
    BOOST_TEST(fit("\u2067abcdef\u2069", 4) == "\u2067abc\u2069…");
}

BOOST_AUTO_TEST_CASE(right_to_left_letters_and_direction_controls_are_directional)
{
    BOOST_TEST(is_directional("مرحبا"));
    BOOST_TEST(is_directional("\u202Eabc"));
    BOOST_TEST(!is_directional("+218 91 été"));
}

BOOST_AUTO_TEST_SUITE_END()
