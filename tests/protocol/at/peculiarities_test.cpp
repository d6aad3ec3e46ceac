// What real modems say that no specification would lead one to expect, each with the lines that were seen. The families stand beside
// them; what a driver does about it is tested in tests/modem.
#include "protocol/at/at_response.hpp"
#include "protocol/at/registration.hpp"
#include "protocol/at/stored_message.hpp"
#include "protocol/at/submit_answer.hpp"
#include "protocol/at/test_answer.hpp"
#include "protocol/at/transcript.hpp"
#include "protocol/at/urc.hpp"
#include "protocol/at/ussd.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace nida::protocol;
using Told = std::vector<std::string>;

namespace
{
Told told(std::string_view transcript)
{
    Told result;
    for (const auto& record : parse_transcript(transcript))
        result.push_back(std::string{name_of(record.kind)} + ' ' + record.text);
    return result;
}
template <class Type> Type parsed(std::string_view line, std::string_view second = {})
{
    const auto urc = parse_urc(line, second);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<Type>(urc), line);
    return std::get<Type>(urc);
}
boost::system::error_code error_in(std::string_view line)
{
    const auto result = parse_final_result(line);
    BOOST_REQUIRE_MESSAGE(result && !result->ok(), line);
    return result->error;
}
AtResponse response(Told lines) { return {std::move(lines), {}}; }
} // namespace

BOOST_AUTO_TEST_SUITE(peculiarities)

BOOST_AUTO_TEST_CASE(huawei_storage)
{
    BOOST_TEST(parsed<StorageFull>("^SMMEMFULL: \"ME\"").storage == "ME"); // E1750: no +CMTI any more after it
    const auto e303 = parsed<NewMessage>("+CMTI: \"ME\",0");               // though the tool had asked for SM
    BOOST_TEST((e303.at == StoredAt{"ME", 0}));
    const auto e1750 = parse_storage_use(response({"+CPMS: 0,23,0,23,1,20"})); // the third says where it went
    BOOST_REQUIRE(e1750.size() == 3u);
    BOOST_TEST(e1750[2].total == 20u);
    BOOST_TEST(e1750[2].used == 1u);
    const auto e220 = parse_storage_use(response({"+CPMS: 0,255,0,255,0,30"}));
    BOOST_REQUIRE(e220.size() == 3u);
    BOOST_TEST(e220[0].total == 255u);
    using Names = std::vector<std::vector<std::string>>;
    BOOST_TEST(
        (parse_storage_names(response({"+CPMS:\"ME\",\"MT\",\"SM\""})) == Names(3, {"ME", "MT", "SM"}))); // MU609
}

