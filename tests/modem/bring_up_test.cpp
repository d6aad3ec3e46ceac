#include "modem/notifications.hpp"
#include "tests/modem/modem_script.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <ostream>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
using boost::test_tools::per_element;

namespace
{
/// Remembers in memory what was tried.
struct Guard : PinGuard {
    std::vector<std::string> tried, taken;
    PinSubject subject;
    bool allow = true;
    boost::asio::awaitable<bool> begin_attempt(PinSubject who, std::string pin) override
    {
        subject = who;
        tried.push_back(pin);
        co_return allow;
    }
    boost::asio::awaitable<void> accepted(PinSubject, std::string pin) override
    {
        taken.push_back(pin);
        co_return;
    }
};

struct Fixture {
    explicit Fixture(Timings timings = ModemScript::quick()) : modem{timings} {}

    ModemScript modem;
    Guard guard;
    Identity identity{"", "", "", "353143039999996", "8921801234567890123", "", ""};
    BringUpSettings settings{std::nullopt, true, 0s};

    Service bring_up()
    {
        modem.opened();
        return modem.run(modem.modem().bring_up(settings, identity, guard));
    }
    BringUpTrouble trouble()
    {
        try {
            bring_up();
        } catch (const BringUpError& error) {
            BOOST_TEST(!error.text.empty());
            return error.why;
        }
        BOOST_FAIL("no trouble");
        return {};
    }
    /// The modem as it introduces itself; the SIM is not read yet.
    void identified(const std::string& maker, const std::string& model, const std::vector<std::string>& silence = {})
    {
        modem.ok("ATE0").ok("ATV1").ok("AT+CMEE=1").answer("AT+CGMI", {maker}).answer("AT+CGMM", {model});
        modem.ok("AT+CGMR").answer("AT+CGSN", {"353143039999996"});
        for (const auto& command : silence)
            modem.ok(command);
        modem.answer("AT+CCID", {"8921801234567890123"});
        modem.opened();
        modem.run(modem.modem().identify());
    }
    void sim_ready() { modem.answer("AT+CFUN?", {"+CFUN: 1"}).answer("AT+CPIN?", {"+CPIN: READY"}); }
    void sim_asks_for_pin()
    {
        modem.answer("AT+CFUN?", {"+CFUN: 1"}).answer("AT+CPIN?", {"+CPIN: SIM PIN"});
        modem.error("AT+CLCK=\"SC\",2", "+CME ERROR: 11");
    }
    void up_to_storage()
    {
        modem.answer("AT+CPMS?", {"+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20"});
        behind_the_sim();
    }
    void behind_the_sim()
    {
        modem.answer("AT+CIMI", {"606001234567890"}).answer("AT+CNUM", {"+CNUM: ,\"+218911234567\",145"});
        modem.ok("AT+CREG=1").error("AT+CEREG=1").ok("AT+CSCS=\"GSM\"").ok("AT+CMGF=0").ok("AT+CSMS=0");
    }
    void storage_in_sim()
    {
        modem.answer("AT+CPMS=?", {"+CPMS: (\"SM\"),(\"SM\"),(\"SM\")"}).ok("AT+CPMS=\"SM\",\"SM\",\"SM\"");
        modem.answer("AT+CPMS?", {"+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20"});
    }
    void notifications()
    {
        modem.answer("AT+CNMI=?", {"+CNMI: (0-2),(0-3),(0,2),(0-2),(0-1)"}).ok("AT+CNMI=2,1,0,1,0");
        modem.answer("AT+CNMI?", {"+CNMI: 2,1,0,1,0"});
    }
    void after_notifications(const std::string& registration = "+CREG: 1,1")
    {
        modem.answer("AT+CSCA?", {"+CSCA: \"+218910000001\",145"}).ok("AT+CLIP=1").ok("AT+CRC=1");
        modem.error("AT+CVHU=0").ok("AT+CCWA=1").ok("AT+CUSD=1");
        modem.answer("AT+CREG?", {registration});
    }
    void the_rest()
    {
        up_to_storage();
        storage_in_sim();
        notifications();
        after_notifications();
    }
};

using Ladder = std::vector<std::array<unsigned, 5>>;
Ladder ladder(const std::string& test_answer, bool reports = true)
{
    return cnmi_ladder(protocol::AtResponse{{test_answer}, {}}, reports);
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(bring_up, Fixture)

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
        Fixture one{timings};
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

BOOST_AUTO_TEST_CASE(reports_are_stored_where_they_cannot_come_directly)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)"}).ok("AT+CNMI=2,1,0,2,1");
    modem.answer("AT+CNMI?", {"+CNMI: 2,1,0,2,1"});
    after_notifications();
    const auto service = bring_up();
    BOOST_TEST(!service.status_reports_direct);
    BOOST_TEST(service.status_reports_stored);
}

