#include "tests/modem/modem_script.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::modem;
using nida::protocol::Activity;

namespace
{
struct Fixture {
    explicit Fixture(Timings timings = ModemScript::quick()) : modem{timings} {}
    ModemScript modem;
    Activity hang_up()
    {
        modem.opened();
        return modem.run(modem.modem().hang_up());
    }
    std::string caller()
    {
        modem.opened();
        return modem.run(modem.modem().caller());
    }
};
Timings looking_often()
{
    auto timings = ModemScript::quick();
    timings.call_poll = std::chrono::milliseconds{20};
    return timings;
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(calls, Fixture)

BOOST_AUTO_TEST_CASE(a_call_is_ended_and_the_modem_says_that_it_is_idle)
{
    modem.expect("AT+CHUP\r").reply("\r\nNO CARRIER\r\n\r\nOK\r\n").answer("AT+CPAS", {"+CPAS: 0"});
    BOOST_TEST((hang_up() == Activity::idle));
    BOOST_TEST(modem.heard<nida::protocol::CallEnded>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(where_the_one_command_has_no_effect_the_other_is_tried)
{
    modem.ok("AT+CHUP").answer("AT+CPAS", {"+CPAS: 4"}).ok("ATH").answer("AT+CPAS", {"+CPAS: 0"});
    BOOST_TEST((hang_up() == Activity::idle));
    Fixture stuck;
    stuck.modem.error("AT+CHUP").ok("ATH").answer("AT+CPAS", {"+CPAS: 3"});
    BOOST_TEST((stuck.hang_up() == Activity::ringing));
}

BOOST_AUTO_TEST_CASE(a_modem_that_does_not_say_is_not_asked_twice)
{
    modem.ok("AT+CHUP").error("AT+CPAS");
    BOOST_TEST((hang_up() == Activity::unknown));
    Fixture mute;
    mute.modem.error("AT+CHUP").error("ATH");
    BOOST_TEST((mute.hang_up() == Activity::unknown));
}

BOOST_AUTO_TEST_CASE(the_list_of_calls_tells_who_rings)
{
    modem.answer("AT+CLCC", {"+CLCC: 1,0,0,0,0,\"+218910000001\",145", "+CLCC: 2,1,4,0,0,\"218911234567\",145,\"\""});
    BOOST_TEST(caller() == "+218911234567");
    Fixture nobody;
    nobody.modem.answer("AT+CLCC", {"+CLCC: 1,1,4,0,0,\"\",128"});
    BOOST_TEST(nobody.caller() == "");
    Fixture unknown;
    unknown.modem.error("AT+CLCC");
    BOOST_TEST(unknown.caller() == "");
}

BOOST_AUTO_TEST_CASE(a_phone_rings_for_as_long_as_it_is_to_and_then_the_modem_hangs_up)
{
    const std::vector<std::string> ringing{"+CLCC: 1,0,3,0,0,\"+218911234567\",145"};
    modem.ok("ATD+218911234567;").answer("AT+CLCC", ringing).answer("AT+CLCC", ringing);
    modem.ok("AT+CHUP").answer("AT+CPAS", {"+CPAS: 0"});
    modem.opened();
    const auto rang = modem.run(modem.modem().ring("+218911234567", std::chrono::seconds{1}));
    BOOST_TEST(rang.dialled);
    BOOST_TEST(!rang.taken);
    BOOST_TEST(rang.why == "");
}

BOOST_AUTO_TEST_CASE(a_call_that_is_taken_is_hung_up_at_once)
{
    modem.ok("ATD+218911234567;").answer("AT+CLCC", {"+CLCC: 1,0,0,0,0,\"+218911234567\",145"});
    modem.ok("AT+CHUP").answer("AT+CPAS", {"+CPAS: 0"});
    modem.opened();
    BOOST_TEST(modem.run(modem.modem().ring("+218911234567", std::chrono::minutes{1})).taken);
}

BOOST_AUTO_TEST_CASE(what_the_network_says_of_a_call_is_told_from_a_refusal_of_the_modem)
{
    modem.expect("ATD+218911234567;\r").reply("\r\nBUSY\r\n");
    modem.opened();
    const auto busy = modem.run(modem.modem().ring("+218911234567", std::chrono::minutes{1}));
    BOOST_TEST(busy.dialled);
    BOOST_TEST(busy.why == "BUSY");
    Fixture without_voice;
    without_voice.modem.error("ATD+218911234567;");
    without_voice.modem.opened();
    BOOST_TEST(
        !without_voice.modem.run(without_voice.modem.modem().ring("+218911234567", std::chrono::minutes{1})).dialled);
}

BOOST_AUTO_TEST_CASE(a_call_that_ends_before_a_phone_can_ring_was_not_made)
{
    for (const std::string result : {"NO CARRIER", "NO DIALTONE"}) {
        Fixture barred;
        barred.modem.expect("ATD+218911234567;\r").reply("\r\n" + result + "\r\n");
        barred.modem.opened();
        const auto rang = barred.modem.run(barred.modem.modem().ring("+218911234567", std::chrono::minutes{1}));
        BOOST_TEST(!rang.dialled);
        BOOST_TEST(rang.why == result);
    }
    modem.expect("ATD+218911234567;\r").reply("\r\nNO ANSWER\r\n");
    modem.opened();
    BOOST_TEST(modem.run(modem.modem().ring("+218911234567", std::chrono::minutes{1})).dialled);
}

BOOST_AUTO_TEST_CASE(likewise_where_the_modem_says_ok_first)
{
    Fixture barred{looking_often()};
    barred.modem.ok("ATD+218911234567;").answer("AT+CLCC", {"+CLCC: 1,0,2,0,0,\"+218911234567\",145"}).ok("AT+CLCC");
    barred.modem.ok("AT+CHUP").answer("AT+CPAS", {"+CPAS: 0"});
    barred.modem.opened();
    BOOST_TEST(!barred.modem.run(barred.modem.modem().ring("+218911234567", std::chrono::seconds{20})).dialled);
    Fixture refused_there{looking_often()}; // it rang, and they pressed the red button
    refused_there.modem.ok("ATD+218911234567;");
    refused_there.modem.answer("AT+CLCC", {"+CLCC: 1,0,3,0,0,\"+218911234567\",145"}).ok("AT+CLCC");
    refused_there.modem.ok("AT+CHUP").answer("AT+CPAS", {"+CPAS: 0"});
    refused_there.modem.opened();
    BOOST_TEST(
        refused_there.modem.run(refused_there.modem.modem().ring("+218911234567", std::chrono::seconds{20})).dialled);
}

BOOST_AUTO_TEST_CASE(a_call_ends_early_where_the_line_is_to_stop)
{
    modem.ok("ATD+218911234567;").answer("AT+CLCC", {"+CLCC: 1,0,3,0,0,\"+218911234567\",145"});
    modem.ok("AT+CHUP").answer("AT+CPAS", {"+CPAS: 0"});
    modem.opened();
    const std::function<bool()> no = [] { return false; };
    BOOST_TEST(modem.run(modem.modem().ring("+218911234567", std::chrono::minutes{1}, no)).free);
    Fixture says_ok_when_it_is_taken{looking_often()};
    auto& other = says_ok_when_it_is_taken.modem;
    other.expect("ATD+218911234567;\r").expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    other.ok("AT+CHUP").answer("AT+CPAS", {"+CPAS: 0"});
    other.opened();
    BOOST_TEST(other.run(other.modem().ring("+218911234567", std::chrono::minutes{1}, no)).free);
}

BOOST_AUTO_TEST_CASE(a_modem_that_falls_silent_in_a_call_is_told_to_hang_up_all_the_same)
{
    auto timings = ModemScript::quick();
    timings.command = std::chrono::milliseconds{200};
    Fixture silent{timings};
    silent.modem.ok("ATD+218911234567;").expect("AT+CLCC\r").expect("\x1b\r").expect("AT+CMGF?\r").ok("AT+CHUP");
    silent.modem.opened();
    BOOST_CHECK_THROW(silent.modem.run(silent.modem.modem().ring("+218911234567", std::chrono::minutes{1})),
                      boost::system::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
