#include "modem/submit.hpp"
#include "tests/modem/modem_script.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
using boost::system::error_code;
using boost::system::system_error;

namespace
{
const std::string pdu{"0011000B911234567890F10000A705E8329BFD06"};
const std::string sent{"\r\n+CMGS: 42\r\n\r\nOK\r\n"};

bool port_gone(const system_error& error) { return error.code() == boost::system::errc::no_such_device; }
bool timed_out(const system_error& error) { return error.code() == boost::asio::error::timed_out; }

unsigned reference(const SubmitOutcome& outcome)
{
    BOOST_REQUIRE(std::holds_alternative<Sent>(outcome));
    return std::get<Sent>(outcome).mr.octet();
}
error_code refusal(const SubmitOutcome& outcome)
{
    BOOST_REQUIRE(std::holds_alternative<Refused>(outcome));
    return std::get<Refused>(outcome).why;
}
std::string unknown(const SubmitOutcome& outcome)
{
    BOOST_REQUIRE(std::holds_alternative<Unknown>(outcome));
    return std::get<Unknown>(outcome).seen;
}
} // namespace

BOOST_AUTO_TEST_SUITE(submit)

BOOST_AUTO_TEST_CASE(a_segment_goes_by_prompt_and_payload)
{
    ModemScript modem;
    modem.expect("AT+CMGS=19\r").reply("\r\n> ").expect(pdu + "\x1a").reply(sent);
    const auto prompt = modem.run(modem.opened().prompt(19));
    BOOST_TEST(!prompt);
    BOOST_TEST(reference(modem.run(modem.modem().payload(pdu, 2s))) == 42u);
}

BOOST_AUTO_TEST_CASE(small_letters_in_an_answer_mean_the_same)
{
    ModemScript modem;
    modem.expect("AT+CMGS=19\r").reply("\r\n> ").expect(pdu + "\x1a").reply("\r\n+cmgs: 42\r\n\r\nok\r\n");
    modem.expect("\x1b\r").answer("AT+CMGF?", {"+cmgf: 0"});
    modem.run(modem.opened().prompt(19));
    BOOST_TEST(reference(modem.run(modem.modem().payload(pdu, 2s))) == 42u);
    modem.run(modem.modem().abandon_prompt());
}

BOOST_AUTO_TEST_CASE(the_result_may_be_written_in_several_ways)
{
    for (const std::string form : {"\r\n+CMGS:42\r\n\r\nOK\r\n", "\r\n+CMGS: 42,\"0791\"\r\n\r\nOK\r\n",
                                   "\r\nOK\r\n\r\n+CMGS: 42\r\n", "\r\n^RSSI:12\r\n\r\n+CMGS: 42\r\n\r\nOK\r\n",
                                   "\r\n+CMTI: \"SM\",3\r\n\r\n+CMGS: 42\r\n\r\nOK\r\n", "\r\n+CMGS: 42\r\n"}) {
        ModemScript modem;
        modem.expect(pdu + "\x1a").reply(pdu + "\r\n" + form);
        BOOST_TEST(reference(modem.run(modem.opened().payload(pdu, 2s))) == 42u, "form: " << form);
    }
}

BOOST_AUTO_TEST_CASE(the_network_s_refusal_keeps_its_number)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").reply("\r\n+CMS ERROR: 38\r\n");
    const auto why = refusal(modem.run(modem.opened().payload(pdu, 2s)));
    BOOST_TEST((why == error_code{38, protocol::cms_category()}));
}

BOOST_AUTO_TEST_CASE(a_network_time_out_leaves_the_outcome_unknown)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").reply("\r\n+CMS ERROR: 332\r\n");
    unknown(modem.run(modem.opened().payload(pdu, 2s)));
}

BOOST_AUTO_TEST_CASE(a_refusal_without_a_cause_is_one_when_it_comes_soon)
{
    for (const std::string result : {"ERROR", "+CMS ERROR: 500"}) {
        ModemScript modem;
        modem.expect(pdu + "\x1a").reply("\r\n" + result + "\r\n");
        BOOST_TEST(refusal(modem.run(modem.opened().payload(pdu, 2s))).failed());
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_without_a_cause_that_comes_late_leaves_the_outcome_unknown)
{
    for (const std::string result : {"ERROR", "+CMS ERROR: 500"}) {
        AtChannel::SubmitReply reply;
        reply.response.result = *protocol::parse_final_result(result);
        reply.elapsed = 25s;
        BOOST_TEST(unknown(submit_outcome(reply, 25s)) == result + " after 25 s");
        reply.elapsed = 25s - 1ms;
        BOOST_TEST(refusal(submit_outcome(reply, 25s)).failed());
    }
    AtChannel::SubmitReply congestion;
    congestion.response.result = *protocol::parse_final_result("+CMS ERROR: 42");
    congestion.elapsed = 60s;
    BOOST_TEST(refusal(submit_outcome(congestion, 25s)).value() == 42);
}

BOOST_AUTO_TEST_CASE(an_ok_alone_does_not_say_that_the_segment_left)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").reply("\r\nOK\r\n");
    BOOST_TEST(unknown(modem.run(modem.opened().payload(pdu, 2s))) == "OK without +CMGS");
}

