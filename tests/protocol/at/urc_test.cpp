#include "protocol/at/urc.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::protocol;

namespace
{
/// The URC that `line` is; the test fails where it is another one.
template <class T> T parsed(std::string_view line, std::string_view second = {})
{
    const auto urc = parse_urc(line, second);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<T>(urc), line << " is alternative " << urc.index());
    return std::get<T>(urc);
}
bool is_at(const StoredAt& at, std::string_view storage, std::optional<unsigned> index)
{
    return at == StoredAt{std::string{storage}, index};
}
} // namespace

BOOST_AUTO_TEST_SUITE(urc)

BOOST_AUTO_TEST_CASE(a_new_message_says_where_it_lies_in_many_forms)
{
    BOOST_TEST(is_at(parsed<NewMessage>("+CMTI: \"SM\",7").at, "SM", 7));
    BOOST_TEST(is_at(parsed<NewMessage>("+CMTI:\"ME\",0").at, "ME", 0));
    BOOST_TEST(is_at(parsed<NewMessage>("+CMTI: sm , 12").at, "SM", 12));
    BOOST_TEST(is_at(parsed<NewMessage>("+CMTI: \"SM\",0,111").at, "SM", 0));
    BOOST_TEST(is_at(parsed<NewMessage>("+CMTI: 5").at, "", 5));
    BOOST_TEST(is_at(parsed<NewStatusReport>("+CDSI: \"SR\",8").at, "SR", 8));
}

