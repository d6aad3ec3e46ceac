#include "tests/modem/bring_up_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
using boost::test_tools::per_element;

BOOST_FIXTURE_TEST_SUITE(bring_up, BringUpFixture)

BOOST_AUTO_TEST_CASE(a_modem_that_is_ready_comes_into_service)
{
    sim_ready();
    the_rest();
    const auto service = bring_up();
    BOOST_TEST(service.storage == "SM");
    BOOST_TEST(service.storages == std::vector<std::string>{"SM"}, per_element());
    BOOST_TEST(service.smsc == "+218910000001");
    BOOST_TEST(service.status_reports_direct);
    BOOST_TEST(service.calls);
    BOOST_TEST(identity.imsi == "606001234567890");
    BOOST_TEST(identity.own_number == "+218911234567");
}

BOOST_AUTO_TEST_CASE(the_radio_is_switched_on)
{
    modem.answer("AT+CFUN?", {"+CFUN: 4"}).ok("AT+CFUN=1").answer("AT+CPIN?", {"+CPIN: READY"});
    the_rest();
    bring_up();
}

BOOST_AUTO_TEST_CASE(a_busy_sim_is_waited_for)
{
    modem.answer("AT+CFUN?", {"+CFUN: 1"}).error("AT+CPIN?", "+CME ERROR: 14").error("AT+CPIN?", "+CME ERROR: 13");
    modem.answer("AT+CPIN?", {"+CPIN: READY"}).error("AT+CPMS?", "+CMS ERROR: 314").error("AT+CPMS?");
    the_rest();
    bring_up();
}

BOOST_AUTO_TEST_CASE(a_missing_sim_is_reported_only_after_a_while)
{
    modem.answer("AT+CFUN?", {"+CFUN: 1"}).error("AT+CPIN?", "+CME ERROR: 10").answer("AT+CPIN?", {"+CPIN: READY"});
    the_rest();
    bring_up();
}

BOOST_AUTO_TEST_CASE(a_sim_that_stays_away_needs_a_person)
{
    auto timings = ModemScript::quick();
    timings.sim_wait = timings.sim_missing_wait = 0ms;
    for (const auto& [answer, why] : {std::pair{"+CME ERROR: 10", BringUpTrouble::no_sim},
                                      std::pair{"+CME ERROR: 13", BringUpTrouble::sim_failure}}) {
        BringUpFixture one{timings};
        one.modem.answer("AT+CFUN?", {"+CFUN: 1"}).error("AT+CPIN?", answer);
        BOOST_TEST((one.trouble() == why));
    }
}

BOOST_AUTO_TEST_CASE(a_puk_is_never_entered)
{
    settings.pin = "1234";
    modem.answer("AT+CFUN?", {"+CFUN: 1"}).answer("AT+CPIN?", {"+CPIN: SIM PUK"});
    BOOST_TEST((trouble() == BringUpTrouble::puk_required));
    BOOST_TEST(guard.tried.empty());
}

BOOST_AUTO_TEST_CASE(a_network_lock_is_reported)
{
    modem.answer("AT+CFUN?", {"+CFUN: 1"}).answer("AT+CPIN?", {"+CPIN: PH-NET PIN"});
    BOOST_TEST((trouble() == BringUpTrouble::other_lock));
}

BOOST_AUTO_TEST_CASE(a_pin_that_nobody_configured_is_asked_for)
{
    sim_asks_for_pin();
    BOOST_TEST((trouble() == BringUpTrouble::pin_required));
}

BOOST_AUTO_TEST_CASE(a_modem_without_calls_is_known_as_one)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    notifications();
    modem.answer("AT+CSCA?", {"+CSCA: \"+218910000001\",145"}).error("AT+CLIP=1").error("AT+CLIP=?").ok("AT+CUSD=1");
    modem.answer("AT+CREG?", {"+CREG: 1,1"});
    BOOST_TEST(!bring_up().calls);
}