BOOST_AUTO_TEST_CASE(a_prompt_while_the_result_is_awaited_is_not_answered)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").reply("\r\n> ").reply(sent);
    BOOST_TEST(reference(modem.run(modem.opened().payload(pdu, 2s))) == 42u);
    BOOST_TEST(modem.received().ends_with(pdu + "\x1a"));
}

BOOST_AUTO_TEST_CASE(a_port_lost_after_the_payload_leaves_the_outcome_unknown_and_ends_the_next_operation)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").hang_up();
    BOOST_TEST(unknown(modem.run(modem.opened().payload(pdu, 2s))).starts_with("port lost: "));
    BOOST_CHECK_EXCEPTION(modem.run(modem.modem().ping()), system_error, port_gone);
    BOOST_CHECK_EXCEPTION(modem.run(modem.modem().resynchronise(0s)), system_error, port_gone);
}

BOOST_AUTO_TEST_CASE(a_port_lost_before_the_payload_throws_since_nothing_was_sent)
{
    ModemScript modem;
    modem.expect("AT+CMGS=19\r").hang_up();
    BOOST_CHECK_EXCEPTION(modem.run(modem.opened().prompt(19)), system_error, port_gone);
    BOOST_CHECK_EXCEPTION(modem.run(modem.modem().payload(pdu, 2s)), system_error, port_gone);
}

BOOST_AUTO_TEST_CASE(a_late_result_is_found_while_the_line_is_resynchronised)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    const auto outcome = modem.run(modem.opened().payload(pdu, 0s));
    BOOST_TEST(unknown(outcome) == "no result in 0 s");
    modem.say(sent);
    const auto late = modem.run(modem.modem().resynchronise(1s));
    BOOST_REQUIRE(late);
    BOOST_TEST(reference(*late) == 42u);
}

BOOST_AUTO_TEST_CASE(a_result_that_comes_after_the_escape_belongs_to_the_segment_in_doubt)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").expect("\x1b\r").reply("\r\nOK\r\n" + sent).answer("AT+CMGF?", {"+CMGF: 0"});
    modem.run(modem.opened().payload(pdu, 0s));
    const auto late = modem.run(modem.modem().resynchronise(0s));
    BOOST_REQUIRE(late);
    BOOST_TEST(reference(*late) == 42u);
}

BOOST_AUTO_TEST_CASE(a_result_between_the_command_and_its_answer_belongs_to_the_segment_in_doubt)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").expect("\x1b\r").expect("AT+CMGF?\r");
    modem.reply("\r\n+CMS ERROR: 38\r\n\r\n+CMGF: 0\r\n\r\nOK\r\n");
    modem.run(modem.opened().payload(pdu, 0s));
    const auto late = modem.run(modem.modem().resynchronise(0s));
    BOOST_REQUIRE(late);
    BOOST_TEST(refusal(*late).value() == 38);
}

BOOST_AUTO_TEST_CASE(an_ok_or_an_error_that_answers_the_escape_says_nothing_of_the_segment)
{
    for (const std::string result : {"OK", "ERROR"}) {
        ModemScript modem;
        modem.expect(pdu + "\x1a").expect("\x1b\r").reply("\r\n" + result + "\r\n").answer("AT+CMGF?", {"+CMGF: 0"});
        modem.ok("AT");
        modem.run(modem.opened().payload(pdu, 0s));
        BOOST_TEST(!modem.run(modem.modem().resynchronise(0s)));
        modem.run(modem.modem().ping());
    }
}

BOOST_AUTO_TEST_CASE(a_line_that_does_not_answer_after_the_escape_throws)
{
    auto timings = ModemScript::quick();
    timings.command = 10ms;
    ModemScript modem{timings};
    modem.expect(pdu + "\x1a");
    for (int i = 0; i < 3; ++i)
        modem.expect("\x1b\r").expect("AT+CMGF?\r");
    modem.run(modem.opened().payload(pdu, 0s));
    BOOST_CHECK_EXCEPTION(modem.run(modem.modem().resynchronise(0s)), system_error, timed_out);
}

BOOST_AUTO_TEST_CASE(what_was_found_is_kept_when_the_line_does_not_recover)
{
    auto timings = ModemScript::quick();
    timings.command = 10ms;
    ModemScript modem{timings};
    modem.expect(pdu + "\x1a");
    for (int i = 0; i < 3; ++i)
        modem.expect("\x1b\r").expect("AT+CMGF?\r");
    modem.run(modem.opened().payload(pdu, 0s));
    modem.say(sent);
    const auto late = modem.run(modem.modem().resynchronise(1s));
    BOOST_REQUIRE(late);
    BOOST_TEST(reference(*late) == 42u);
}

