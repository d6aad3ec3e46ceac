#include "protocol/at/test_answer.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace nida::protocol;
using Places = std::vector<std::vector<unsigned>>;
using Strings = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(test_answer)

BOOST_AUTO_TEST_CASE(ranges_and_lists_are_mixed_and_places_are_missing)
{
    const auto cnmi = [](const char* line) { return parse_test_numbers({{line}, {}}, "+CNMI"); };
    BOOST_TEST(
        (cnmi("+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)") == Places{{0, 1, 2, 3}, {0, 1}, {0, 2, 3}, {0, 2}, {1}})); // TC35
    BOOST_TEST((cnmi("+CNMI:(0-2),(0-3),(0,2),(0-1),(0)") == Places{{0, 1, 2}, {0, 1, 2, 3}, {0, 2}, {0, 1}, {0}}));
    BOOST_TEST((cnmi("+CNMI: (1,2),( 0 - 1 ),0") == Places{{1, 2}, {0, 1}, {0}}));
    BOOST_TEST((cnmi("+CNMI: (),(0)") == Places{{}, {0}}));
    BOOST_TEST(cnmi("+CNMI:").empty());
    BOOST_TEST(cnmi("OK").empty());
    BOOST_TEST((parse_test_numbers({{"+CSMS: (0,128)"}, {}}, "+CSMS") == Places{{0, 128}})); // M26
}

BOOST_AUTO_TEST_CASE(character_sets_need_no_quotes)
{
    const auto sets = [](const char* line) { return parse_character_sets({{line}, {}}); };
    BOOST_TEST(sets("+CSCS: (\"IRA\",\"UCS2\",\"GSM\")") == (Strings{"IRA", "UCS2", "GSM"}),
               boost::test_tools::per_element());
    BOOST_TEST(sets("+CSCS:(gsm,hex,8859-1,PCCP437,\"UTF-8\")") ==
                   (Strings{"GSM", "HEX", "8859-1", "PCCP437", "UTF-8"}),
               boost::test_tools::per_element());
    BOOST_TEST(sets("+CSCS: \"IRA\"") == (Strings{"IRA"}), boost::test_tools::per_element());
    BOOST_TEST(sets("+CSCS: ()").empty());
    BOOST_TEST(sets("OK").empty());
}

BOOST_AUTO_TEST_SUITE_END()