BOOST_AUTO_TEST_CASE(the_modem_s_memory_is_chosen_where_it_is_larger)
{
    sim_ready();
    up_to_storage();
    modem.answer("AT+CPMS=?", {"+CPMS: (\"SM\",\"ME\"),(\"SM\",\"ME\"),(\"SM\",\"ME\")"});
    modem.ok("AT+CPMS=\"SM\",\"SM\",\"SM\"").answer("AT+CPMS?", {"+CPMS: \"SM\",1,20,\"SM\",1,20,\"SM\",1,20"});
    modem.ok("AT+CPMS=\"ME\",\"ME\",\"ME\"").answer("AT+CPMS?", {"+CPMS: \"ME\",0,255,\"ME\",0,255,\"ME\",0,255"});
    notifications();
    after_notifications();
    const auto service = bring_up();
    BOOST_TEST(service.storage == "ME");
    BOOST_TEST(service.storages == (std::vector<std::string>{"ME", "SM"}), per_element());
}

BOOST_AUTO_TEST_CASE(the_sim_is_chosen_again_where_the_modem_s_memory_is_smaller)
{
    sim_ready();
    up_to_storage();
    modem.answer("AT+CPMS=?", {"+CPMS: \"ME\",\"MT\",\"SM\""});
    modem.ok("AT+CPMS=\"SM\",\"SM\",\"SM\"").answer("AT+CPMS?", {"+CPMS: \"SM\", 1, 50, \"SM\", 1, 50, \"SM\", 1, 50"});
    modem.ok("AT+CPMS=\"ME\",\"ME\",\"ME\"").answer("AT+CPMS?", {"+CPMS: \"ME\", 0, 23, \"ME\", 0, 23, \"ME\", 0, 23"});
    // "MT" is both of them, and no place of its own
    modem.ok("AT+CPMS=\"SM\",\"SM\",\"SM\"");
    notifications();
    after_notifications();
    BOOST_TEST(bring_up().storage == "SM");
}

BOOST_AUTO_TEST_CASE(a_modem_that_takes_fewer_storages_is_given_fewer)
{
    sim_ready();
    up_to_storage();
    modem.answer("AT+CPMS=?", {"+CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))"});
    modem.ok("AT+CPMS=\"SM\",\"SM\"").answer("AT+CPMS?", {"+CPMS: \"SM\",0,20,\"SM\",0,20"});
    notifications();
    after_notifications();
    BOOST_TEST(bring_up().storage == "SM");
}

BOOST_AUTO_TEST_CASE(a_modem_that_refuses_the_long_form_is_given_the_shorter_ones)
{
    sim_ready();
    up_to_storage();
    modem.error("AT+CPMS=?").error("AT+CPMS=\"SM\",\"SM\",\"SM\"", "+CMS ERROR: 303").ok("AT+CPMS=\"SM\",\"SM\"");
    modem.answer("AT+CPMS?", {"+CPMS: \"SM\",0,20,\"SM\",0,20"}).error("AT+CPMS=\"ME\",\"ME\"").error("AT+CPMS=\"ME\"");
    notifications();
    after_notifications();
    BOOST_TEST(bring_up().storage == "SM");
}

BOOST_AUTO_TEST_CASE(a_modem_that_says_when_it_is_ready_for_sms_is_believed)
{
    identified("Quectel", "EC25");
    sim_ready();
    modem.expect("AT+CPMS?\r").reply("\r\n+CMS ERROR: 314\r\n\r\n+QIND: SMS DONE\r\n");
    behind_the_sim();
    modem.answer("AT+CPMS=?", {"+CPMS: (\"ME\",\"SM\"),(\"ME\",\"SM\"),(\"ME\",\"SM\")"});
    modem.ok("AT+CPMS=\"ME\",\"ME\",\"ME\""); // its family is known to keep them well: not weighed against the SIM
    modem.answer("AT+CPMS?", {"+CPMS: \"ME\",0,23,\"ME\",0,23,\"ME\",0,23"});
    notifications();
    after_notifications();
    BOOST_TEST(bring_up().storage == "ME");
}

BOOST_AUTO_TEST_CASE(pdu_mode_is_asked_for_until_the_modem_is_ready)
{
    identified("SIMCOM INCORPORATED", "A7670E");
    sim_ready();
    modem.answer("AT+CPMS?", {"+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20"}).answer("AT+CIMI", {"606001234567890"});
    modem.ok("AT+CNUM").ok("AT+CREG=1").error("AT+CEREG=1").ok("AT+CSCS=\"GSM\"");
    for (int i = 0; i < 12; ++i)
        modem.error("AT+CMGF=0");
    modem.expect("AT+CMGF=0\r")
        .reply("\r\nERROR\r\n\r\nSMS DONE\r\n")
        .ok("AT+CMGF=0")
        .answer("AT+CSMS?", {"+CSMS: 0,1,1,1"})
        .ok("AT+CSMS=0");
    storage_in_sim();
    notifications();
    after_notifications();
    bring_up();
    BOOST_TEST(modem.heard<protocol::OtherUrc>().at(0).known);
}

