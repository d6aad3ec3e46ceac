#include "tests/sim/family.hpp"

#include "protocol/at/ussd_text.hpp"
#include "tests/simtest/terminal.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <stdexcept>

using namespace nida::sim;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(family)

namespace
{
Settings of(std::string name)
{
    Settings settings;
    settings.families = {std::move(name)};
    return settings;
}

/// A modem that has said what it says at first, and echoes nothing.
struct Quiet : Terminal {
    explicit Quiet(const std::string& name, std::string pin = {}) : Terminal{with(of(name), std::move(pin))}
    {
        for (int i = 0; i < 15; ++i) // one of them answers late
            send("ATE0\r");
    }
    static Settings with(Settings settings, std::string pin)
    {
        settings.pin = std::move(pin);
        return settings;
    }
    std::string ask(const std::string& command) { return send("AT" + command + "\r"); }
};

constexpr const char* ok_line = "\r\nOK\r\n";
} // namespace

BOOST_AUTO_TEST_CASE(every_family_has_a_name_of_its_own_and_an_unknown_one_is_told_which_there_are)
{
    std::set<std::string> names;
    for (const auto& one : families())
        names.insert(one.name);
    BOOST_TEST(names.size() == families().size());
    BOOST_CHECK_EXCEPTION(family_named("nokia"), std::invalid_argument, [](const std::invalid_argument& e) {
        return std::string_view{e.what()}.find("huawei, zte") != std::string_view::npos;
    });
    BOOST_TEST(family_of(0, {}).name == "generic");
    BOOST_TEST(family_of(0, {"zte", "telit"}).name == "zte");
    BOOST_TEST(family_of(7, {"zte", "telit"}).name == "telit");
}

