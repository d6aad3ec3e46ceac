#include "config/ascii_toml.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(ascii_toml)

BOOST_AUTO_TEST_CASE(what_is_ascii_stays_as_it_is)
{
    for (const std::string text : {"", "a = 'b\\d' # é\nc = \"d\\\"#\"\n", "# only é", "a = '''x'''", "[x]\r\n"})
        BOOST_TEST(nida::config::ascii_toml(text) == text);
}

BOOST_AUTO_TEST_CASE(letters_of_other_scripts_are_escaped_in_either_quotes)
{
    BOOST_TEST(nida::config::ascii_toml("a = \"é\\n\"\n") == "a = \"\\U000000E9\\n\"\n");
    BOOST_TEST(nida::config::ascii_toml("a = ['ر \\d \"'] # é") == "a = [\"\\U00000631 \\\\d \\\"\"] # é");
}

BOOST_AUTO_TEST_CASE(what_is_broken_is_left_to_the_parser)
{
    for (const std::string text : {"a = 'é\nb = 1", "a = \"é", "é = 1", "a = '\xE9'", "'"})
        BOOST_TEST(nida::config::ascii_toml(text) == text);
}

BOOST_AUTO_TEST_SUITE_END()
