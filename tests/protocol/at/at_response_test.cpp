#include "protocol/at/at_response.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace nida::protocol;
using boost::system::error_code;
using Strings = std::vector<std::string>;
using Numbers = std::vector<unsigned>;

namespace
{
error_code error_in(std::string_view line, bool dial = false)
{
    const auto result = parse_final_result(line, dial);
    BOOST_REQUIRE_MESSAGE(result, line << " is a final result");
    BOOST_TEST(result->text == line);
    return result->error;
}
error_code cms(int number) { return {number, cms_category()}; }
error_code cme(int number) { return {number, cme_category()}; }
error_code at(int number) { return {number, at_category()}; }
} // namespace

BOOST_AUTO_TEST_SUITE(at_response)

BOOST_AUTO_TEST_CASE(ok_is_success)
{
    BOOST_TEST(parse_final_result("OK").value().ok());
    BOOST_TEST(parse_final_result(" OK ").value().ok());
    BOOST_TEST(!parse_final_result("OKAY"));
    BOOST_TEST(!parse_final_result(""));
    BOOST_TEST(!parse_final_result("0"));
}

BOOST_AUTO_TEST_CASE(numbered_errors_keep_their_numbers)
{
    BOOST_TEST(error_in("+CMS ERROR: 500") == cms(500));
    BOOST_TEST(error_in("+CMS ERROR:38") == cms(38));
    BOOST_TEST(error_in("+CME ERROR: 14") == cme(14));
    BOOST_TEST(error_in("+CME ERROR : 14") == cme(14));
    BOOST_TEST(error_in("+CME ERROR: 15790320") == cme(15790320)); // A6
    BOOST_TEST(error_in("+CMS ERROR: 38AT+CMGS=19") == cms(38));
}

BOOST_AUTO_TEST_CASE(error_texts_map_to_their_numbers_whatever_their_case_and_punctuation)
{
    BOOST_TEST(error_in("+CME ERROR: SIM busy") == cme(14));
    BOOST_TEST(error_in("+CME ERROR: SIM not inserted") == cme(10));
    BOOST_TEST(error_in("+CME ERROR:SIM PIN REQUIRED") == cme(11));
    BOOST_TEST(error_in("+CME ERROR: operation not allowed") == cme(3));
    BOOST_TEST(error_in("+CME ERROR: \"PH-SIM PIN required\"") == cme(5));
    BOOST_TEST(error_in("+CME ERROR: network not allowed - emergency calls only") == cme(32));
    BOOST_TEST(error_in("+CMS ERROR: Unknown error") == cms(500));
    BOOST_TEST(error_in("CMS Error: unknown") == cms(500)); // Quectel M26
    BOOST_TEST(error_in("+CMS ERROR: SIM busy") == cms(314));
    BOOST_TEST(error_in("+CMS ERROR: Operation not allowed") == cms(302));
    BOOST_TEST(error_in("+CMS ERROR: invalid PDU mode parameter") == cms(304));
    BOOST_TEST(error_in("+CMS ERROR: no network service") == cms(331));
}