BOOST_AUTO_TEST_CASE(each_says_its_maker_and_its_model_some_behind_a_tag)
{
    BOOST_TEST(Quiet{"huawei"}.ask("+CGMI") == "\r\nhuawei\r\n\r\nOK\r\n");
    BOOST_TEST(Quiet{"zte"}.ask("+CGMI") == "\r\n+CGMI: ZTE CORPORATION\r\n\r\nOK\r\n");
    BOOST_TEST(Quiet{"quectel"}.ask("+CGMM") == "\r\nEC25\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(what_a_family_does_not_know_it_refuses_in_its_own_words)
{
    BOOST_TEST(Quiet{"huawei"}.ask("+NONSENSE") == "\r\nCOMMAND NOT SUPPORT\r\n");
    BOOST_TEST(Quiet{"huawei"}.ask("+CEREG=1") == "\r\nCOMMAND NOT SUPPORT\r\n");
    BOOST_TEST(Quiet{"huawei"}.ask("+CPMS=\"SM\",\"SM\",\"SM\",\"SM\"") == "\r\nTOO MANY PARAMETERS\r\n");
    BOOST_TEST(Quiet{"telit"}.ask("^CPIN?") == "\r\nERROR\r\n");
}

BOOST_AUTO_TEST_CASE(each_counts_the_pin_tries_in_its_own_way)
{
    const auto asked = [](const char* name, const std::string& command) { return Quiet{name, "1234"}.ask(command); };
    BOOST_TEST(asked("huawei", "^CPIN?") == "\r\n^CPIN: SIM PIN,3,10,3,10,3\r\n\r\nOK\r\n");
    BOOST_TEST(Quiet{"huawei"}.ask("^CPIN?") == "\r\n^CPIN: READY,,10,3,10,3\r\n\r\nOK\r\n");
    BOOST_TEST(asked("zte", "+ZPINPUK=?") == "\r\n+ZPINPUK: 3,10\r\n\r\nOK\r\n");
    BOOST_TEST(asked("quectel", "+QPINC?").find("\r\n+QPINC: \"SC\",3,10\r\n+QPINC: \"P2\",3,10\r\n") == 0u);
    BOOST_TEST(asked("simcom", "+SPIC") == "\r\n+SPIC: 3,10,0,10\r\n\r\nOK\r\n");
    BOOST_TEST(asked("telit", "#PCT") == "\r\n#PCT: 3\r\n\r\nOK\r\n");
    BOOST_TEST(asked("cinterion", "^SPIC") == "\r\n^SPIC: 3\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(notifications_are_taken_as_far_as_they_are_offered)
{
    BOOST_TEST(Quiet{"simcom"}.ask("+CNMI=2,1,0,2") == "\r\nERROR\r\n");
    BOOST_TEST(Quiet{"simcom"}.ask("+CNMI=2,1,0,1,0") == ok_line);
    Quiet cinterion{"cinterion"};
    BOOST_TEST(cinterion.ask("+CNMI=2,1,0,2,0").starts_with("\r\n+CMS ERROR"));
    BOOST_TEST(cinterion.ask("+CNMI=2,1,0,1,1").starts_with("\r\n+CMS ERROR"));
    BOOST_TEST(cinterion.ask("+CNMI=2,1,0,2,1") == ok_line);
    BOOST_TEST(Quiet{"huawei"}.ask("+CNMI=2,1,0,1,0").starts_with("\r\n+CMS ERROR"));
    BOOST_TEST(Quiet{"huawei"}.ask("+CNMI=1,1,0,1,0") == ok_line);
}

BOOST_AUTO_TEST_CASE(the_memories_and_their_number_are_the_familys)
{
    Quiet wavecom{"wavecom"};
    BOOST_TEST(wavecom.ask("+CPMS=?") == "\r\n+CPMS: ((\"SM\",\"BM\",\"SR\"),(\"SM\"))\r\n\r\nOK\r\n");
    BOOST_TEST(wavecom.ask("+CPMS=\"SM\",\"SM\",\"SM\"") == "\r\n+CMS ERROR: 302\r\n");
    BOOST_TEST(wavecom.ask("+CPMS=\"SM\",\"SM\"") == "\r\n+CPMS: 0,50,0,50\r\n\r\nOK\r\n");
    BOOST_TEST(Quiet{"zte"}.ask("+CPMS?").find("\"SM\", 0, 50, \"SM\", 0, 50, \"SM\", 0, 50") != std::string::npos);
    BOOST_TEST(Quiet{"cinterion"}.ask("+CPMS=\"ME\",\"ME\",\"ME\"") == "\r\n+CMS ERROR: 302\r\n");
    Quiet huawei{"huawei"};
    huawei.ask("^CURC=0");
    huawei.ask("+CPMS=\"SM\",\"SM\"");
    huawei.ask("+CNMI=1,1,0,0,0");
    huawei.network.send(0, {.from = "+218911111111", .text = "Salam"});
    BOOST_TEST(huawei.seen() == "\r\n+CMTI: \"ME\",0\r\n"); // the third memory is where it was, and counts from 0
}

BOOST_AUTO_TEST_CASE(a_report_comes_as_the_family_has_it)
{
    const auto report = [](const char* name, const char* cnmi) {
        Quiet t{name};
        t.ask("+CPMS?");
        t.ask("^CURC=0");
        t.ask(std::string{"+CNMI="} + cnmi);
        const auto pdu = submit_of("+218911234567", "Salam", true);
        t.send(cmgs(pdu));
        t.send(payload(pdu));
        return t.advance(100ms);
    };
    BOOST_TEST(report("generic", "2,1,0,1,0").starts_with("\r\n+CDS: "));
    BOOST_TEST(report("quectel", "2,1,0,2,0") == "\r\n+CDSI: \"SM\",0\r\n");
    BOOST_TEST(report("zte", "2,1,0,1,0") == "");
    BOOST_TEST(report("zte", "2,1,0,2,0") == "\r\n+CDSI: \"SR\",1\r\n");
    Quiet simcom{"simcom-lte"};
    simcom.ask("+CPMS=\"SR\"");
    BOOST_TEST(simcom.ask("+CMGR=1") == "\r\n+CMS ERROR: 321\r\n");
}

BOOST_AUTO_TEST_CASE(noise_ends_with_the_familys_command)
{
    Terminal zte{of("zte")};
    BOOST_TEST(zte.advance(250ms) == "\r\n+ZUSIMR:2\r\n");
    BOOST_TEST(zte.send("ATE0+CPMS?\r").find("+CPMS: ") != std::string::npos);
    BOOST_TEST(zte.advance(10s) == "");
    Quiet huawei{"huawei"};
    BOOST_TEST(huawei.ask("+CSQ").find("^RSSI:18\r\n\r\n+CSQ: 21,99") != std::string::npos);
    huawei.advance(3s);
    BOOST_TEST(huawei.advance(3s).find("^BOOT:") != std::string::npos);
    huawei.ask("^CURC=0");
    BOOST_TEST(huawei.advance(20s) == "");
    BOOST_TEST(huawei.ask("+CSQ") == "\r\n+CSQ: 21,99\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(ussd_strings_are_packed_on_huawei_and_another_form_ends_without_a_text)
{
    Quiet t{"huawei"};
    t.ask("^CURC=0");
    t.ask("+CUSD=1");
    const auto code = nida::protocol::encode_ussd("*101#", nida::protocol::UssdForm::packed).value();
    const auto answer = nida::protocol::encode_ussd_reply("+218910000000", nida::protocol::UssdForm::packed).value();
    BOOST_TEST(t.ask("+CUSD=1,\"" + code + "\",15") ==
               "\r\n^CCIN:2,0,\"\",\"\",0\r\n\r\nOK\r\n\r\n+CUSD: 0,\"" + answer + "\",15\r\n");
    BOOST_TEST(t.ask("+CUSD=1,\"*101#\",15").ends_with("OK\r\n\r\n+CUSD: 2\r\n"));
    BOOST_TEST(t.ask("+CUSD=2") == "\r\nERROR\r\n");
    t.ask("^USSDMODE=0");
    BOOST_TEST(t.ask("+CUSD=1,\"*101#\",15").ends_with("+CUSD: 0,\"+218910000000\",15\r\n"));
}

BOOST_AUTO_TEST_CASE(an_old_telit_serves_nothing_until_the_network_has_answered)
{
    auto settings = of("telit");
    settings.ussd_delay = 5s;
    Terminal t{settings};
    for (int i = 0; i < 6; ++i)
        BOOST_TEST(t.send("AT\r") == "AT\r"); // deaf at first
    t.send("ATE0\r");
    t.send("AT+CUSD=1\r");
    BOOST_TEST(t.send("AT+CUSD=1,\"*101#\",15\r") == "");
    BOOST_TEST(t.advance(5s) == "\r\n+CUSD: 0,\"+218910000000\",15\r\n\r\n+CREG: 1, 5C9, 39E5\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(esc_at_the_prompt_is_answered_as_the_family_does)
{
    const auto escaped = [](const char* name) {
        Quiet t{name};
        t.ask("+CMGS=20");
        return t.send("\x1b");
    };
    BOOST_TEST(escaped("telit") == ok_line);
    BOOST_TEST(escaped("huawei") == "");
    BOOST_TEST(escaped("zte") == "\r\nERROR\r\n");
    BOOST_TEST(escaped("simcom") == "\r\n+CMS ERROR: 512\r\n");
}

BOOST_AUTO_TEST_CASE(a_wavecom_tells_the_sims_state_without_ok)
{
    Quiet t{"wavecom"};
    BOOST_TEST(t.ask("+CPIN?") == "\r\n+CPIN: READY\r\n");
    BOOST_TEST(t.ask("") == ok_line);
}

BOOST_AUTO_TEST_CASE(a_sim_that_is_not_ready_is_told_in_the_familys_code)
{
    const auto asked = [](const char* name, const char* command) {
        auto settings = of(name);
        settings.sim_delay = 5s;
        Terminal t{settings};
        for (int i = 0; i < 8; ++i)
            t.send("ATE0+CMEE=1\r");
        return t.send(command);
    };
    BOOST_TEST(asked("generic", "AT+CPIN?\r") == "\r\n+CME ERROR: 14\r\n");
    BOOST_TEST(asked("wavecom", "AT+CPMS?\r") == "\r\n+CMS ERROR: 515\r\n");
    BOOST_TEST(asked("simcom-lte", "AT+CPIN?\r") == "\r\n+CME ERROR: 13\r\n");
    BOOST_TEST(asked("simcom-lte", "AT+CPMS?\r") == "\r\nERROR\r\n");
    BOOST_TEST(asked("quectel", "AT+CFUN=4\r") == "\r\nERROR\r\n");
}

BOOST_AUTO_TEST_CASE(a_huawei_that_is_spoken_to_just_after_its_pin_restarts)
{
    Quiet t{"huawei", "1234"};
    t.ask("^CURC=0");
    BOOST_TEST(t.ask("+CPIN=\"1234\"").starts_with(ok_line));
    t.advance(1s);
    BOOST_TEST(t.ask("+CPIN?") == "");
    BOOST_TEST(t.vanished.size() == 1u);
}

BOOST_AUTO_TEST_CASE(each_says_when_it_is_ready_for_messages)
{
    const auto booted = [](const char* name) {
        Terminal t{of(name)};
        t.modem.power_off();
        t.modem.power_on(true);
        return t.seen();
    };
    BOOST_TEST(booted("generic") == "\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n\r\nSMS DONE\r\n");
    BOOST_TEST(booted("quectel").ends_with("\r\n+QIND: SMS DONE\r\n\r\n+QIND: PB DONE\r\n"));
    BOOST_TEST(booted("simcom").ends_with("\r\nCall Ready\r\n\r\nSMS Ready\r\n"));
    BOOST_TEST(booted("cinterion") == "\r\n^SYSSTART\r\n");
    BOOST_TEST(booted("telit") == "");
}

BOOST_AUTO_TEST_CASE(on_lte_some_are_registered_by_cereg_alone)
{
    Quiet t{"simcom-lte"};
    BOOST_TEST(t.ask("+CREG?") == "\r\n+CREG: 0,0\r\n\r\nOK\r\n");
    BOOST_TEST(t.ask("+CEREG?") == "\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    t.modem.set_access(2);
    BOOST_TEST(t.ask("+CREG?") == "\r\n+CREG: 0,1\r\n\r\nOK\r\n");
    BOOST_TEST(t.ask("+COPS?") == "\r\n+COPS: 0,0,\"Nida Mobile\",2\r\n\r\nOK\r\n");
    Quiet huawei{"huawei"};
    huawei.ask("^CURC=0");
    huawei.ask("+CREG=2");
    BOOST_TEST(huawei.ask("+CREG?") == "\r\n+CREG: 2,1,4CA,81DE445,2\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(the_end_of_a_call_has_many_forms)
{
    const auto missed = [](const char* name) {
        Quiet t{name};
        t.ask("^CURC=0");
        t.ask("+CPMS?");
        t.ask("+CLIP=1");
        t.network.call(0, "+218921111111", 1s);
        const auto ringing = t.seen();
        return std::pair{ringing, t.advance(1s)};
    };
    BOOST_TEST(missed("huawei").second == "\r\n^CEND:1,0,29,16\r\n");
    BOOST_TEST(missed("zte").second == "\r\nHANGUP: 1\r\n");
    BOOST_TEST(missed("wavecom").second == "\r\n+WIND: 6,1\r\n");
    BOOST_TEST(missed("simcom-lte").second.find("MISSED_CALL: 10:32AM +218921111111") != std::string::npos);
    BOOST_TEST(missed("simcom").first.find("+CLIP: \"+218921111111\",145,\"\",0,\"\",0") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_family_resets_by_its_own_command_and_a_stick_is_gone_for_longer)
{
    const auto reset = [](const char* name, const char* command) {
        Quiet t{name};
        t.ask("^CURC=0");
        t.ask(command);
        t.advance(10ms);
        return t.vanished.empty() ? 0ms : t.vanished[0];
    };
    BOOST_TEST((reset("huawei", "^RESET") == 3s));
    BOOST_TEST((reset("simcom-lte", "+CRESET") == 1s));
    BOOST_TEST((reset("telit", "#REBOOT") == 1s));
    BOOST_TEST((reset("simcom", "+CRESET") == 0s));
    BOOST_TEST((reset("simcom", "+CFUN=1,1") == 1s));
}

BOOST_AUTO_TEST_CASE(a_sim_that_leaves_and_returns_is_seen_at_once_after_a_radio_cycle_or_after_a_restart)
{
    Quiet generic{"generic"};
    generic.ask("+CMEE=1");
    generic.modem.take_sim_out();
    BOOST_TEST(generic.ask("+CPIN?") == "\r\n+CME ERROR: 10\r\n");
    BOOST_TEST(generic.ask("+CPMS?") == "\r\n+CMS ERROR: 310\r\n");
    BOOST_TEST(generic.modem.reachable() == false);
    generic.modem.put_sim_in();
    BOOST_TEST(generic.ask("+CPIN?").find("+CPIN: READY\r\n\r\nOK\r\n") != std::string::npos);

    Quiet simcom{"simcom"};
    simcom.modem.take_sim_out();
    BOOST_TEST(simcom.seen() == "\r\n+CPIN: NOT INSERTED\r\n");
    simcom.modem.put_sim_in();
    BOOST_TEST(simcom.ask("+CPIN?") == "\r\n+CPIN: NOT INSERTED\r\n\r\nOK\r\n");
    simcom.ask("+CFUN=0");
    simcom.ask("+CFUN=1");
    BOOST_TEST(simcom.ask("+CPIN?") == "\r\n+CPIN: READY\r\n\r\nOK\r\n");

    Quiet huawei{"huawei"};
    huawei.ask("^CURC=0+CMEE=1");
    huawei.modem.take_sim_out();
    huawei.modem.put_sim_in();
    huawei.ask("+CFUN=0");
    huawei.ask("+CFUN=1");
    BOOST_TEST(huawei.ask("+CPIN?").ends_with("ERROR\r\n"));
    huawei.modem.power_off();
    huawei.modem.power_on(false);
    BOOST_TEST(huawei.send("ATE0+CPIN?\r").find("+CPIN: READY") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_silent_restart_loses_the_settings_and_says_what_it_is_told_to)
{
    Quiet t{"generic"};
    t.ask("+CNMI=2,1,0,1,0");
    t.modem.restart_silently({"RDY"});
    BOOST_TEST(t.seen() == "\r\nRDY\r\n");
    BOOST_TEST(t.vanished.empty());
    BOOST_TEST(t.send("AT+CNMI?\r") == "AT+CNMI?\r\r\n+CNMI: 2,0,0,0,0\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(the_network_may_begin_a_ussd_session)
{
    Quiet t{"generic"};
    t.ask("+CUSD=1");
    const auto menu = UssdMenu::from_json(boost::json::parse(
        R"({"cost": {"text": "Call cost 0.1"}, "ask": {"text": "Buy?", "options": {"1": {"text": "Bought"}}}})"));
    t.modem.push_ussd(*menu.find("cost"));
    BOOST_TEST(t.seen() == "\r\n+CUSD: 0,\"Call cost 0.1\",15\r\n");
    t.modem.push_ussd(*menu.find("ask"));
    BOOST_TEST(t.seen() == "\r\n+CUSD: 1,\"Buy?\",15\r\n");
    BOOST_TEST(t.ask("+CUSD=1,\"1\",15").ends_with("+CUSD: 0,\"Bought\",15\r\n"));
}

BOOST_AUTO_TEST_CASE(every_family_takes_a_message_and_brings_one)
{
    for (const auto& one : families())
        BOOST_TEST_CONTEXT(one.name)
        {
            Quiet t{one.name};
            t.ask("^CURC=0");
            t.ask("+AUTOCSQ=0");
            t.ask("+CPMS?");
            t.ask("+CNMI=1,1,0,0");
            const auto pdu = submit_of("+218911234567", "Salam");
            BOOST_TEST(t.send(cmgs(pdu)) == one.prompt);
            BOOST_TEST(t.send(payload(pdu)).starts_with("\r\n+CMGS: "));
            t.network.send(0, {.from = "+218911111111", .text = "Salam"});
            const auto told = t.seen();
            const auto slot = std::to_string(one.first_index);
            BOOST_TEST(told == "\r\n+CMTI: \"" + one.memories[2] + "\"," + slot + "\r\n");
            t.ask("+CPMS=\"" + one.memories[2] + "\"");
            BOOST_TEST(t.ask("+CMGR=" + slot).starts_with("\r\n+CMGR: 0," + one.alpha + ","));
            t.ask("+CMGD=" + slot);
            BOOST_TEST(t.events("deleted").size() == 1u);
        }
}

BOOST_AUTO_TEST_SUITE_END()
