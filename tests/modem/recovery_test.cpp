#include "tests/modem/modem_script.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::modem;
using namespace std::chrono_literals;

namespace
{
Timings hasty()
{
    auto timings = ModemScript::quick();
    timings.radio_off = 1ms;
    timings.restart_answer = 30ms;
    timings.command = 100ms;
    return timings;
}

struct Fixture {
    ModemScript modem{hasty()};
    Identity identity;
    bool ok(boost::asio::awaitable<bool> work) { return modem.run(std::move(work)); }
};
const std::string esc = "\x1b\r";
} // namespace

BOOST_FIXTURE_TEST_SUITE(recovery, Fixture)

BOOST_AUTO_TEST_CASE(a_modem_that_only_hung_for_a_moment_is_in_step_after_escape)
{
    auto& opened = modem.opened();
    modem.expect(esc).answer("AT+CMGF?", {"+CMGF: 0"}).answer("AT+CMGF?", {"+CMGF: 0"});
    BOOST_TEST(ok(opened.escape()));
}

BOOST_AUTO_TEST_CASE(a_modem_that_forgot_pdu_mode_has_restarted)
{
    auto& opened = modem.opened();
    modem.expect(esc).answer("AT+CMGF?", {"+CMGF: 1"}).answer("AT+CMGF?", {"+CMGF: 1"});
    BOOST_TEST(!ok(opened.escape()));
}

BOOST_AUTO_TEST_CASE(escape_throws_where_nothing_answers)
{
    auto& opened = modem.opened();
    for (int attempt = 0; attempt < 3; ++attempt)
        modem.expect(esc).expect("AT+CMGF?\r");
    BOOST_CHECK_THROW(ok(opened.escape()), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(the_radio_is_switched_off_and_on)
{
    auto& opened = modem.opened();
    modem.ok("AT+CFUN=4").ok("AT+CFUN=1");
    BOOST_TEST(ok(opened.cycle_radio()));
}

BOOST_AUTO_TEST_CASE(a_modem_without_flight_mode_gets_minimum_functionality)
{
    auto& opened = modem.opened();
    modem.error("AT+CFUN=4", "+CME ERROR: 50").ok("AT+CFUN=0").ok("AT+CFUN=1");
    BOOST_TEST(ok(opened.cycle_radio()));
}

BOOST_AUTO_TEST_CASE(a_radio_that_stays_off_is_no_success)
{
    auto& opened = modem.opened();
    modem.ok("AT+CFUN=4").error("AT+CFUN=1");
    BOOST_TEST(!ok(opened.cycle_radio()));
}

BOOST_AUTO_TEST_CASE(a_modem_that_dies_without_its_radio_keeps_it)
{
    auto& opened = modem.opened();
    BOOST_TEST(opened.may_cycle_radio());
    opened.assume({"Neoway", "M590E", "", "", "", "", ""});
    BOOST_TEST(!opened.may_cycle_radio());
}

BOOST_AUTO_TEST_CASE(a_restart_uses_the_commands_of_the_family)
{
    auto& opened = modem.opened();
    opened.assume({"huawei", "E220", "", "", "", "", ""});
    modem.expect(esc).error("AT^RESET", "COMMAND NOT SUPPORT").ok("AT+CFUN=1,1");
    modem.run(opened.restart());
}

BOOST_AUTO_TEST_CASE(a_silent_modem_is_sent_its_restart_commands_all_the_same)
{
    auto& opened = modem.opened();
    opened.assume({"huawei", "E220", "", "", "", "", ""});
    modem.expect(esc).expect("AT^RESET\r").expect("AT+CFUN=1,1\r");
    modem.run(opened.restart());
}

BOOST_AUTO_TEST_CASE(a_port_that_goes_with_the_command_is_a_restart)
{
    auto& opened = modem.opened();
    opened.assume({"huawei", "E220", "", "", "", "", ""});
    modem.expect(esc).expect("AT^RESET\r").hang_up();
    modem.run(opened.restart());
}

BOOST_AUTO_TEST_CASE(the_operator_is_asked_for_by_its_long_name)
{
    auto& opened = modem.opened();
    modem.answer("AT+COPS?", {"+COPS: 0,2,\"60601\",2"})
        .ok("AT+COPS=3,0")
        .answer("AT+COPS?", {"+COPS: 0,0,\"Libyana\",2"});
    const auto report = modem.run(opened.network_operator());
    BOOST_TEST(report.name == "Libyana");
    BOOST_TEST((report.mode == 0u));
    BOOST_TEST((report.act == 2u));
}

BOOST_AUTO_TEST_CASE(a_modem_without_a_network_has_no_operator)
{
    auto& opened = modem.opened();
    modem.answer("AT+COPS?", {"+COPS: 1"});
    const auto report = modem.run(opened.network_operator());
    BOOST_TEST(report.name.empty());
    BOOST_TEST((report.mode == 1u));
}

BOOST_AUTO_TEST_SUITE_END()