BOOST_AUTO_TEST_CASE(a_notification_that_is_advertised_but_refused_or_ignored_is_not_relied_on)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (2),(1),(0),(0-2),(0)"}).error("AT+CNMI=2,1,0,1,0", "+CMS ERROR: 303");
    modem.ok("AT+CNMI=2,1,0,2,0").answer("AT+CNMI?", {"+CNMI: 2,1,0,0,0"});
    modem.ok("AT+CNMI=2,1,0,0,0").answer("AT+CNMI?", {"+CNMI: 2,1,0,0,0"});
    after_notifications();
    const auto service = bring_up();
    BOOST_TEST(!service.status_reports_direct);
    BOOST_TEST(!service.status_reports_stored);
}

BOOST_AUTO_TEST_CASE(messages_come_directly_only_where_nothing_else_is_offered_and_the_network_waits_for_us)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (0-2),(0,2),(0,2),(0,1),(0,1)"}).answer("AT+CSMS=1", {"+CSMS: 1,1,1"});
    modem.ok("AT+CNMI=2,2,0,1,0").answer("AT+CNMI?", {"+CNMI: 2,2,0,1,0"});
    after_notifications();
    bring_up();
    BOOST_TEST(modem.modem().acknowledges());
    modem.ok("AT+CNMA=0").ok("AT+CNMA=2").error("AT+CNMA=0", "+CMS ERROR: 340").error("AT+CNMA=0").ok("AT+CNMA");
    BOOST_TEST(modem.run(modem.modem().acknowledge(true)));
    BOOST_TEST(modem.run(modem.modem().acknowledge(false)));
    BOOST_TEST(!modem.run(modem.modem().acknowledge(true))); // too late
    BOOST_TEST(modem.run(modem.modem().acknowledge(true)));
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_acknowledged_messages_are_stored_and_swept)
{
    sim_ready();
    up_to_storage();
    storage_in_sim();
    modem.answer("AT+CNMI=?", {"+CNMI: (2),(0,2),(0),(0),(0)"}).error("AT+CSMS=1");
    modem.ok("AT+CNMI=2,0,0,0,0").answer("AT+CNMI?", {"+CNMI: 2,0,0,0,0"});
    after_notifications();
    bring_up();
    BOOST_TEST(!modem.modem().acknowledges());
}

