#include "tests/modem/modem_script.hpp"
#include "tests/modem/pin_guard_in_memory.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;

namespace
{
const std::string pdu{"0011000B911234567890F10000A705E8329BFD06"};

struct Storing {
    ModemScript modem;

    /// @param storages  how +CPMS is set
    void bring_up(const std::string& storages = "\"SM\",\"SM\",\"SM\"")
    {
        modem.answer("AT+CFUN?", {"+CFUN: 1"}).answer("AT+CPIN?", {"+CPIN: READY"}).answer("AT+CPMS?", {use});
        modem.answer("AT+CIMI", {"606001234567890"}).ok("AT+CNUM").ok("AT+CREG=1").ok("AT+CEREG=1");
        modem.ok("AT+CSCS=\"GSM\"").ok("AT+CMGF=0").answer("AT+CSMS?", {"+CSMS: 0,1,1,1"}).ok("AT+CSMS=0");
        modem.answer("AT+CPMS=?", {storages.size() < 5 ? "+CPMS: (\"SM\")" : "+CPMS: (\"SM\"),(\"SM\"),(\"SM\")"});
        modem.ok("AT+CPMS=" + storages).answer("AT+CPMS?", {use});
        modem.answer("AT+CNMI=?", {"+CNMI: (2),(1),(0),(1),(0)"}).ok("AT+CNMI=2,1,0,1,0").ok("AT+CNMI?");
        modem.answer("AT+CSCA?", {"+CSCA: \"+218910000001\",145"}).ok("AT+CLIP=1").ok("AT+CRC=1");
        modem.error("AT+CVHU=0").ok("AT+CCWA=1").ok("AT+CUSD=1");
        modem.answer("AT+CREG?", {"+CREG: 1,1"});
        BringUpSettings settings;
        settings.store_then_send = true;
        Identity identity{"", "", "", "353143039999996", "8921801234567890123", "", ""};
        PinGuardInMemory guard;
        modem.opened();
        modem.run(modem.modem().bring_up(settings, identity, guard));
    }
    bool prompt() { return !modem.run(modem.modem().prompt(19)); }
    SubmitOutcome payload() { return modem.run(modem.modem().payload(pdu, 2s)); }

    const std::string use{"+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20"};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(store_then_send, Storing)

BOOST_AUTO_TEST_CASE(a_segment_is_stored_and_sent_from_there_and_the_copy_goes_last)
{
    bring_up();
    modem.expect("AT+CMGW=19\r").reply("\r\n> ").expect(pdu + "\x1a").reply("\r\n+CMGW: 7\r\n\r\nOK\r\n");
    modem.answer("AT+CMSS=7", {"+CMSS: 42"}).ok("AT+CMGD=7");
    BOOST_TEST(prompt());
    BOOST_TEST(std::get<Sent>(payload()).mr.octet() == 42u);
    BOOST_TEST(modem.modem().stores_first());
    BOOST_TEST(modem.run(modem.modem().erase_copy()));
    BOOST_TEST(modem.run(modem.modem().erase_copy())); // there is no other
}

BOOST_AUTO_TEST_CASE(the_network_s_refusal_of_a_stored_copy_is_one)
{
    bring_up();
    modem.expect("AT+CMGW=19\r").reply("\r\n> ").expect(pdu + "\x1a").reply("\r\n+CMGW: 7\r\n\r\nOK\r\n");
    modem.error("AT+CMSS=7", "+CMS ERROR: 38");
    BOOST_TEST(prompt());
    BOOST_TEST(std::get<Refused>(payload()).why.value() == 38);
    BOOST_TEST(modem.modem().stores_first());
}

BOOST_AUTO_TEST_CASE(a_modem_without_it_is_used_as_any_other)
{
    bring_up();
    modem.error("AT+CMGW=19", "+CMS ERROR: 303").expect("AT+CMGS=19\r").reply("\r\n> ");
    modem.expect(pdu + "\x1a").reply("\r\n+CMGS: 42\r\n\r\nOK\r\n");
    BOOST_TEST(prompt());
    BOOST_TEST(std::get<Sent>(payload()).mr.octet() == 42u);
    BOOST_TEST(!modem.modem().stores_first());
}

BOOST_AUTO_TEST_CASE(a_storage_that_refuses_does_not_fail_the_message)
{
    bring_up();
    modem.expect("AT+CMGW=19\r").reply("\r\n> ").expect(pdu + "\x1a").reply("\r\n+CMS ERROR: 322\r\n");
    BOOST_TEST(prompt());
    const auto outcome = payload();
    BOOST_TEST((protocol::classify(std::get<Refused>(outcome).why) == protocol::ErrorClass::retry_soon));
    BOOST_TEST(!modem.modem().stores_first());
}

BOOST_AUTO_TEST_CASE(silence_while_it_is_stored_is_no_doubt_and_silence_while_it_is_sent_is_one)
{
    bring_up();
    modem.expect("AT+CMGW=19\r").reply("\r\n> ").expect(pdu + "\x1a").hang_up();
    BOOST_TEST(prompt());
    BOOST_CHECK_THROW(payload(), boost::system::system_error);

    Storing other;
    other.bring_up();
    other.modem.expect("AT+CMGW=19\r").reply("\r\n> ").expect(pdu + "\x1a");
    other.modem.reply("\r\n+CMGW: 7\r\n\r\nOK\r\n").expect("AT+CMSS=7\r").hang_up();
    BOOST_TEST(other.prompt());
    BOOST_TEST(std::holds_alternative<Unknown>(other.payload()));
}

BOOST_AUTO_TEST_CASE(where_nobody_says_which_storage_a_copy_goes_to_none_is_made)
{
    bring_up("\"SM\"");
    BOOST_TEST(!modem.modem().stores_first());
}

BOOST_AUTO_TEST_SUITE_END()