BOOST_AUTO_TEST_CASE(a_result_after_the_escape_reaches_the_sink_when_the_port_goes_before_the_answer)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").expect("\x1b\r").reply(sent).expect("AT+CMGF?\r").hang_up();
    modem.run(modem.opened().payload(pdu, 0s));
    BOOST_CHECK_EXCEPTION(modem.run(modem.modem().resynchronise(0s)), system_error, port_gone);
    BOOST_TEST(modem.heard<protocol::LateSubmitResult>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_refusal_before_the_prompt_is_returned)
{
    ModemScript modem;
    modem.error("AT+CMGS=19", "+CMS ERROR: 310");
    BOOST_TEST(modem.run(modem.opened().prompt(19)).value() == 310);
}

BOOST_AUTO_TEST_CASE(a_prompt_that_does_not_come_is_cancelled_and_may_be_asked_for_again)
{
    auto timings = ModemScript::quick();
    timings.prompt = 100ms;
    ModemScript modem{timings};
    modem.expect("AT+CMGS=19\r").expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    modem.expect("AT+CMGS=19\r").reply("\r\n> ");
    const auto first = modem.run(modem.opened().prompt(19));
    BOOST_TEST((first == boost::system::errc::timed_out));
    modem.run(modem.modem().abandon_prompt());
    BOOST_TEST(!modem.run(modem.modem().prompt(19)));
}

BOOST_AUTO_TEST_CASE(an_open_prompt_can_be_left_without_sending)
{
    ModemScript modem;
    modem.expect("AT+CMGS=19\r").reply("\r\n> ").expect("\x1b\r").reply("\r\nOK\r\n");
    modem.answer("AT+CMGF?", {"+CMGF: 0"});
    modem.run(modem.opened().prompt(19));
    modem.run(modem.modem().abandon_prompt());
    BOOST_TEST(modem.received().find('\x1a') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(where_a_pause_is_needed_the_end_follows_the_payload_in_a_write_of_its_own)
{
    std::vector<protocol::Dialect> dialects{{.name = "slow", .match = {"slow"}, .before_ctrl_z = 1ms},
                                            {.name = "generic"}};
    ModemScript modem;
    modem.options.dialects = std::make_shared<const std::vector<protocol::Dialect>>(dialects);
    modem.ok("ATE0").ok("ATV1").ok("AT+CMEE=1").answer("AT+CGMI", {"Slow"}).ok("AT+CGMM").ok("AT+CGMR").ok("AT+CGSN");
    modem.answer("AT+CCID", {"8921801234567890123"}).expect(pdu).reply("\r\n" + pdu);
    modem.expect("\x1a").reply(sent);
    modem.opened();
    modem.run(modem.modem().identify());
    BOOST_TEST(reference(modem.run(modem.modem().payload(pdu, 2s))) == 42u);
}

BOOST_AUTO_TEST_CASE(the_link_is_kept_up_only_while_a_queue_waits_and_a_refusal_is_not_repeated)
{
    ModemScript modem;
    modem.expect("AT+CMGS=19\r").reply("\r\n> ").expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    modem.ok("AT+CMMS=2");
    for (int i = 0; i < 2; ++i)
        modem.expect("AT+CMGS=19\r").reply("\r\n> ").expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    modem.ok("AT+CMMS=0");
    auto& opened = modem.opened();
    for (const bool more : {false, true, true}) {
        BOOST_TEST(!modem.run(opened.prompt(19, more)));
        modem.run(opened.abandon_prompt());
    }
    modem.run(opened.release_link());
    modem.run(opened.release_link());

    ModemScript other;
    other.error("AT+CMMS=2");
    for (int i = 0; i < 2; ++i)
        other.error("AT+CMGS=19", "+CMS ERROR: 512");
    BOOST_TEST(other.run(other.opened().prompt(19, true)).failed());
    BOOST_TEST(other.run(other.modem().prompt(19, true)).failed());
    other.run(other.modem().release_link());
}

BOOST_AUTO_TEST_CASE(a_report_ends_the_wait_for_a_result_that_will_hardly_come)
{
    ModemScript modem;
    modem.expect(pdu + "\x1a").reply("\r\n+CDS: 25\r\n0006\r\n");
    auto& opened = modem.opened();
    boost::asio::steady_timer soon{modem.loop(), 10ms};
    soon.async_wait([&](const error_code&) { opened.expect_no_result(5ms); });
    BOOST_TEST(unknown(modem.run(opened.payload(pdu, 60s))) == "a status report came instead of a result");
}

BOOST_AUTO_TEST_SUITE_END()
