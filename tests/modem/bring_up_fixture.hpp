#pragma once
#include "tests/modem/modem_script.hpp"
#include "tests/modem/pin_guard_in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace nida::modem
{
/// A modem that is brought up, and its script in the pieces of which bring_up() consists.
struct BringUpFixture {
    explicit BringUpFixture(Timings timings = ModemScript::quick()) : modem{timings} {}

    ModemScript modem;
    PinGuardInMemory guard;
    Identity identity{"", "", "", "353143039999996", "8921801234567890123", "", ""};
    BringUpSettings settings{std::nullopt, true, std::chrono::seconds{0}};

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
        up_to_service_class();
        modem.answer("AT+CSMS?", {"+CSMS: 0,1,1,1"}).ok("AT+CSMS=0");
    }
    void up_to_service_class()
    {
        modem.answer("AT+CIMI", {"606001234567890"}).answer("AT+CNUM", {"+CNUM: ,\"+218911234567\",145"});
        modem.ok("AT+CREG=1").error("AT+CEREG=1").ok("AT+CSCS=\"GSM\"").ok("AT+CMGF=0");
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
} // namespace nida::modem
