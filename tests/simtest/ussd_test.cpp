#include "tests/simtest/terminal.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::sim;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(ussd)

BOOST_AUTO_TEST_CASE(a_code_is_answered_after_the_ok)
{
    Terminal t;
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+CUSD=1,\"*101#\",15\r") == "\r\nOK\r\n\r\n+CUSD: 0,\"+218910000000\",15\r\n");
    BOOST_TEST(t.send("AT+CUSD=1,\"*999#\",15\r") == "\r\nOK\r\n\r\n+CUSD: 4\r\n");
}

BOOST_AUTO_TEST_CASE(a_menu_is_a_session_that_takes_replies)
{
    Terminal t;
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+CUSD=1,\"*111#\",15\r").find("+CUSD: 1,\"0031") != std::string::npos);
    const auto answer = t.send("AT+CUSD=1,\"2\",15\r");
    BOOST_TEST(answer.find("+CUSD: 0,\"0631") != std::string::npos);
    BOOST_TEST(answer.ends_with("\",72\r\n"));
    BOOST_TEST(t.send("AT+CUSD=1,\"2\",15\r").ends_with("+CUSD: 4\r\n"));
}

BOOST_AUTO_TEST_CASE(a_session_ends_by_itself_or_by_cancelling)
{
    Terminal t;
    t.send("ATE0\r");
    t.send("AT+CUSD=1,\"*111#\",15\r");
    BOOST_TEST(t.advance(29s) == "");
    BOOST_TEST(t.advance(1s) == "\r\n+CUSD: 2\r\n");
    t.send("AT+CUSD=1,\"*111#\",15\r");
    BOOST_TEST(t.send("AT+CUSD=2\r") == "\r\nOK\r\n");
    BOOST_TEST(t.advance(31s) == "");
}

BOOST_AUTO_TEST_CASE(strings_follow_the_character_set_and_the_dialect_asked_for)
{
    Terminal t;
    t.send("ATE0+CSCS=\"UCS2\"\r");
    BOOST_TEST(t.send("AT+CUSD=1,\"002A0031003000310023\",15\r").find("\"002B003200310038") != std::string::npos);
    t.send("AT+CSCS=\"GSM\"\r");
    t.modem.faults().add(FaultSpec::parse("ussd=packed"));
    BOOST_TEST(t.send("AT+CUSD=1,\"AA182C3602\",15\r").find("+CUSD: 0,\"2B59") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_menu_file_is_checked)
{
    const auto menu =
        UssdMenu::from_json(boost::json::parse(R"({"*1#":{"text":"a","options":{"1":{"text":"b","mode":2}}}})"));
    BOOST_REQUIRE(menu.find("*1#") != nullptr);
    BOOST_TEST(menu.find("*1#")->answer_mode() == 1u);
    BOOST_TEST(menu.find("*1#")->options.at("1").answer_mode() == 2u);
    BOOST_TEST(menu.find("*2#") == nullptr);
    BOOST_CHECK_THROW(UssdMenu::from_json(boost::json::parse(R"({"*1#":{"txt":"a"}})")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_call_rings_with_its_number_until_it_is_rejected)
{
    Terminal t;
    t.send("ATE0+CLIP=1\r");
    t.network.call(0, "+218921111111", 20s);
    BOOST_TEST(t.seen() == "\r\nRING\r\n\r\n+CLIP: \"+218921111111\",145,,,,0\r\n");
    t.send("AT+CRC=1\r");
    BOOST_TEST(t.advance(5s).starts_with("\r\n+CRING: VOICE\r\n"));
    BOOST_TEST(t.send("AT+CHUP\r") == "\r\nOK\r\n");
    BOOST_TEST(t.advance(20s) == "");
    t.network.call(0, "", 1s);
    BOOST_TEST(t.seen().find("+CLIP: \"\",128") != std::string::npos);
    BOOST_TEST(t.advance(1s) == "\r\nNO CARRIER\r\n");
    BOOST_TEST(t.events("call").back().at("state") == "missed");
}

BOOST_AUTO_TEST_SUITE_END()
