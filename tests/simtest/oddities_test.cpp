#include "tests/sim/oddities.hpp"

#include "tests/simtest/terminal.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace nida::sim;
using namespace std::chrono_literals;

namespace
{
/// A terminal whose modem has faults and no echo.
struct Odd : Terminal {
    explicit Odd(const std::vector<std::string>& faults, Settings settings = {}) : Terminal{std::move(settings)}
    {
        send("ATE0\r");
        for (const auto& fault : faults)
            modem.add_fault(FaultSpec::parse(fault));
    }
};
} // namespace

BOOST_AUTO_TEST_SUITE(oddities)

BOOST_AUTO_TEST_CASE(a_value_of_lines_may_hold_colons_before_its_conditions)
{
    const auto spec = FaultSpec::parse("instead=+CPIN?>+CPIN: NOT INSERTED|OK:next=2:modem=1");
    BOOST_TEST(spec.value == "+CPIN?>+CPIN: NOT INSERTED|OK");
    BOOST_TEST(spec.next.value() == 2u);
    BOOST_TEST(spec.modem.value() == 1u);
    BOOST_CHECK_THROW(FaultSpec::parse("cms=38: much"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(lines_stand_instead_of_an_answer_before_it_or_behind_it)
{
    Odd odd{
        {"instead=+CPIN?>+CPIN: EMPTY_EUICC|OK:next=1", "before=+CSQ>^RSSI:18|RING", "after=+CGSN>+CME ERROR: 132"}};
    BOOST_TEST(odd.send("AT+CPIN?\r") == "\r\n+CPIN: EMPTY_EUICC\r\n\r\nOK\r\n");
    BOOST_TEST(odd.send("AT+CPIN?\r") == "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    BOOST_TEST(odd.send("AT+CSQ\r").starts_with("\r\n^RSSI:18\r\n\r\nRING\r\n\r\n+CSQ: "));
    BOOST_TEST(odd.send("AT+CGSN\r").ends_with("\r\nOK\r\n\r\n+CME ERROR: 132\r\n"));
}

BOOST_AUTO_TEST_CASE(a_fault_of_words_has_a_name_and_knows_the_modem_s_own_numbers)
{
    Odd odd{{"imei_tagged", "cpin_no_ok"}};
    BOOST_TEST(odd.send("AT+CGSN\r") == "\r\n+CGSN: " + odd.modem.identity().imei + "\r\n\r\nOK\r\n");
    BOOST_TEST(odd.send("AT+CPIN?\r") == "\r\n+CPIN: READY\r\n");
    Odd agrees{{"ok_to_all"}};
    BOOST_TEST(agrees.send("AT+CGSN\r") == "\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(some_commands_are_not_answered_or_answered_late_or_only_after_another)
{
    Odd odd{{"unanswered=+CMGL:next=1", "slow=+CSQ>300", "needs=+CUSD=1,>^USSDMODE=0", "instead=^USSDMODE=0>OK"}};
    BOOST_TEST(odd.send("AT+CMGL=4\r") == "");
    BOOST_TEST(odd.send("AT+CMGL=4\r") == "\r\nOK\r\n");
    BOOST_TEST(odd.send("AT+CSQ\r") == "");
    BOOST_TEST(odd.advance(300ms) == "\r\n+CSQ: 21,99\r\n\r\nOK\r\n");
    BOOST_TEST(odd.send("AT+CUSD=1,\"*100#\",15\r") == "\r\nERROR\r\n");
    BOOST_TEST(odd.send("AT^USSDMODE=0\r") == "\r\nOK\r\n");
    BOOST_TEST(odd.send("AT+CUSD=1,\"*100#\",15\r").starts_with("\r\nOK\r\n"));
}

BOOST_AUTO_TEST_CASE(a_modem_whose_commands_are_dead_talks_on_until_it_restarts)
{
    Odd odd{{"at_dead=20000:next=1"}};
    odd.send("AT\r");
    for (int i = 0; i < 2; ++i)
        BOOST_TEST(odd.advance(20s) == "\r\n^BOOT:91409020,0,0,0,6\r\n");
    odd.modem.port_closed();
    BOOST_TEST(odd.send("AT\r") == "");
    odd.modem.restart();
    odd.modem.power_on(false);
    BOOST_TEST(odd.send("ATE0\r").ends_with("OK\r\n"));
}

BOOST_AUTO_TEST_CASE(a_flood_ends_with_a_question_or_with_the_modem)
{
    Odd heard{{"flood=20"}};
    BOOST_TEST(heard.advance(20ms).find("+ZUSIMR:2") != std::string::npos);
    heard.send("AT+CPMS?\r");
    heard.advance(20ms);
    BOOST_TEST(heard.advance(1s) == "");
    Odd unheard{{"flood=20"}};
    for (int i = 0; i < 600; ++i)
        unheard.advance(20ms);
    BOOST_TEST(unheard.events("rebooted").size() == 1u);
}

BOOST_AUTO_TEST_CASE(urcs_wait_for_a_command_that_may_never_come)
{
    Odd odd{{"urcs_after=^PORTSEL=1"}};
    odd.send("AT+CNMI=2,1,0,0,0\r");
    odd.network.send(0, {.from = "+218912000001", .text = "lost"});
    BOOST_TEST(odd.seen() == "");
    odd.send("AT^PORTSEL=1\r");
    odd.network.send(0, {.from = "+218912000001", .text = "told"});
    BOOST_TEST(odd.seen().starts_with("\r\n+CMTI: "));
}

BOOST_AUTO_TEST_CASE(an_answer_comes_in_other_lines_twice_or_torn_by_another)
{
    BOOST_TEST(Odd{{"line_end=lf"}}.send("AT\r") == "\nOK\n");
    BOOST_TEST(Odd{{"line_end=crcrlf"}}.send("AT\r") == "\r\r\nOK\r\r\n");
    BOOST_TEST(Odd{{"double_answer"}}.send("AT\r") == "\r\nOK\r\n\r\nOK\r\n");
    BOOST_TEST(Odd{{"interrupts=+CMTI: \"SM\",7"}}.send("AT\r").find("\r\n+CMTI: \"SM\",7\r\n") != std::string::npos);
    BOOST_TEST(Odd{{"command_not_support=TOO MANY PARAMETERS"}}.send("AT+NONE\r") == "\r\nTOO MANY PARAMETERS\r\n");
}

BOOST_AUTO_TEST_CASE(a_submit_goes_wrong_in_ways_of_its_own)
{
    const auto pdu = submit_of("+218912000009", "hello");
    Odd refuses{{"refuses_to=+218912000009,38"}};
    refuses.send(cmgs(pdu));
    BOOST_TEST(refuses.send(payload(pdu)) == "\r\n+CMS ERROR: 38\r\n");
    const auto other = submit_of("+218912000001", "hello");
    refuses.send(cmgs(other));
    BOOST_TEST(refuses.send(payload(other)).ends_with("OK\r\n"));

    Odd unfinished{{"error_without_number:next=1"}};
    unfinished.send(cmgs(pdu));
    BOOST_TEST(unfinished.send(payload(pdu)) == "\r\n+CMS ERROR:");

    Odd late{{"reference_after_ok"}};
    late.send(cmgs(pdu));
    BOOST_TEST(late.send(payload(pdu)).starts_with("\r\nOK\r\n\r\n+CMGS: "));

    Odd deaf{{"toa_hang=91"}};
    deaf.send(cmgs(pdu));
    BOOST_TEST(deaf.send(payload(pdu)) == "");
    BOOST_TEST(deaf.events("accepted").empty());

    BOOST_TEST(Odd{{"prompt=bare"}}.send(cmgs(pdu)) == "> ");
    BOOST_TEST(Odd{{"prompt=line"}}.send(cmgs(pdu)) == "\r\n>\r\n");
    Odd slow{{"late_prompt=500"}};
    BOOST_TEST(slow.send(cmgs(pdu)) == "");
    BOOST_TEST(slow.advance(500ms) == "\r\n> ");
}

BOOST_AUTO_TEST_CASE(messages_are_told_of_wrongly_kept_wrongly_and_not_deleted)
{
    Settings few;
    few.sm_slots = few.me_slots = 2;
    Odd mute{{"mute_after_full"}, few};
    mute.send("AT+CNMI=2,1,0,0,0\r");
    for (int i = 0; i < 3; ++i)
        mute.network.send(0, {.from = "+218912000001", .text = "x"});
    BOOST_TEST(mute.seen().ends_with("^SMMEMFULL: \"SM\"\r\n"));
    mute.send("AT+CMGD=1\r");
    BOOST_TEST(mute.seen() == "");

    Odd stays{{"mem3_stays=ME", "cmti_no_index"}};
    stays.send("AT+CPMS=\"SM\",\"SM\",\"SM\"\r");
    stays.send("AT+CNMI=2,1,0,0,0\r");
    stays.network.send(0, {.from = "+218912000001", .text = "x"});
    BOOST_TEST(stays.seen() == "\r\n+CMTI: \"ME\",-1\r\n");

    Odd keeps{{"delete_fails:next=1"}};
    keeps.send("AT+CNMI=2,1,0,0,0\r");
    keeps.network.send(0, {.from = "+218912000001", .text = "x"});
    keeps.seen();
    BOOST_TEST(keeps.send("AT+CMGD=1\r") == "\r\n+CMS ERROR: 500\r\n");
    BOOST_TEST(keeps.advance(1s) == "\r\n+CMTI: \"SM\",1\r\n");
    BOOST_TEST(keeps.send("AT+CMGD=1\r") == "\r\nOK\r\n");

    Odd dummies{{"dummy_pdus", "cpms_names=_P"}, few};
    BOOST_TEST(dummies.send("AT+CMGL=4\r").find("00FFFF") != std::string::npos);
    BOOST_TEST(dummies.send("AT+CPMS?\r").find("\"SM_P\",0,2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(ussd_answers_come_in_other_forms_and_in_another_order)
{
    const std::string ask = "AT+CUSD=1,\"*100#\",15\r";
    const auto asked = [&ask](const std::vector<std::string>& faults) {
        Odd odd{faults};
        odd.send("AT+CUSD=1\r");
        return odd.send(ask) + odd.advance(1s);
    };
    BOOST_TEST(asked({"ussd_blocks"}).ends_with("15\r\n\r\nOK\r\n"));
    BOOST_TEST(asked({"ussd_mode=6"}).find("+CUSD: 6,\"Your") != std::string::npos);
    BOOST_TEST(asked({"ussd_reply=ucs2,15"}).find("+CUSD: 0,\"0059006F") != std::string::npos);
    BOOST_TEST(asked({"ussd=packed", "ussd_unknown=2"}).ends_with("\r\n+CUSD: 2\r\n")); // it was asked in plain text
    BOOST_TEST(asked({"ussd_raw=+CUSD: 0,\"a: b\",17 00A0"}).ends_with("\r\n+CUSD: 0,\"a: b\",17 00A0\r\n"));
    const auto released = asked({"ussd_release_first"});
    BOOST_TEST(released.find("Initiating Release") < released.find("+CUSD: 0,"));
}

BOOST_AUTO_TEST_CASE(a_missed_call_may_leave_the_modem_busy_until_it_hangs_up)
{
    Odd odd{{"stuck_in_call"}};
    odd.send("AT+CNMI=2,1,0,0,0\r");
    odd.network.call(0, "+218912000001", 6s);
    odd.advance(7s);
    odd.network.send(0, {.from = "+218912000001", .text = "x"});
    BOOST_TEST(odd.seen() == "");
    BOOST_TEST(odd.send("AT+CHUP\r").find("+CMTI") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_manual_explains_every_fault)
{
    std::ifstream file{NIDA_TEST_DATA "/../../docs/man/nida-modemsim.1"};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    for (const auto& fault : known_faults())
        BOOST_TEST(page.find(".It Cm " + std::string{fault.name} + "\n") != std::string::npos, fault.name);
}

BOOST_AUTO_TEST_SUITE_END()