BOOST_AUTO_TEST_CASE(an_answer_to_cpin_without_ok_is_one_where_the_family_leaves_it_out)
{
    identified("WAVECOM MODEM", "Q2403");
    modem.answer("AT+CFUN?", {"+CFUN: 1"}).expect("AT+CPIN?\r").reply("\r\n+CPIN: READY\r\n");
    the_rest();
    bring_up();
    // Where the OK comes all the same, it ends this command and not the next one.
    BringUpFixture other;
    other.identified("WAVECOM MODEM", "Q2686");
    other.sim_ready();
    other.the_rest();
    other.bring_up();
    BOOST_TEST(other.identity.imsi == "606001234567890");
}

BOOST_AUTO_TEST_CASE(urcs_are_brought_to_the_port_that_is_used_where_they_come_to_another)
{
    modem.options.port_position = [](const std::string&) { return 1u; };
    identified("Quectel", "EC25");
    modem.answer("AT+QURCCFG=\"urcport\"", {"+QURCCFG: \"urcport\",\"usbat\""});
    modem.ok("AT+QURCCFG=\"urcport\",\"usbmodem\"");
    sim_ready();
    the_rest();
    bring_up();

    BringUpFixture right;
    right.modem.options.port_position = [](const std::string&) { return 0u; };
    right.identified("Quectel", "EC25");
    right.modem.answer("AT+QURCCFG=\"urcport\"",
                       {"+QURCCFG: \"urcport\",\"usbat\""}); // kept over restarts: not written again
    right.sim_ready();
    right.the_rest();
    right.bring_up();

    BringUpFixture huawei;
    huawei.modem.options.port_position = [](const std::string&) { return 1u; };
    huawei.identified("huawei", "E173", {"AT^CURC=0"});
    huawei.modem.ok("AT^PORTSEL=1");
    huawei.sim_ready();
    huawei.the_rest();
    huawei.bring_up();
}

BOOST_AUTO_TEST_CASE(the_counter_of_the_modem_s_family_is_asked_first)
{
    modem.ok("ATE0").ok("ATV1").ok("AT+CMEE=1").answer("AT+CGMI", {"ZTE CORPORATION"}).answer("AT+CGMM", {"MF190"});
    modem.ok("AT+CGMR").answer("AT+CGSN", {"353143039999996"}).answer("AT+CCID", {"8921801234567890123"});
    modem.opened();
    modem.run(modem.modem().identify());
    settings.pin = "1234";
    sim_asks_for_pin();
    modem.answer("AT+ZPINPUK=?", {"+ZPINPUK: 1,10"});
    BOOST_TEST((trouble() == BringUpTrouble::pin_held_back));
    BOOST_TEST(guard.tried.empty());
}

BOOST_AUTO_TEST_CASE(registration_is_waited_for_by_its_urc)
{
    settings.registration_wait = 10s;
    sim_ready();
    up_to_storage();
    storage_in_sim();
    notifications();
    after_notifications("+CREG: 1,2");
    modem.expect("AT+CEREG?\r").reply("\r\nERROR\r\n").reply("\r\n+CREG: 5\r\n");
    bring_up();
    BOOST_TEST(modem.heard<protocol::RegistrationUrc>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_registration_whose_urc_was_dropped_is_found_by_asking)
{
    settings.registration_wait = 10s;
    sim_ready();
    up_to_storage();
    storage_in_sim();
    notifications();
    after_notifications("+CREG: 1,2");
    modem.error("AT+CEREG?").answer("AT+CREG?", {"+CREG: 1,0"}).answer("AT+CEREG?", {"+CEREG: 1,1"});
    bring_up();
}

BOOST_AUTO_TEST_CASE(service_begins_without_a_network_when_the_wait_is_over)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    notifications();
    after_notifications("+CREG: 1,3");
    modem.error("AT+CEREG?");
    bring_up();
}

BOOST_AUTO_TEST_SUITE_END()
