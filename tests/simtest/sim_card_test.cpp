#include "tests/simtest/terminal.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::sim;

BOOST_AUTO_TEST_SUITE(sim_card)

namespace
{
Settings locked()
{
    Settings settings;
    settings.pin = "4321";
    return settings;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_locked_sim_asks_for_its_pin_and_refuses_messages_until_then)
{
    Terminal t{locked()};
    t.send("ATE0+CMEE=1\r");
    BOOST_TEST(t.send("AT+CPIN?\r") == "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CPMS?\r") == "\r\n+CMS ERROR: 311\r\n");
    BOOST_TEST(t.send("AT+CIMI\r") == "\r\n+CME ERROR: 11\r\n");
    BOOST_TEST(t.send("AT+CREG?\r") == "\r\n+CREG: 0,0\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CPIN=\"4321\"\r") == "\r\nOK\r\n\r\n+CPIN: READY\r\n\r\nSMS DONE\r\n");
    BOOST_TEST(t.send("AT+CREG?\r") == "\r\n+CREG: 0,1\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(a_wrong_pin_costs_a_try_and_the_third_blocks_the_sim)
{
    Terminal t{locked()};
    t.send("ATE0+CMEE=1\r");
    BOOST_TEST(t.send("AT+SPIC\r") == "\r\n+SPIC: 3,10,3,10\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CPIN=\"1111\"\r") == "\r\n+CME ERROR: 16\r\n");
    BOOST_TEST(t.send("AT+CPIN=\"1111\"\r") == "\r\n+CME ERROR: 16\r\n");
    BOOST_TEST(t.send("AT+CPINR\r").find("+CPINR: SIM PIN,1,3") != std::string::npos);
    BOOST_TEST(t.send("AT+CPIN=\"1111\"\r") == "\r\n+CME ERROR: 12\r\n");
    BOOST_TEST(t.send("AT+CPIN?\r") == "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CPIN=\"4321\"\r") == "\r\n+CME ERROR: 12\r\n");
    BOOST_TEST(t.send("AT+CPIN=\"12345678\",\"7777\"\r").starts_with("\r\nOK\r\n"));
    BOOST_TEST(t.send("AT+SPIC\r") == "\r\n+SPIC: 3,10,3,10\r\n\r\nOK\r\n");
    BOOST_TEST(t.events("pin").size() == 5u);
}

BOOST_AUTO_TEST_CASE(the_counter_survives_a_power_cycle_and_the_open_lock_does_not)
{
    Terminal t{locked()};
    t.send("AT+CPIN=\"1111\"\r");
    t.modem.power_off();
    t.modem.power_on(true);
    BOOST_TEST(t.seen().find("+CPIN: SIM PIN") != std::string::npos);
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+SPIC\r") == "\r\n+SPIC: 2,10,3,10\r\n\r\nOK\r\n");
    t.send("AT+CPIN=4321\r");
    t.modem.power_off();
    t.modem.power_on(false);
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+CPIN?\r") == "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+SPIC\r") == "\r\n+SPIC: 3,10,3,10\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(a_slow_sim_is_busy_first)
{
    auto settings = locked();
    settings.sim_delay = std::chrono::seconds{5};
    Terminal t{settings};
    t.send("ATE0+CMEE=1\r");
    BOOST_TEST(t.send("AT+CPIN=\"4321\"\r") == "\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CPMS?\r") == "\r\n+CMS ERROR: 314\r\n");
    BOOST_TEST(t.send("AT+CIMI\r") == "\r\n+CME ERROR: 14\r\n");
    BOOST_TEST(t.advance(std::chrono::seconds{5}) == "\r\n+CPIN: READY\r\n\r\nSMS DONE\r\n");
    BOOST_TEST(t.send("AT+CPMS?\r").ends_with("OK\r\n"));
}

BOOST_AUTO_TEST_CASE(the_lock_can_be_taken_off_with_the_pin)
{
    Terminal t{locked()};
    t.send("ATE0+CMEE=1\r");
    t.send("AT+CPIN=\"4321\"\r");
    BOOST_TEST(t.send("AT+CLCK=\"SC\",2\r") == "\r\n+CLCK: 1\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CLCK=\"SC\",0,\"4321\"\r") == "\r\nOK\r\n");
    t.modem.power_off();
    t.modem.power_on(false);
    BOOST_TEST(t.send("AT+CPIN?\r").find("READY") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