BOOST_AUTO_TEST_CASE(huawei_refusals_in_words_of_its_own)
{
    BOOST_TEST(told("AT+WIND?\nCOMMAND NOT SUPPORT\nAT+CMGS=1,2,3\nTOO MANY PARAMETERS\n") ==
                   (Told{"command AT+WIND?", "final_result COMMAND NOT SUPPORT", "command AT+CMGS=1,2,3",
                         "final_result TOO MANY PARAMETERS"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(huawei_noise_between_a_command_and_its_answer)
{
    // E3372s: the answer is late, and other signal lines come before it.
    BOOST_TEST(told("AT+CSQ\n^RSSI:18\n^HCSQ:\"WCDMA\",43,39,57\n+CSQ: 15,99\nOK\n") ==
                   (Told{"command AT+CSQ", "noise ^RSSI:18", "noise ^HCSQ:\"WCDMA\",43,39,57",
                         "information +CSQ: 15,99", "final_result OK"}),
               boost::test_tools::per_element());
    BOOST_TEST(parsed<OtherUrc>("^BOOT:91409020,0,0,0,6").known); // E220, every 30 s
    // E3276: between the echo and the OK of a USSD request
    BOOST_TEST(told("AT+CUSD=1,\"*100#\",15\n^CCIN:2,0,\"\",\"\",0\nOK\n") ==
                   (Told{"command AT+CUSD=1,\"*100#\",15", "noise ^CCIN:2,0,\"\",\"\",0", "final_result OK"}),
               boost::test_tools::per_element());
    BOOST_TEST(told("-> AT+CMGS=23\n<- > \n-> 0011000C911289103254760000AA0AE8329BFD4697D9EC37<CTRL-Z>\n<- "
                    "^RSSI:18\n<- +CMGS: 5\n<- OK\n")[3] == "noise ^RSSI:18");
}

BOOST_AUTO_TEST_CASE(huawei_identity)
{
    BOOST_TEST(first_text(response({"Vodafone (Huawei)"}), "+CGMI") == "Vodafone (Huawei)"); // 12d1:155e
    BOOST_TEST(told("AT+CNUM=?\nOK\nAT+CLAC\nERROR\n").size() == 4u);
    BOOST_TEST((parse_registration_report("2,1,4CA,81DE445", true) ==
                RegistrationReport{Registration::home, 2, 0x4CA, 0x81DE445, {}}));
}

BOOST_AUTO_TEST_CASE(ussd_replies_of_several_makers)
{
    const auto mode = [](std::string_view line) { return parse_cusd(line).value().mode; };
    BOOST_TEST((mode("+CUSD: 2") == CusdMode::terminated)); // E3131, after a request in the wrong encoding
    BOOST_TEST((mode("+CUSD: 4") == CusdMode::unsupported));
    BOOST_TEST(parse_cusd("+CUSD: 0, 49B41C74").value().string == "49B41C74"); // E160: neither quotes nor <dcs>
    const auto e3276 = parse_cusd("+CUSD: 0,\"04110430043B0430043D0441003A\",72").value();
    BOOST_TEST(e3276.dcs.value() == 72u);
    BOOST_TEST(e3276.string == "04110430043B0430043D0441003A");
    BOOST_TEST(parse_cusd("+CUSD: 0,\"3037373935353033333035\",0").value().string == "3037373935353033333035"); // K3520
    BOOST_TEST(parse_cusd("+CUSD: 0,\"100,00 EURO, ... tariff \"Mega Tariff\"...\",15").value().string ==
               "100,00 EURO, ... tariff \"Mega Tariff\"...");
    // Vodacom: an answer of mode 2 and then the real one, before the OK
    const auto vodacom = told("AT+CUSD=1,\"*100#\",15\n+CUSD: 2,\"Initiating Release\",15\n"
                              "+CUSD: 0,\"Your balance is R49.96. ...\",15\nOK\n");
    BOOST_TEST(vodacom == (Told{"command AT+CUSD=1,\"*100#\",15", "urc +CUSD: 2,\"Initiating Release\",15",
                                "urc +CUSD: 0,\"Your balance is R49.96. ...\",15", "final_result OK"}),
               boost::test_tools::per_element());
    // A text on the line behind the comma; URCs of registration in front of an answer
    BOOST_TEST(continues_on_next_line("+CUSD: 0,"));
    BOOST_TEST(told("AT+CUSD=1,\"*100#\",15\n+CREG: 1, 5C9, 39E5\n+CGREG: 1, 5C9, 39E5\nOK\n") ==
                   (Told{"command AT+CUSD=1,\"*100#\",15", "urc +CREG: 1, 5C9, 39E5", "urc +CGREG: 1, 5C9, 39E5",
                         "final_result OK"}),
               boost::test_tools::per_element());
    // MC55i, and others: the failure comes alone, after the OK
    for (const auto* line : {"+CME ERROR: 132", "+CME ERROR: 258", "+CME ERROR: 30"})
        BOOST_TEST(parsed<LateError>(line).text == line);
    // EHS6: a prompt behind a menu
    const auto ehs6 = told("AT+CUSD=1,\"*100#\",15\nOK\n+CUSD: 1,\"Menu\",15\n>\n");
    BOOST_TEST(ehs6.back() == "prompt >");
}

BOOST_AUTO_TEST_CASE(zte)
{
    BOOST_TEST(parsed<OtherUrc>("+ZUSIMR:2").known); // a flood of them, until +CPMS? is asked
    BOOST_TEST(first_text(response({"+CGMI: ZTE CORPORATION"}), "+CGMI") == "ZTE CORPORATION"); // MF710
    BOOST_TEST(!is_urc("+BEARTYPE: \"Limited Service\"", "AT+ZPAS?"));
    BOOST_TEST(parsed<DirectStatusReport>("+CDS: ,25", "0791").length.value() == 25u);
    // MF710M: the first thing heard is the echo and the answer of the program before.
    const auto mf710m = told("-> AT\n<- ATE0+CPMS?\n<- +CPMS: \"ME\", 0, 50, \"ME\", 0, 50, \"SM\", 0, 20\n<- OK\n");
    BOOST_REQUIRE(mf710m.size() == 4u);
    BOOST_TEST(mf710m[1] == "echo ATE0+CPMS?");
    const auto use = parse_storage_use(response({"+CPMS: \"ME\", 0, 50, \"ME\", 0, 50, \"SM\", 0, 20"}));
    BOOST_REQUIRE(use.size() == 3u);
    BOOST_TEST(use[2].storage == "SM");
    // NO CARRIER by itself on the auxiliary port ends no command.
    BOOST_TEST(told("AT+CSQ\nNO CARRIER\n+CSQ: 15,99\nOK\n")[1] == "noise NO CARRIER");
    BOOST_TEST(told("ATD+218911234567;\nNO CARRIER\n")[1] == "final_result NO CARRIER");
}

BOOST_AUTO_TEST_CASE(quectel)
{
    BOOST_TEST((parsed<NewStatusReport>("+CDSI: \"SM\",0").at == StoredAt{"SM", 0}));             // EC25: it lies in SR
    BOOST_TEST(!parse_message_read(response({})));                                                // CMGR with OK alone
    BOOST_TEST(error_in("CMS Error: unknown") == boost::system::error_code(500, cms_category())); // M26
    BOOST_TEST(
        (parse_test_numbers(response({"+CSMS: (0,128)"}), "+CSMS") == std::vector<std::vector<unsigned>>{{0, 128}}));
    BOOST_TEST(error_in("+CMS ERROR: 604").message() == "SIM not ready"); // M95, while it starts
    for (const auto* line : {"+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"})
        BOOST_TEST(parsed<OtherUrc>(line).known);
    BOOST_TEST(parsed<Restarted>("RDY").text == "RDY");
}

BOOST_AUTO_TEST_CASE(simcom)
{
    // SIM7000: the number is missing, and the next command's echo is glued on.
    BOOST_TEST((error_in("+CMS ERROR:AT+CMGS=23").category() == at_category()));
    BOOST_TEST(parsed<NewStatusReport>("+CDSI: \"SR\",8").at.index.value() == 8u); // SIM7600, though CMGR=8 gives 321
    BOOST_TEST(error_in("+CMS ERROR: Unknown error").value() == 500);              // SIM7600G-H
    // A7670: in the middle of AT, and a failing SIM that is ready a moment later
    BOOST_TEST(told("AT\n*ATREADY: 1\nOK\nAT+CPIN?\n+CME ERROR: SIM failure\nAT+CPIN?\n+CPIN: READY\nOK\n") ==
                   (Told{"command AT", "urc *ATREADY: 1", "final_result OK", "command AT+CPIN?",
                         "final_result +CME ERROR: SIM failure", "command AT+CPIN?", "information +CPIN: READY",
                         "final_result OK"}),
               boost::test_tools::per_element());
    BOOST_TEST((parse_registration("0,11", true) ==
                Registration::emergency_bearer)); // A7670E: "registered", and yet nothing goes
    BOOST_TEST(!can_send_sms(Registration::emergency_bearer));
    BOOST_TEST(is_urc("+CSQ: 15,99", "AT+CMGF=0")); // AUTOCSQ
    BOOST_TEST(!is_urc("+CSQ: 15,99", "AT+CSQ"));
    for (const auto* line : {"SMS DONE", "PB DONE", "Call Ready", "SMS Ready"})
        BOOST_TEST(parsed<OtherUrc>(line).known);
    BOOST_TEST((parsed<SimState>("+CPIN: NOT INSERTED").lock == SimLock::not_inserted));
    BOOST_TEST(parsed<CallEnded>("MISSED_CALL: 10:32AM +49170").number == "+49170");
}

BOOST_AUTO_TEST_CASE(a6)
{
    BOOST_TEST((error_in("+CME ERROR:Excute command failure").category() == at_category())); // sic
    BOOST_TEST(error_in("+CME ERROR: 15790320").value() == 15790320);
    BOOST_TEST((classify(error_in("+CME ERROR: 15790320")) == ErrorClass::retry_soon));
}

BOOST_AUTO_TEST_CASE(cinterion_and_siemens)
{
    BOOST_TEST(parse_test_numbers(response({"+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)"}), "+CNMI").back() ==
                   (std::vector<unsigned>{1}),
               boost::test_tools::per_element());                                               // <bfr> has to be 1
    BOOST_TEST(!parse_message_read(response({"+CMGR: 0,,176", "00" + std::string(350, 'F')}))); // MC35i's dummies
    BOOST_TEST(parse_message_read(response({"+CMGR: 23", "079119890400161240C911979099137640000511090718303220BC8B4"}))
                   ->tpdu_octet_count.value() == 23u); // ES75
    BOOST_TEST(parsed<StorageFull>("^SMGO: 2").storage == "");
    BOOST_TEST(parsed<Restarted>("^SYSSTART").text == "^SYSSTART");
    BOOST_TEST(parsed<OtherUrc>("^SHUTDOWN").known);
}

BOOST_AUTO_TEST_CASE(telit_wavecom_and_others)
{
    BOOST_TEST(parse_message_read(response({"+CMGR: 1,\"\",50", std::string(100, '1')}))->tpdu_octet_count.value() ==
               50u); // Telit
    BOOST_TEST(told("-> AT+CMGS=23\n<- > \n-> <ESC>\n<- OK\n").back() ==
               "final_result OK"); // Telit: ESC is answered with OK
    BOOST_TEST(parse_final_result("+CPIN: READY", FinalRules{.ends_too = "+CPIN"}).value().ok()); // Wavecom Q2
    for (const auto* line : {"+CME ERROR: 515", "+CMS ERROR: 515"})
        BOOST_TEST((classify(error_in(line)) == ErrorClass::retry_soon)); // Wavecom, while it starts
    using Names = std::vector<std::vector<std::string>>;
    BOOST_TEST((parse_storage_names(response({"+CPMS: (\"SM_P\",\"ME_P\")"})) == Names{{"SM_P", "ME_P"}})); // Alcatel
    BOOST_TEST((classify(error_in("+CMS ERROR: 314")) == ErrorClass::retry_soon));           // Calypso, for long
    BOOST_TEST((classify(error_in("+CME ERROR: 14")) == ErrorClass::retry_soon));            // Qualcomm, before the PIN
    BOOST_TEST((classify(error_in("+CMS ERROR: 38")) == ErrorClass::retry_later));           // or a malformed number
    BOOST_TEST((parse_sim_lock(response({"+CPIN: EMPTY_EUICC"})) == SimLock::not_inserted)); // Fibocom FM350
    BOOST_TEST((error_in("MODEM ERROR: 4").category() == at_category()));
    BOOST_TEST((error_in("NA").category() == at_category()));                    // Samsung
    BOOST_TEST(!parsed<OtherUrc>("$GPGGA,123519,4807.038,N,01131.000,E").known); // u-blox's receiver speaks NMEA
}

BOOST_AUTO_TEST_CASE(indications_of_new_messages)
{
    const auto at = [](std::string_view line) { return parsed<NewMessage>(line).at; };
    BOOST_TEST((at("+CMTI: \"SM\",7") == StoredAt{"SM", 7}));
    BOOST_TEST((at("+CMTI: SM, 7") == StoredAt{"SM", 7}));
    BOOST_TEST((at("+CMTI:\"sm\" ,7 ") == StoredAt{"SM", 7}));
    BOOST_TEST((at("+CMTI: \"SM\",0,111") == StoredAt{"SM", 0}));
    for (const auto* line : {"+CMTI: \"MT\",-1", "+CMTI: \"SM\",255", "+CMTI: \"SM\"", "+CMTI: \"SM\","})
        BOOST_TEST(!at(line).index, line);
}

BOOST_AUTO_TEST_CASE(lists_of_messages)
{
    const std::string report = "079124703380160006A80C91247022779920513062908493405130629084544000";
    std::string lower = report;
    for (auto& c : lower)
        c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    for (const auto& pdu : {report, lower}) {
        const auto list = parse_message_list(response({"+CMGL: 17,3,25", pdu})); // Pantech leaves <alpha> out
        BOOST_REQUIRE(list.size() == 1u);
        BOOST_TEST(list[0].pdu == pdu);
        BOOST_TEST(list[0].tpdu_octet_count.value() == 25u);
    }
    // <length> with the service centre counted, rubbish behind the PDU, the next header glued on, lines of other things between
    const auto odd = parse_message_list(
        response({"+CMGL: 900,1,,33", report + "  \x01", "+CMGL: 901,1,,25", report + "+CMGL: 3,1,,25", report}));
    BOOST_REQUIRE(odd.size() == 3u);
    BOOST_TEST(odd[0].index == 900u); // Sagem counts from there
    for (const auto& message : odd)
        BOOST_TEST(message.pdu == report);
    BOOST_TEST(parse_message_list(response({})).empty());
}

BOOST_AUTO_TEST_CASE(submit_results)
{
    BOOST_TEST(parse_submit_answer("134").value().reference == 134u);
    BOOST_TEST(parsed<LateSubmitResult>("+CMGS:134").reference == 134u);
    BOOST_TEST(parsed<LateSubmitResult>("+CMGS: 134,\"079119890400\"").reference == 134u);
    BOOST_TEST(parse_service_centre(response({"+CSCA: \"+375259092003\",145"})).value().number == "+375259092003");
}

BOOST_AUTO_TEST_SUITE_END()