BOOST_AUTO_TEST_CASE(an_error_without_a_number_that_anyone_knows_is_still_an_error)
{
    BOOST_TEST(error_in("+CMS ERROR:AT+CMGS=23") == at(5)); // SIM7000
    BOOST_TEST(error_in("+CMS ERROR:") == at(5));
    BOOST_TEST(error_in("+CME ERROR:Excute command failure") == at(5)); // A6, sic
    BOOST_TEST(error_in("+CME ERROR: 99999999999999999999") == at(5));
    BOOST_TEST(error_in("+CME ERROR: -1") == at(5));
    BOOST_TEST(error_in("+CME ERROR: " + std::string(100'000, 'x')) == at(5));
    for (const auto* line : {"+CME ERROR: 0", "+CMS ERROR: 0", "+CME ERROR: phone failure"})
        BOOST_TEST(!parse_final_result(line).value().ok());
}

BOOST_AUTO_TEST_CASE(errors_without_numbers)
{
    BOOST_TEST(error_in("ERROR") == at(1));
    BOOST_TEST(error_in("ABORTED") == at(1));
    BOOST_TEST(error_in("NA") == at(1));
    BOOST_TEST(error_in("+EXT ERROR: 7") == at(1));
    BOOST_TEST(error_in("MODEM ERROR: 3") == at(1));
    BOOST_TEST(error_in("COMMAND NOT SUPPORT") == at(3));
    BOOST_TEST(error_in("COMMAND NOT SUPPORTED") == at(3));
    BOOST_TEST(error_in("TOO MANY PARAMETERS") == at(4));
}

BOOST_AUTO_TEST_CASE(call_results_are_final_only_when_dialling)
{
    for (const auto* line : {"NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE"}) {
        BOOST_TEST(!parse_final_result(line));
        BOOST_TEST(error_in(line, true) == at(2));
    }
    BOOST_TEST(!parse_final_result("CONNECT 115200"));
    BOOST_TEST(parse_final_result("CONNECT 115200", true).value().ok());
}

BOOST_AUTO_TEST_CASE(numeric_results_count_only_where_they_were_asked_for)
{
    BOOST_TEST(parse_numeric_result("0").value().ok());
    BOOST_TEST(parse_numeric_result(" 4\r").value().error == at(1));
    for (const auto* line : {"1", "2", "3", "5", "6", "7", "8", "00", "0,1", "", "OK"})
        BOOST_TEST(!parse_numeric_result(line));
    BOOST_TEST(parse_numeric_result("1", true).value().ok());
    for (const auto* line : {"3", "6", "7", "8"})
        BOOST_TEST(parse_numeric_result(line, true).value().error == at(2));
    BOOST_TEST(!parse_numeric_result("2", true)); // RING

    for (const auto* line : {"0", "4"}) {
        BOOST_TEST(!parse_final_result(line));
        BOOST_TEST(!parse_final_result(line, FinalRules{}));
        BOOST_TEST(parse_final_result(line, FinalRules{.numeric = true}).has_value());
    }
    BOOST_TEST(parse_final_result("+CMS ERROR: 38", FinalRules{.numeric = true}).value().error == cms(38));
}

BOOST_AUTO_TEST_CASE(an_information_line_ends_a_command_where_no_ok_follows)
{
    const FinalRules wavecom{.ends_too = "+CPIN"};
    const auto result = parse_final_result("+CPIN: READY", wavecom);
    BOOST_REQUIRE(result);
    BOOST_TEST(result->ok());
    BOOST_TEST(result->text == "+CPIN: READY");
    BOOST_TEST(!parse_final_result("+CPIN", wavecom));
    BOOST_TEST(!parse_final_result("+CPINR: 3", wavecom));
    BOOST_TEST(parse_final_result("+CME ERROR: 11", wavecom).value().error == cme(11));
    BOOST_TEST(parse_final_result("BUSY", FinalRules{.dial = true}).value().error == at(2));
}

BOOST_AUTO_TEST_CASE(an_answer_may_stand_without_its_name)
{
    BOOST_TEST(first_text({{"+CGMI: ZTE CORPORATION"}, {}}, "+CGMI") == "ZTE CORPORATION"); // MF710
    BOOST_TEST(first_text({{"huawei"}, {}}, "+CGMI") == "huawei");
    BOOST_TEST(first_text({{" WAVECOM MODEM"}, {}}, "+CGMI") == "WAVECOM MODEM");
    BOOST_TEST(first_text({{"Vodafone (Huawei)"}, {}}, "+CGMI") == "Vodafone (Huawei)");
    BOOST_TEST(first_text({{"+CGMM: \"SIMCOM_SIM7600E\""}, {}}, "+CGMM") == "SIMCOM_SIM7600E");
    BOOST_TEST(first_text({{"V ICPR72_08w44.1", "24-11-08", "RM-348"}, {}}, "+CGMR") ==
               "V ICPR72_08w44.1"); // Nokia N79
    BOOST_TEST(first_text({{"M6280_V1.0.0 1 [Sep 4 2008 12:00:00]"}, {}}, "+CGMR") ==
               "M6280_V1.0.0 1 [Sep 4 2008 12:00:00]");
    BOOST_TEST(first_text({}, "+CGMI").empty());
}

BOOST_AUTO_TEST_CASE(information_text_is_no_final_result)
{
    for (const auto* line : {"+CPIN: READY", "+CEER: 0,0", "+CMEE: 1", "ERRORS: none", "huawei", "+CSCS: \"OK\""})
        BOOST_TEST(!parse_final_result(line));
}

BOOST_AUTO_TEST_CASE(a_value_stands_behind_its_prefix_with_or_without_spaces)
{
    const AtResponse response{{"E1750", "+CREG:0,1", " +CSQ : 15,99 ", "+CSQ: 1,1"}, {}};
    BOOST_TEST(response.value("+CREG").value() == "0,1");
    BOOST_TEST(response.value("+csq").value() == "15,99");
    BOOST_TEST(!response.value("+CRE"));
    BOOST_TEST(!response.value("+CGREG"));
}

BOOST_AUTO_TEST_CASE(parameters_lose_their_quotes_and_the_spaces_around_them)
{
    BOOST_TEST(split_parameters("\"ME\", 0, 50") == (Strings{"ME", "0", "50"}), boost::test_tools::per_element());
    BOOST_TEST(split_parameters(",,92") == (Strings{"", "", "92"}), boost::test_tools::per_element());
    BOOST_TEST(split_parameters("1,\"\",50") == (Strings{"1", "", "50"}), boost::test_tools::per_element());
    BOOST_TEST(split_parameters("\"a, b \",2") == (Strings{"a, b ", "2"}), boost::test_tools::per_element());
    BOOST_TEST(split_parameters("1,") == (Strings{"1", ""}), boost::test_tools::per_element());
    BOOST_TEST(split_parameters(" ").empty());
}

BOOST_AUTO_TEST_CASE(commas_in_groups_do_not_separate)
{
    BOOST_TEST(split_parameters("(0-2),(0-3),(0,2,3),(0-2),(0,1)") ==
                   (Strings{"(0-2)", "(0-3)", "(0,2,3)", "(0-2)", "(0,1)"}),
               boost::test_tools::per_element());
    BOOST_TEST(split_parameters("(1,2,3,4,5,),(0-4)") == (Strings{"(1,2,3,4,5,)", "(0-4)"}),
               boost::test_tools::per_element());
    BOOST_TEST(split_parameters("(\"ME\",\"SM\"),1") == (Strings{"(\"ME\",\"SM\")", "1"}),
               boost::test_tools::per_element());
    BOOST_TEST(split_parameters("0),(1,2") == (Strings{"0)", "(1,2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_range_gives_every_number_that_it_allows)
{
    BOOST_TEST(parse_range("(0-2,4)") == (Numbers{0, 1, 2, 4}), boost::test_tools::per_element());
    BOOST_TEST(parse_range("1") == (Numbers{1}), boost::test_tools::per_element());
    BOOST_TEST(parse_range("(0, 2 - 3)") == (Numbers{0, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(parse_range("(0,128)") == (Numbers{0, 128}), boost::test_tools::per_element());
    BOOST_TEST(parse_range("(1-4095)").size() == 255u);
    BOOST_TEST(parse_range("(300-99999999999)").empty());
    BOOST_TEST(parse_range("(3-1)").empty());
    BOOST_TEST(parse_range("()").empty());
}

BOOST_AUTO_TEST_CASE(a_number_is_digits_alone)
{
    BOOST_TEST(parse_unsigned(" 07 ").value() == 7u);
    for (const auto* text : {"", "-1", "+1", "1a", "4294967296", "0x1"})
        BOOST_TEST(!parse_unsigned(text));
}

BOOST_AUTO_TEST_CASE(hexadecimal_digits_need_no_quotes_nor_those_to_match)
{
    BOOST_TEST(parse_hexadecimal("00a1").value() == 0xA1u);
    BOOST_TEST(parse_hexadecimal("\"0B").value() == 0x0Bu);
    BOOST_TEST(parse_hexadecimal(" \"81DE445\" ").value() == 0x81DE445u);
    BOOST_TEST(parse_hexadecimal("FFFFFFFFFFFFFFFF").value() == 0xFFFF'FFFF'FFFF'FFFFu);
    BOOST_TEST(parse_hexadecimal("0000000000000000001").value() == 1u);
    for (const auto* text : {"", "\"\"", "0x1", "G", "1FFFFFFFFFFFFFFFF"})
        BOOST_TEST(!parse_hexadecimal(text));
}

BOOST_AUTO_TEST_CASE(a_string_may_stand_in_hex_of_ucs2)
{
    BOOST_TEST(text_of("004C0069006200790061006E0061") == "Libyana");
    BOOST_TEST(text_of("0644064A0628064A06270646062700200034") == "ليبيانا 4");
    BOOST_TEST(text_of("002B003200310038003900310031") == "+218911");
    BOOST_TEST(text_of("0031003200330034") == "1234");
    for (const auto* text : {"", "Libyana", "60601", "606001", "21891234", "CAFE", "BEEFCAFE", "1234ABCD5678",
                             "004C006", "004C000D0000", "218911234567"})
        BOOST_TEST(text_of(text) == text);
}

BOOST_AUTO_TEST_SUITE_END()
