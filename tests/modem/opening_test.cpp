#include "tests/modem/modem_script.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/socket.h>
#include <unistd.h>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
using boost::system::system_error;

namespace
{
bool timed_out(const system_error& error) { return error.code() == boost::asio::error::timed_out; }
} // namespace

BOOST_AUTO_TEST_SUITE(opening)

BOOST_AUTO_TEST_CASE(a_result_that_waits_in_the_buffer_reaches_the_sink)
{
    ModemScript modem;
    modem.say("\r\n+CMGS: 7\r\n\r\nOK\r\n");
    modem.expect("\x1b\r").ok("AT");
    modem.run(modem.modem().open());
    const auto late = modem.heard<protocol::LateSubmitResult>();
    BOOST_REQUIRE(late.size() == 1u);
    BOOST_TEST(late[0].reference == 7u);
}

BOOST_AUTO_TEST_CASE(a_prompt_left_open_is_cancelled_before_anything_is_said)
{
    ModemScript modem;
    modem.say("\r\n> ");
    modem.expect("\x1b").expect("\x1b\r").reply("\r\nOK\r\n").ok("AT");
    modem.run(modem.modem().open());
    BOOST_TEST(modem.received() == "\x1b\x1b\rAT\r");
}

BOOST_AUTO_TEST_CASE(a_result_that_the_escape_brings_out_reaches_the_sink)
{
    ModemScript modem;
    modem.expect("\x1b\r").reply("\r\n+CMGS: 8\r\n\r\nOK\r\n").ok("AT");
    modem.run(modem.modem().open());
    BOOST_TEST(modem.heard<protocol::LateSubmitResult>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_modem_may_take_several_attempts_to_wake)
{
    ModemScript modem;
    modem.expect("\x1b\r").expect("AT\r").reply("\xff\xfe").expect("AT\r").expect("ATQ0V1\r").reply("\r\nOK\r\n");
    modem.run(modem.modem().open());
}

BOOST_AUTO_TEST_CASE(a_modem_that_answers_in_numbers_is_understood_until_it_answers_in_words)
{
    ModemScript modem;
    modem.expect("\x1b\r").expect("AT\r").reply("0\r").expect("ATE0\r").reply("ATE0\r0\r").ok("ATV1").ok("AT+CMEE=1");
    modem.answer("AT+CGMI", {"Maker"}).ok("AT+CGMM").ok("AT+CGMR").answer("AT+CGSN", {"353143039999996"});
    modem.answer("AT+CCID", {"8921801234567890123"});
    modem.run(modem.modem().open());
    BOOST_TEST(modem.run(modem.modem().identify()).manufacturer == "Maker");
}

BOOST_AUTO_TEST_CASE(an_answer_to_an_attempt_before_does_not_answer_the_next_command)
{
    auto timings = ModemScript::quick();
    timings.quiet = 100ms;
    ModemScript modem{timings};
    modem.expect("\x1b\r").expect("AT\r").expect("AT\r").reply("\r\nOK\r\n").reply("\r\nOK\r\n");
    modem.error("AT", "+CME ERROR: 100");
    modem.run(modem.modem().open());
    modem.run(modem.modem().ping());
}

BOOST_AUTO_TEST_CASE(an_error_is_an_answer_too)
{
    ModemScript modem;
    modem.expect("\x1b\r").error("AT");
    modem.run(modem.modem().open());
}

BOOST_AUTO_TEST_CASE(a_port_that_never_answers_throws)
{
    auto timings = ModemScript::quick();
    timings.first_attempts = 2;
    ModemScript modem{timings};
    modem.expect("\x1b\r").expect("AT\r").expect("AT\r");
    BOOST_CHECK_EXCEPTION(modem.run(modem.modem().open()), system_error, timed_out);
}

BOOST_AUTO_TEST_CASE(a_port_that_cannot_be_opened_says_why)
{
    boost::asio::io_context loop;
    Modem modem{loop.get_executor(), "/dev/no-such-port", {}};
    BOOST_CHECK_EXCEPTION(nida::run_to_end(loop, modem.open()), system_error, [](const system_error& e) {
        return std::string_view{e.what()}.find("/dev/no-such-port") != std::string_view::npos;
    });
}

BOOST_AUTO_TEST_CASE(a_closed_modem_throws_and_may_be_closed_again)
{
    ModemScript modem;
    modem.opened().close();
    modem.modem().close();
    BOOST_CHECK_THROW(modem.run(modem.modem().ping()), system_error);
    modem.run(modem.modem().gone());
}

BOOST_AUTO_TEST_CASE(an_unplugged_modem_is_noticed_while_nothing_is_asked)
{
    ModemScript modem;
    modem.expect("AT\r").reply("\r\nOK\r\n").hang_up();
    modem.run(modem.opened().ping());
    modem.run(modem.modem().gone());
}

BOOST_AUTO_TEST_CASE(whoever_waits_for_the_loss_may_outlive_the_modem)
{
    ModemScript script;
    script.modem();
    bool gone = false;
    {
        int ends[2];
        BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        AtChannel channel{boost::asio::posix::stream_descriptor{script.loop(), ends[0]}, {}};
        boost::asio::co_spawn(script.loop(), channel.gone(), [&](std::exception_ptr error) { gone = !error; });
        script.settle();
        ::close(ends[1]);
    }
    script.settle();
    BOOST_TEST(gone);
}

BOOST_AUTO_TEST_CASE(the_modem_and_its_sim_say_who_they_are)
{
    ModemScript modem;
    modem.expect("ATE0\r").reply("ATE0\r\r\nOK\r\n").ok("ATV1").error("AT+CMEE=1").ok("AT+CMEE=2");
    modem.answer("AT+CGMI", {"+CGMI: huawei"}).answer("AT+CGMM", {"E173"}).answer("AT+CGMR", {"11.126.16.04"});
    modem.answer("AT+CGSN", {"353143039999996"}).ok("AT^CURC=0");
    modem.error("AT+CCID", "COMMAND NOT SUPPORT").error("AT+ICCID", "COMMAND NOT SUPPORT").error("AT+QCCID");
    modem.answer("AT^ICCID?", {"^ICCID: 8921801234567890123F"});
    modem.opened();
    const auto identity = modem.run(modem.modem().identify());
    BOOST_TEST(identity.manufacturer == "huawei");
    BOOST_TEST(identity.model == "E173");
    BOOST_TEST(identity.revision == "11.126.16.04");
    BOOST_TEST(identity.imei == "353143039999996");
    BOOST_TEST(identity.iccid == "8921801234567890123");
}

BOOST_AUTO_TEST_CASE(one_command_without_an_answer_is_refused_and_at_last_not_asked)
{
    auto timings = ModemScript::quick();
    timings.command = 100ms;
    ModemScript modem{timings};
    for (int i = 0; i < 6; ++i)
        modem.expect("AT+CCLK?\r").expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    modem.opened();
    for (int i = 0; i < 4; ++i)
        BOOST_TEST(!modem.run(modem.modem().network_clock()));
}

BOOST_AUTO_TEST_CASE(a_lost_answer_is_asked_for_again)
{
    auto timings = ModemScript::quick();
    timings.command = 100ms;
    ModemScript modem{timings};
    modem.expect("AT+CCLK?\r").expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    modem.answer("AT+CCLK?", {"+CCLK: \"26/11/22,06:00:00+00\""});
    BOOST_TEST(modem.run(modem.opened().network_clock()).has_value());
}

BOOST_AUTO_TEST_CASE(a_modem_that_does_not_tell_the_iccid_is_asked_for_the_imsi)
{
    ModemScript modem;
    modem.ok("ATE0").ok("ATV1").ok("AT+CMEE=1").answer("AT+CGMI", {"Maker"}).ok("AT+CGMM").ok("AT+CGMR").ok("AT+CGSN");
    for (const char* command : {"AT+CCID", "AT+ICCID", "AT+QCCID", "AT^ICCID?", "AT+CCID?"})
        modem.error(command);
    modem.answer("AT+CIMI", {"606001234567890"});
    modem.opened();
    const auto identity = modem.run(modem.modem().identify());
    BOOST_TEST(identity.iccid.empty());
    BOOST_TEST(identity.imsi == "606001234567890");
}

BOOST_AUTO_TEST_CASE(a_port_that_answers_ok_to_everything_is_not_a_modem)
{
    ModemScript modem;
    for (const char* command : {"ATE0", "ATV1", "AT+CMEE=1", "AT+CGMI", "AT+CGMM", "AT+CGMR", "AT+CGSN"})
        modem.ok(command);
    modem.opened();
    const auto is_that = [](const BringUpError& error) { return error.why == BringUpTrouble::not_a_modem; };
    BOOST_CHECK_EXCEPTION(modem.run(modem.modem().identify()), BringUpError, is_that);
}

BOOST_AUTO_TEST_SUITE_END()