BOOST_AUTO_TEST_CASE(an_index_that_means_nowhere_is_none)
{
    for (const auto* line : {"+CMTI: \"MT\",-1", "+CMTI: \"MT\",255", "+CMTI: \"MT\",", "+CMTI: \"MT\""})
        BOOST_TEST(is_at(parsed<NewMessage>(line).at, "MT", std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_direct_message_has_its_pdu_on_the_next_line)
{
    const std::string pdu = "079119890400202306400C91197909913764511090718384225110907183252200";
    for (const auto* line : {"+CDS: 25", "+CDS: ,25", "+CDS:25"}) { // the second one: ZTE
        BOOST_TEST(announces_pdu(line));
        const auto report = parsed<DirectStatusReport>(line, pdu + " ");
        BOOST_TEST(report.pdu == pdu);
        BOOST_TEST(report.length.value() == 25u);
    }
    for (const auto* line : {"+CMT: ,24", "+CMT: 24", "+CMT: \"Ali, Tripoli\",24"}) {
        BOOST_TEST(announces_pdu(line));
        BOOST_TEST(parsed<DirectMessage>(line, "0791").length.value() == 24u);
    }
    BOOST_TEST(announces_pdu("+CBM: 88"));
    BOOST_TEST(parsed<CellBroadcast>("+CBM: 88", "00").pdu == "00");
    for (const auto* line : {"+CMTI: \"SM\",7", "+CDSI: \"SR\",8", "RING", "+CMT", "",
                             "+CDS: 6,3,\"+218911234567\",145,\"24/05/06,12:34:56+08\",\"24/05/06,12:34:58+08\",0"})
        BOOST_TEST(!announces_pdu(line));
}

BOOST_AUTO_TEST_CASE(a_full_storage_is_told_in_the_words_of_four_makers)
{
    BOOST_TEST(parsed<StorageFull>("^SMMEMFULL: \"SM\"").storage == "SM"); // Huawei
    BOOST_TEST(parsed<StorageFull>("^SMMEMFULL:\"ME\"").storage == "ME");
    BOOST_TEST(parsed<StorageFull>("+QIND: \"smsfull\",\"ME\"").storage == "ME"); // Quectel
    BOOST_TEST(parsed<StorageFull>("+QIND: SMS FULL").storage == "");
    BOOST_TEST(parsed<StorageFull>("^SMGO: 1").storage == ""); // Cinterion
    BOOST_TEST(parsed<StorageFull>("+CIEV: smsfull,1").storage == "");
    for (const auto* line : {"^SMGO: 0", "+CIEV: smsfull,0", "+CIEV: call,1", "+QIND: SMS DONE"})
        BOOST_TEST(parsed<OtherUrc>(line).text == line);
}

BOOST_AUTO_TEST_CASE(calls)
{
    parsed<Ring>("RING");
    parsed<Ring>("+CRING: VOICE");
    BOOST_TEST(parsed<CallerId>("+CLIP: \"+49170123456\",145,,,,0").number == "+49170123456");
    BOOST_TEST(parsed<CallerId>("+CLIP: \"\",128,,,,2").number == ""); // withheld
    BOOST_TEST(parsed<CallerId>("+CLIP:").number == "");
    BOOST_TEST(parsed<CallerId>("+CLIP: \"002B003200310038003900310031\",145").number == "+218911"); // +CSCS="UCS2"
}

BOOST_AUTO_TEST_CASE(a_caller_comes_with_all_that_the_modem_knows)
{
    auto caller = parsed<CallerId>("+CLIP: \"+49170123456\",145,\"\",0,\"Ali, Tripoli\",0"); // SIM800
    BOOST_TEST(caller.number == "+49170123456");
    BOOST_TEST(caller.type.value() == 145u);
    BOOST_TEST(caller.alpha == "Ali, Tripoli");
    BOOST_TEST(caller.validity.value() == 0u);
    caller = parsed<CallerId>("+CLIP: \"\",128,,,,1"); // withheld
    BOOST_TEST(caller.number == "");
    BOOST_TEST(caller.validity.value() == 1u);
    caller = parsed<CallerId>("+CLIP: \"0170123456\",129");
    BOOST_TEST(caller.number == "0170123456");
    BOOST_TEST(caller.type.value() == 129u);
    BOOST_TEST(!caller.validity);
    BOOST_TEST(parsed<CallerId>("+CLIP: \"+218\",145,,,\"06270644064A0020\",0").alpha.size() > 0u);
    BOOST_TEST(parsed<Ring>("+CRING: VOICE").kind == "VOICE");
    BOOST_TEST(parsed<Ring>("RING").kind == "");
}

BOOST_AUTO_TEST_CASE(an_international_number_is_shown_as_one)
{
    BOOST_TEST(parsed<CallerId>("+CLIP: \"218911234567\",145").number == "+218911234567");
    BOOST_TEST(parsed<CallerId>("+CLIP: \"0911234567\",129").number == "0911234567");
    BOOST_TEST(parsed<CallerId>("+CLIP: \"\",145").number == "");
}

BOOST_AUTO_TEST_CASE(a_waiting_call_is_told_from_the_first_one)
{
    const auto caller = parsed<CallerId>("+CCWA: \"+218911234567\",145,1,\"Ali\",0");
    BOOST_TEST(caller.waits);
    BOOST_TEST(caller.number == "+218911234567");
    BOOST_TEST(caller.alpha == "Ali");
    BOOST_TEST(caller.validity.value() == 0u);
    BOOST_TEST(!parsed<CallerId>("+CLIP: \"+218911234567\",145").waits);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_call_has_many_words)
{
    for (const auto* line :
         {"NO CARRIER", "^CEND:1,0,29,16", "HANGUP: 1", "VOICE CALL: END: 000016", "VOICE CALL: END", "+CIEV: call,0",
          "+CIEV: \"CALL\",0", "+WIND: 6,1", "MISSED_CALL:", "MISSED_CALL: 10:32AM"}) {
        BOOST_TEST(parsed<CallEnded>(line).number == "", line);
        BOOST_TEST(is_urc(line, "AT+CMGF=0"), line);
    }
    BOOST_TEST(parsed<CallEnded>("MISSED_CALL: 10:32AM +49170123456").number == "+49170123456"); // SIM7600
    BOOST_TEST(parsed<CallEnded>("MISSED_CALL: 22:01 0911234567").number == "0911234567");
    BOOST_TEST(!is_urc("NO CARRIER", "ATD+218911234567;"));
}

BOOST_AUTO_TEST_CASE(a_header_of_text_mode_is_told_from_one_with_a_length)
{
    const auto text = parsed<DirectMessage>("+CMT: \"+218911234567\",,\"24/05/06,12:34:56+08\"", "hello");
    BOOST_TEST(text.text_mode);
    BOOST_TEST(text.pdu == "hello");
    BOOST_TEST(!text.length);
    BOOST_TEST(
        parsed<DirectMessage>("+CMT: \"+218\",\"\",\"24/05/06,12:34:56+08\",145,4,0,0,\"+21891\",145,5").text_mode);
    for (const auto* line : {"+CMT: ,24", "+CMT: 24", "+CMT: \"Ali\",24", "+CMT:24"})
        BOOST_TEST(!parsed<DirectMessage>(line).text_mode);
    BOOST_TEST(parsed<DirectMessage>("+CMT: \"Ali, Tripoli\",24").alpha == "Ali, Tripoli");
    BOOST_TEST(parsed<CellBroadcast>("+CBM: 88").length.value() == 88u);
    BOOST_TEST(parsed<CellBroadcast>("+CBM: 1,50,0,1,1").text_mode);
    // A status report in text mode has no second line, and no PDU to hand on.
    const auto report = "+CDS: 6,3,\"+218911234567\",145,\"24/05/06,12:34:56+08\",\"24/05/06,12:34:58+08\",0";
    BOOST_TEST(parsed<OtherUrc>(report).known);
}

BOOST_AUTO_TEST_CASE(a_registration_and_a_sim_s_state_are_read)
{
    const auto registration = [](const char* line) { return parsed<RegistrationUrc>(line).report; };
    BOOST_TEST((registration("+CGREG: 1, 5C9, 39E5") == RegistrationReport{Registration::home, {}, 0x5C9, 0x39E5, {}}));
    BOOST_TEST((registration("+CEREG: 5,\"1F00\",\"79D903\",7").value().act == 7u));
    BOOST_TEST((registration("+C5GREG: 1").value().stat == Registration::home));
    BOOST_TEST((registration("+CREG: 2,1").value().stat == Registration::home)); // a read answer that came late
    BOOST_TEST(!registration("+CREG: x"));
    BOOST_TEST((parsed<SimState>("+CPIN: READY").lock == SimLock::ready));
    BOOST_TEST((parsed<SimState>("+CPIN: NOT INSERTED").lock == SimLock::not_inserted));
    BOOST_TEST(!parsed<SimState>("^SIMST:1").lock);
}

BOOST_AUTO_TEST_CASE(noise_that_families_are_known_for_is_told_from_what_nobody_has_seen)
{
    for (const auto* line : {"^RSSI:18",
                             "^HCSQ:\"LTE\",60,52,106,24",
                             "^MODE:5,4",
                             "^BOOT:91409020,0,0,0,6",
                             "^DSFLOWRPT:0,0,0,0,0,0,0",
                             "^SRVST:2",
                             "^CSNR: 1",
                             "^STIN: 1",
                             "^NWTIME: \"24/05/06\"",
                             "^RSSILVL:80",
                             "^HRSSILVL:80",
                             "^LWURC: 1",
                             "^ECCLIST: 1",
                             "^LTERSRP: -90",
                             "^CSCHANNELINFO: 1",
                             "^CCALLSTATE: 1",
                             "^CCIN:2,0,\"\",\"\",0",
                             "^EONS:1",
                             "^PDPDEACT:",
                             "^NDISSTAT:1",
                             "^EARST:1",
                             "^THERM: 1",
                             "+ZUSIMR:2",
                             "+ZDONR: \"x\"",
                             "+ZPASR: \"UMTS\"",
                             "+ZPSTM: 1",
                             "+ZEND:1",
                             "+ZUSSD:0",
                             "+ZMGRS: 1",
                             "+QIND: SMS DONE",
                             "+QUSIM: 1",
                             "+CTZV: +8",
                             "+CTZE: +8",
                             "POWERED DOWN",
                             "NORMAL POWER DOWN",
                             "UNDER-VOLTAGE WARNNING",
                             "UNDER-VOLTAGE POWER DOWN",
                             "OVER-VOLTAGE WARNNING",
                             "CHARGE-ONLY MODE",
                             "+CMTE: 1",
                             "*PSUTTZ: 2024",
                             "*PSNWID: \"x\"",
                             "DST: 0",
                             "+CIEV: 10,\"60600\"",
                             "+CSQN: 1,1",
                             "PB DONE",
                             "SMS DONE",
                             "Call Ready",
                             "SMS Ready",
                             "_OSIGQ: 1,0",
                             "_OWANCALL: 1",
                             "_OUWCTI: 1",
                             "#STN: 1",
                             "#QSS: 3",
                             "+SPNWNAME: \"x\"",
                             "+PSBEARER: 1",
                             "+PBREADY",
                             "+UUSIMSTAT: 1",
                             "^SHUTDOWN",
                             "^SBC: Undervoltage",
                             "+PACSP0",
                             "BUSY",
                             "VOICE CALL: BEGIN",
                             "+WIND: 5,1",
                             "^ORIG:1,0"}) {
        BOOST_TEST(parsed<OtherUrc>(line).known, line);
        BOOST_TEST(is_urc(line, "AT+CMGF=0"), line);
    }
    for (const auto* line :
         {"", "OK", "@#!", "huawei", "+XYZ: 1", "hello", "+CFUN", "$GPGGA,1,2"}) // a GPS receiver on ttyACM
        BOOST_TEST(!parsed<OtherUrc>(line).known, line);
}

BOOST_AUTO_TEST_CASE(a_restart_is_told_from_noise)
{
    for (const auto* line : {"RDY", "^SYSSTART", "^SYSSTART AIRPLANE MODE", "+CFUN: 1", "*ATREADY: 1"})
        BOOST_TEST(parsed<Restarted>(line).text == line);
    for (const auto* line : {"+CFUN: 4", "Call Ready", "PB DONE", "+ZUSIMR:2", "^RSSI:18", "OK", "", "@#!"})
        BOOST_TEST(parsed<OtherUrc>(line).text == line);
}

BOOST_AUTO_TEST_CASE(late_results_keep_what_they_say)
{
    BOOST_TEST(parsed<LateError>("+CME ERROR: 258").text == "+CME ERROR: 258");
    BOOST_TEST(parsed<LateError>("+CMS ERROR:AT+CMGS=23").text == "+CMS ERROR:AT+CMGS=23");
    BOOST_TEST(parsed<LateSubmitResult>("+CMGS: 134").reference == 134u);
    BOOST_TEST(parsed<LateSubmitResult>("+CMGS:7,\"00\"").reference == 7u);
    BOOST_TEST(parsed<SimState>("+CPIN: READY").text == "+CPIN: READY");
    BOOST_TEST(parsed<SimState>("^SIMST:1").text == "^SIMST:1");
    BOOST_TEST(parsed<RegistrationUrc>("+CGREG: 1, 5C9, 39E5").text == "+CGREG: 1, 5C9, 39E5");
    BOOST_TEST(parsed<UssdUrc>("+CUSD: 1,\"a\nb\",15").text == "+CUSD: 1,\"a\nb\",15");
}

BOOST_AUTO_TEST_CASE(some_lines_are_urcs_whatever_command_waits)
{
    for (const auto* pending :
         {"AT", "AT+CMGL=4", "AT+CMGS=19", "AT+CREG?", "AT+CUSD=1,\"*100#\",15", "ATD+218911234567;"})
        for (const auto* line :
             {"+CMTI: \"SM\",7", "+CMT: ,24", "+CDS: 25", "+CDSI: \"SR\",8", "+CBM: 88", "RING", "+CRING: VOICE",
              "+CLIP: \"+218\",145", "+CUSD: 0,\"x\",15", "^RSSI:18", "^CCIN:2,0,\"\",\"\",0", "+ZUSIMR:2",
              "^SMMEMFULL: \"ME\"", "UNDER-VOLTAGE WARNNING", "PB DONE", "*ATREADY: 1"})
            BOOST_TEST(is_urc(line, pending), line << " while " << pending);
}

BOOST_AUTO_TEST_CASE(a_line_that_the_command_asked_for_is_its_answer)
{
    const std::pair<const char*, const char*> answers[] = {
        {"AT+CREG?", "+CREG: 0,1"},
        {"AT+CREG?\r", "+CREG: 2,1,\"00A1\",\"B2C3\",7"},
        {"AT+CREG?", "+CREG: 2,1,4CA,81DE445"},          // Huawei
        {"AT+CGREG?", "+CGREG: 2,1,\"0B,\"0100701\",7"}, // quotes that do not match
        {"AT+CREG?", "+CREG: 2,0,00,0"},
        {"AT+CREG=?", "+CREG: (0-2)"},
        {"AT+CSQ", "+CSQ: 15,99"},
        {"AT+CPIN?", "+CPIN: READY"},
        {"AT+CFUN?", "+CFUN: 1"},
        {"AT+CMGS=19", "+CMGS: 134"},
        {"AT^SIMST?", "^SIMST: 1"},
        {"AT+CUSD=?", "+CUSD: (0-2)"},
        {"AT+CLIP?", "+CLIP: 1,1"},
        {"AT+CMEE=1;+CREG?", "+CREG: 0,5"},
        {"ATE0+CSQ", "+CSQ: 15,99"},
        {"AT+ZPAS?", "+BEARTYPE: \"UMTS\",\"CS_PS\""}, // ZTE
        {"AT+CLAC", "^BOOT"},                          // a list of commands, not the URC
        {"AT+CLAC", "+CUSD"},
        {"AT+CGMI", "huawei"},
        {"AT", "OK"},
        {"AT", "ERROR"},
        {"AT+CMGS=19", "+CMS ERROR: 38"},
        {"ATD+218911234567;", "NO CARRIER"},
        {"ATH", "BUSY"},
        {"AT+CREG?", "AT+CREG?"}, // its echo
    };
    for (const auto& [pending, line] : answers)
        BOOST_TEST(!is_urc(line, pending), line << " while " << pending);
}

BOOST_AUTO_TEST_CASE(the_same_line_is_a_urc_while_another_command_waits)
{
    const std::pair<const char*, const char*> urcs[] = {
        {"AT+CREG?", "+CREG: 1"}, // a field less than the read answer
        {"AT+CREG?", "+CREG: 1, 5C9, 39E5"},
        {"AT+CREG?", "+CREG: 1,\"00A1\",\"B2C3\",7"},
        {"AT+CREG?", "+CREG: 2,,"},
        {"AT+CREG?", "+CGREG: 1"},
        {"AT+CREG=2", "+CREG: 1"},
        {"AT+CUSD=1,\"*100#\",15", "+CREG: 1, 5C9, 39E5"}, // glued in front of a USSD answer
        {"AT+CPIN=\"1234\"", "+CPIN: READY"},
        {"AT+CMGF=0", "+CFUN: 1"},
        {"AT+CMGF=0", "+CSQ: 15,99"}, // SIMCom's AUTOCSQ
        {"AT", "+CMGS: 134"},
        {"AT+CMGF=0", "NO CARRIER"},
        {"AT+CUSD=1,\"AT+CSQ\",15", "+CSQ: 15,99"}, // what is quoted asks nothing
    };
    for (const auto& [pending, line] : urcs)
        BOOST_TEST(is_urc(line, pending), line << " while " << pending);
}

BOOST_AUTO_TEST_CASE(with_nothing_pending_every_line_is_unsolicited)
{
    for (const auto* line : {"OK", "ERROR", "+CMGS: 1", "anything", "+CREG: 0,1"})
        BOOST_TEST(is_urc(line, ""));
}

BOOST_AUTO_TEST_CASE(an_echo_may_differ_in_case_and_spaces)
{
    BOOST_TEST(is_echo("AT+CREG?", "AT+CREG?\r"));
    BOOST_TEST(is_echo("at+cmgs= 19", "AT+CMGS=19"));
    BOOST_TEST(is_echo("> 0001000c91\x1a", "0001000C91\x1a"));
    BOOST_TEST(!is_echo("AT+CREG", "AT+CREG?"));
    BOOST_TEST(!is_echo("AT+CREG?", "AT+CREG"));
    BOOST_TEST(!is_echo("", ""));
    BOOST_TEST(!is_echo("AT", ""));
}

BOOST_AUTO_TEST_CASE(a_ussd_reply_goes_on_until_its_quote_is_closed)
{
    for (const auto* text : {"+CUSD: 0,", "+CUSD: 0,\"", "+CUSD: 1,\"Menu", "+CUSD: 1,\"Menu\n1 Balance",
                             "+CUSD: 1,\"Menu, 15", "+CUSD: 0,\"Vash balans 968.98 r."})
        BOOST_TEST(continues_on_next_line(text), text);
    for (const auto* text :
         {"+CUSD: 4", "+CUSD: 2", "+CUSD:0,\"\"", "+CUSD: 0,\"x\"", "+CUSD: 0,\"x\",15", "+CUSD: 0,\"x\", 15 ",
          "+CUSD: 0, 49B41C74", "+CUSD: 0,\"Vash balans 968.98 r.\nDlya vas - ...\"\"", "+CUSD: 0,\n\"x\",15",
          "+CUSD: 0,\"100,00 EUR, tariff \"Mega Tariff\"...\",15", "+CMTI: \"SM", "", "+CUSD"})
        BOOST_TEST(!continues_on_next_line(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