BOOST_AUTO_TEST_CASE(notifications_that_were_lost_are_set_again)
{
    sim_ready();
    the_rest();
    bring_up();
    modem.answer("AT+CNMI?", {"+CNMI: 2,1,0,1,0"}).answer("AT+CNMI?", {"+CNMI: 2,0,0,0,0"});
    modem.ok("AT+CNMI=2,1,0,1,0").answer("AT+CNMI?", {"+CNMI: 2,1,0,1,0"});
    BOOST_TEST(modem.run(modem.modem().notifications_hold()));
    BOOST_TEST(!modem.run(modem.modem().notifications_hold()));
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
    modem.expect("AT+CMGF=0\r").reply("\r\nERROR\r\n\r\nSMS DONE\r\n").ok("AT+CMGF=0").ok("AT+CSMS=0");
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
    Fixture other;
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

    Fixture right;
    right.modem.options.port_position = [](const std::string&) { return 0u; };
    right.identified("Quectel", "EC25");
    right.modem.answer("AT+QURCCFG=\"urcport\"",
                       {"+QURCCFG: \"urcport\",\"usbat\""}); // kept over restarts: not written again
    right.sim_ready();
    right.the_rest();
    right.bring_up();

    Fixture huawei;
    huawei.modem.options.port_position = [](const std::string&) { return 1u; };
    huawei.identified("huawei", "E173", {"AT^CURC=0"});
    huawei.modem.ok("AT^PORTSEL=1");
    huawei.sim_ready();
    huawei.the_rest();
    huawei.bring_up();
}

BOOST_AUTO_TEST_CASE(the_ladder_begins_with_what_each_family_wants)
{
    using Rung = std::array<unsigned, 5>;
    BOOST_TEST((ladder("+CNMI: (0-2),(0-3),(0,2),(0-2),(0-1)").front() == Rung{2, 1, 0, 1, 0}));   // Quectel EC25
    BOOST_TEST((ladder("+CNMI: (0-3),(0-3),(0,2),(0,1),(0,1)").front() == Rung{2, 1, 0, 1, 0}));   // SIM800
    BOOST_TEST((ladder("+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)").front() == Rung{2, 1, 0, 2, 1}));   // Cinterion MC35
    BOOST_TEST((ladder("+CNMI: (0,1),(0-3),(0,2,3),(0-2),(0,1)").front() == Rung{1, 1, 0, 1, 0})); // Huawei MU509
    BOOST_TEST((ladder("+CNMI: (0-2),(0-3),(0,2,3),(0-2),(0,1)", false).front() == Rung{2, 1, 0, 0, 0}));
    BOOST_TEST((ladder("+CNMI:(3),(0-3),(0),(0)").front() == Rung{3, 1, 0, 0, 0}));
    BOOST_TEST((ladder("").front() == Rung{2, 1, 0, 1, 0}));
}

BOOST_AUTO_TEST_CASE(what_a_family_takes_is_tried_first_within_what_the_modem_allows)
{
    using Rung = std::array<unsigned, 5>;
    const auto all = [](const std::string& test_answer, std::string_view family, bool reports = true) {
        return cnmi_ladder(protocol::AtResponse{{test_answer}, {}}, reports, protocol::dialect_named(family)->cnmi);
    };
    const std::string wide{"+CNMI: (0-2),(0-3),(0,2,3),(0-2),(0,1)"};
    BOOST_TEST((all(wide, "zte").front() == Rung{2, 1, 0, 2, 0})); // no +CDS ever comes
    BOOST_TEST((all(wide, "zte", false).front() == Rung{2, 1, 0, 0, 0}));
    BOOST_TEST((all("+CNMI: (0,1),(0-3),(0,2),(0-2),(0,1)", "zte").front() == Rung{1, 1, 0, 2, 0}));
    BOOST_TEST((all("", "cinterion").front() == Rung{2, 1, 0, 2, 1}));
    // A row that the modem itself rules out is passed over.
    BOOST_TEST((all("+CNMI: (0-3),(0-3),(0,2),(0,1),(0,1)", "zte").front() == Rung{2, 1, 0, 1, 0}));

    auto known = all(wide, "huawei"), generic = ladder(wide);
    BOOST_TEST((known[0] == Rung{2, 1, 0, 1, 0}));
    BOOST_TEST((known[1] == Rung{1, 1, 0, 1, 0}));
    std::ranges::sort(known);
    std::ranges::sort(generic);
    BOOST_TEST((known == generic)); // nothing is lost, and nothing is tried twice
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
