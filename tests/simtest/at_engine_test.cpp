#include "tests/simtest/terminal.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::sim;

BOOST_AUTO_TEST_SUITE(at_engine)

BOOST_AUTO_TEST_CASE(echo_is_on_at_first_and_the_command_that_ends_it_is_still_echoed)
{
    Terminal t;
    BOOST_TEST(t.send("AT\r") == "AT\r\r\nOK\r\n");
    BOOST_TEST(t.send("ATE0\r") == "ATE0\r\r\nOK\r\n");
    BOOST_TEST(t.send("at\r") == "\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(several_commands_of_a_line_give_one_final_result)
{
    Terminal t;
    t.send("ATE0V1\r");
    BOOST_TEST(t.send("AT+CMGF=0;+CNMI=2,1,0,1,0;+CMGF?\r") == "\r\n+CMGF: 0\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CNMI?\r") == "\r\n+CNMI: 2,1,0,1,0\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(a_refused_command_ends_its_line)
{
    Terminal t;
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+CMGF=1;+NONSENSE;+CMGF=0\r") == "\r\nERROR\r\n");
    BOOST_TEST(t.send("AT+CMGF?\r") == "\r\n+CMGF: 1\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(numeric_results_have_no_line_feed)
{
    Terminal t;
    t.send("ATE0\r");
    BOOST_TEST(t.send("ATV0\r") == "0\r");
    BOOST_TEST(t.send("AT+CSQ\r") == "+CSQ: 21,99\r\n0\r");
    BOOST_TEST(t.send("AT+NONSENSE\r") == "4\r");
    BOOST_TEST(t.send("ATQ1\r") == "");
    BOOST_TEST(t.send("AT\r") == "");
    BOOST_TEST(t.send("ATQ0V1\r") == "\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(cmee_chooses_between_error_number_and_words)
{
    Terminal t;
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+CPIN=\"1\"\r") == "\r\nERROR\r\n");
    BOOST_TEST(t.send("AT+CMEE=1;+CPIN=\"1\"\r") == "\r\n+CME ERROR: 3\r\n");
    BOOST_TEST(t.send("AT+CMEE=2;+CPIN=\"1\"\r") == "\r\n+CME ERROR: operation not allowed\r\n");
    BOOST_TEST(t.send("AT+CMEE=3\r") == "\r\n+CME ERROR: incorrect parameters\r\n");
}

BOOST_AUTO_TEST_CASE(a_slash_repeats_the_last_line)
{
    Terminal t;
    t.send("ATE0\r");
    t.send("AT+CSQ\r");
    BOOST_TEST(t.send("A/") == "\r\n+CSQ: 21,99\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(a_line_may_come_octet_by_octet_with_noise_before_it_and_corrections_in_it)
{
    Terminal t;
    t.send("ATE0\r");
    std::string seen;
    for (const char c : std::string{"\x1b\x1bxyzAT+CSX\bQ\r\n"})
        seen += t.send(std::string_view{&c, 1});
    BOOST_TEST(seen == "\r\n+CSQ: 21,99\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("no command\r") == "");
}

BOOST_AUTO_TEST_CASE(commands_written_together_run_one_after_the_other)
{
    Terminal t;
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT\rAT+CMGF?\rAT\r") == "\r\nOK\r\n\r\n+CMGF: 0\r\n\r\nOK\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(atz_brings_the_settings_back)
{
    Terminal t;
    t.send("ATE0+CMEE=1;+CMGF=1;+CNMI=2,1\r");
    BOOST_TEST(t.send("ATZ\r") == "\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CNMI?\r") == "AT+CNMI?\r\r\n+CNMI: 2,0,0,0,0\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(identities_differ_by_modem_and_follow_from_its_number)
{
    const Settings settings;
    const auto first = identity_of(0, settings), second = identity_of(1, settings);
    BOOST_TEST(first.imei.size() == 15u);
    BOOST_TEST(first.iccid.size() == 19u);
    BOOST_TEST(first.iccid.substr(13) != second.iccid.substr(13));
    BOOST_TEST(second.number == "+218910000001");
    BOOST_TEST(identity_of(0, settings).iccid == first.iccid);
    Terminal t;
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+CCID\r") == "\r\n+CCID: " + first.iccid + "F\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CGSN\r") == "\r\n" + first.imei + "\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(every_command_has_a_test_form)
{
    Terminal t;
    t.send("ATE0\r");
    for (const auto* const name :
         {"+CMGF", "+CMGS", "+CMGW", "+CMSS", "+CMGL", "+CMGR", "+CMGD", "+CPMS", "+CNMI", "+CNMA", "+CSMS", "+CSCA",
          "+CSCS", "+COPS", "+CREG", "+CSQ",  "+CUSD", "+CMMS", "+CFUN", "+CGSN", "+CIMI", "+CCID", "+CPIN"}) {
        BOOST_TEST_CONTEXT(name) { BOOST_TEST(t.send(fmt::format("AT{}=?\r", name)).ends_with("\r\nOK\r\n")); }
    }
}

BOOST_AUTO_TEST_CASE(registration_is_told_by_urc_to_those_who_asked)
{
    Settings settings;
    settings.registration_delay = std::chrono::seconds{3};
    Terminal t{settings};
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+CREG=1;+CREG?\r") == "\r\n+CREG: 1,2\r\n\r\nOK\r\n");
    BOOST_TEST(t.advance(std::chrono::seconds{3}) == "\r\n+CREG: 1\r\n");
    t.send("AT+CREG=2\r");
    BOOST_TEST(t.send("AT+CREG?\r") == "\r\n+CREG: 2,1,\"00C3\",\"0001A2F4\"\r\n\r\nOK\r\n");
    t.modem.set_registration(3);
    BOOST_TEST(t.seen() == "\r\n+CREG: 3\r\n");
    BOOST_TEST(t.send("AT+CFUN=4\r") == "\r\nOK\r\n\r\n+CREG: 0\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
