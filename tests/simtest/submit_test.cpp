#include "tests/simtest/terminal.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::sim;

BOOST_AUTO_TEST_SUITE(submit)

namespace
{
const auto hello = submit_of("+218911234567", "Hello");

/// The modem's answer to a whole submit, the prompt taken off.
std::string submitted(Terminal& t, const nida::protocol::SubmitPdu& pdu)
{
    BOOST_TEST(t.send(cmgs(pdu)) == "\r\n> ");
    return t.send(payload(pdu));
}
} // namespace

BOOST_AUTO_TEST_CASE(a_segment_goes_behind_the_prompt_and_its_reference_comes_back)
{
    Terminal t;
    t.send("ATE0\r");
    const auto first = submitted(t, hello);
    const auto mr = t.events("accepted").at(0).at("mr").to_number<unsigned>();
    BOOST_TEST(first == fmt::format("\r\n+CMGS: {}\r\n\r\nOK\r\n", mr));
    BOOST_TEST(submitted(t, hello) == fmt::format("\r\n+CMGS: {}\r\n\r\nOK\r\n", (mr + 1) % 256));

    const auto record = t.events("accepted").at(0);
    BOOST_TEST(record.at("to") == "+218911234567");
    BOOST_TEST(record.at("text") == "Hello");
    BOOST_TEST(record.at("srr") == false);
    BOOST_TEST(record.at("concat").is_null());
    BOOST_TEST(record.at("pdu").as_string().c_str() == nida::protocol::to_hex(hello.tpdu()));
}

BOOST_AUTO_TEST_CASE(the_payload_is_echoed_where_echo_is_on)
{
    Terminal t;
    BOOST_TEST(t.send(cmgs(hello)) == cmgs(hello) + "\r\n> ");
    BOOST_TEST(t.send(payload(hello)).starts_with(hello.hex() + "\r\n+CMGS: "));
}

BOOST_AUTO_TEST_CASE(while_the_prompt_is_open_a_command_is_payload)
{
    Terminal t;
    t.send("ATE0\r");
    t.send(cmgs(hello));
    BOOST_TEST(t.send("AT\r") == "");
    BOOST_TEST(t.send("\x1a") == "\r\n+CMS ERROR: 304\r\n");
    BOOST_TEST(t.send("AT\r") == "\r\nOK\r\n");
    BOOST_TEST(t.events("accepted").empty());
}

BOOST_AUTO_TEST_CASE(esc_cancels_without_sending)
{
    Terminal t;
    t.send("ATE0\r");
    t.send(cmgs(hello));
    BOOST_TEST(t.send(hello.hex() + "\x1b") == "\r\nOK\r\n");
    BOOST_TEST(t.send("\r") == "");
    BOOST_TEST(t.events("accepted").empty());
}

BOOST_AUTO_TEST_CASE(a_length_that_does_not_fit_or_a_broken_pdu_is_304)
{
    Terminal t;
    t.send("ATE0\r");
    t.send(fmt::format("AT+CMGS={}\r", hello.tpdu().size() + 1));
    BOOST_TEST(t.send(payload(hello)) == "\r\n+CMS ERROR: 304\r\n");
    t.send("AT+CMGS=8\r");
    BOOST_TEST(t.send("0011000C91814365870000\x1a") == "\r\n+CMS ERROR: 304\r\n");
    t.send("AT+CMGS=8\r");
    BOOST_TEST(t.send("00NOHEX\x1a") == "\r\n+CMS ERROR: 304\r\n");
    BOOST_TEST(t.send("AT+CMGS=abc\r") == "\r\n+CMS ERROR: 304\r\n");
}

BOOST_AUTO_TEST_CASE(on_the_air_nothing_else_is_answered_and_urcs_wait)
{
    Settings settings;
    settings.latency = std::chrono::milliseconds{500};
    Terminal t{settings};
    t.send("ATE0+CNMI=2,1\r");
    t.send(cmgs(hello));
    BOOST_TEST(t.send(payload(hello) + "AT+CSQ\r") == "");
    t.network.send(0, {.from = "+218921111111", .text = "join"});
    BOOST_TEST(t.advance(std::chrono::milliseconds{499}) == "");
    const auto seen = t.advance(std::chrono::milliseconds{1});
    const auto result = seen.find("+CMGS: "), answer = seen.find("+CSQ: "), urc = seen.find("+CMTI: ");
    BOOST_TEST(result < answer);
    BOOST_TEST(answer < urc);
    BOOST_TEST(urc != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_report_comes_direct_stored_or_not_at_all_as_cnmi_says)
{
    const auto pdu = submit_of("+218911234567", "Hello", true);
    Terminal t;
    t.send("ATE0+CNMI=2,1,0,1,0\r");
    submitted(t, pdu);
    const auto direct = t.advance(std::chrono::milliseconds{100});
    BOOST_TEST(direct.starts_with("\r\n+CDS: "));
    const auto hex = direct.substr(direct.find("\r\n", 2) + 2, direct.size() - direct.find("\r\n", 2) - 4);
    const auto received = nida::protocol::decode_received(nida::protocol::from_hex(hex, "PDU").value()).value();
    const auto report = std::get<nida::protocol::StatusReportPdu>(received.tpdu);
    BOOST_TEST(report.message_reference == t.events("accepted").at(0).at("mr").to_number<unsigned>());
    BOOST_TEST(report.recipient.text() == "+218911234567");
    BOOST_TEST(report.status == 0);

    t.send("AT+CNMI=2,1,0,2,0\r");
    t.network.set_outcome("+21891", 0x46);
    submitted(t, pdu);
    BOOST_TEST(t.advance(std::chrono::milliseconds{100}) == "\r\n+CDSI: \"SR\",1\r\n");
    BOOST_TEST(t.send("AT+CPMS=\"SR\";+CMGR=1\r").find("+CMGR: 0,,") != std::string::npos);
    BOOST_TEST(t.events("delivered").at(1).at("status") == 0x46);

    t.send("AT+CNMI=2,1,0,0,0\r");
    submitted(t, pdu);
    BOOST_TEST(t.advance(std::chrono::milliseconds{100}) == "");
    BOOST_TEST(t.events("discarded").size() == 1u);
}

BOOST_AUTO_TEST_CASE(without_network_credit_or_service_centre_it_is_refused)
{
    Terminal t;
    t.send("ATE0\r");
    t.modem.set_registration(2);
    BOOST_TEST(submitted(t, hello) == "\r\n+CMS ERROR: 331\r\n");
    t.modem.set_registration(1);
    t.modem.set_credit(false);
    BOOST_TEST(submitted(t, hello) == "\r\n+CMS ERROR: 38\r\n");
    t.modem.set_credit(true);
    t.send("AT+CSCA=\"\"\r");
    BOOST_TEST(submitted(t, hello) == "\r\n+CMS ERROR: 330\r\n");
    t.send("AT+CFUN=4\r");
    BOOST_TEST(t.send(cmgs(hello)) == "\r\n+CMS ERROR: 302\r\n");
    BOOST_TEST(t.events("accepted").empty());
    BOOST_TEST(t.events("refused").size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_stored_message_is_sent_from_its_place_and_marked_so)
{
    Terminal t;
    t.send("ATE0\r");
    BOOST_TEST(t.send(fmt::format("AT+CMGW={}\r", hello.tpdu().size())) == "\r\n> ");
    BOOST_TEST(t.send(payload(hello)) == "\r\n+CMGW: 1\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CMGR=1\r").find("+CMGR: 2,,") != std::string::npos);
    BOOST_TEST(t.send("AT+CMSS=1\r").starts_with("\r\n+CMSS: "));
    BOOST_TEST(t.send("AT+CMGR=1\r").find("+CMGR: 3,,") != std::string::npos);
    BOOST_TEST(t.events("accepted").at(0).at("text") == "Hello");
    BOOST_TEST(t.send("AT+CMSS=2\r") == "\r\n+CMS ERROR: 321\r\n");
}

BOOST_AUTO_TEST_CASE(text_mode_sends_and_prompts_for_every_line)
{
    Terminal t;
    t.send("ATE0+CMGF=1\r");
    BOOST_TEST(t.send("AT+CMGS=\"+218911234567\"\r") == "\r\n> ");
    BOOST_TEST(t.send("one\r") == "\r\n> ");
    BOOST_TEST(t.send("two\x1a").starts_with("\r\n+CMGS: "));
    BOOST_TEST(t.events("accepted").at(0).at("text") == "one\rtwo");
}

BOOST_AUTO_TEST_CASE(a_lost_result_is_accepted_and_never_answered)
{
    Terminal t;
    t.send("ATE0\r");
    t.modem.faults().add(FaultSpec::parse("lost_result:next=1"));
    BOOST_TEST(submitted(t, hello) == "");
    BOOST_TEST(t.events("accepted").size() == 1u);
    BOOST_TEST(t.events("lost_result").size() == 1u);
    BOOST_TEST(t.send("AT\r") == "\r\nOK\r\n");
    BOOST_TEST(submitted(t, hello).ends_with("OK\r\n"));
}

BOOST_AUTO_TEST_CASE(a_late_result_comes_late_and_keeps_the_modem_busy)
{
    Terminal t;
    t.send("ATE0\r");
    t.modem.faults().add(FaultSpec::parse("late_result=8000:next=1"));
    BOOST_TEST(submitted(t, hello) == "");
    BOOST_TEST(t.send("AT\r") == "");
    const auto seen = t.advance(std::chrono::seconds{8});
    BOOST_TEST(seen.starts_with("\r\n+CMGS: "));
    BOOST_TEST(seen.ends_with("\r\nOK\r\n\r\nOK\r\n"));
}

BOOST_AUTO_TEST_CASE(silence_lasts_until_the_port_is_closed)
{
    Terminal t;
    t.send("ATE0\r");
    t.modem.faults().add(FaultSpec::parse("silence:next=1"));
    BOOST_TEST(t.send("AT\r") == "");
    BOOST_TEST(t.send("AT\r\x1b\rAT\r") == "");
    t.modem.port_closed();
    BOOST_TEST(t.send("AT\r") == "\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(a_hanging_modem_answers_after_its_time)
{
    Terminal t;
    t.send("ATE0\r");
    t.modem.faults().add(FaultSpec::parse("hang=3000:next=1"));
    BOOST_TEST(t.send("AT\r") == "");
    BOOST_TEST(t.send("AT+CMGF?\r") == "");
    BOOST_TEST(t.advance(std::chrono::seconds{3}) == "\r\nOK\r\n\r\n+CMGF: 0\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(a_hang_up_strikes_before_or_after_the_network_took_it)
{
    Terminal t;
    t.send("ATE0\r");
    t.modem.faults().add(FaultSpec::parse("hangup_on_submit=before,200:next=1"));
    BOOST_TEST(submitted(t, hello) == "");
    BOOST_TEST(t.vanished.size() == 1u);
    BOOST_TEST(t.vanished.at(0).count() == 200);
    BOOST_TEST(t.events("accepted").empty());
    t.modem.power_on(true);
    BOOST_TEST(t.seen() == "\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n\r\nSMS DONE\r\n");
    t.send("ATE0\r");
    t.modem.faults().add(FaultSpec::parse("hangup_on_submit=after:next=1"));
    BOOST_TEST(submitted(t, hello) == "");
    BOOST_TEST(t.events("accepted").size() == 1u);
    BOOST_TEST(t.vanished.size() == 2u);
}

BOOST_AUTO_TEST_CASE(prompt_faults_refuse_it_or_hide_it)
{
    Terminal t;
    t.send("ATE0\r");
    t.modem.faults().add(FaultSpec::parse("error_before_prompt=302:next=1"));
    BOOST_TEST(t.send(cmgs(hello)) == "\r\n+CMS ERROR: 302\r\n");
    t.modem.faults().add(FaultSpec::parse("no_prompt:next=1"));
    BOOST_TEST(t.send(cmgs(hello)) == "");
    BOOST_TEST(t.send("\x1b") == "\r\nOK\r\n");
    t.modem.faults().add(FaultSpec::parse("prompt_no_space:next=1"));
    BOOST_TEST(t.send(cmgs(hello)) == "\r\n>");
}

BOOST_AUTO_TEST_CASE(long_messages_are_counted_once_they_are_whole)
{
    Terminal t;
    t.send("ATE0\r");
    nida::protocol::SubmitPdu pdu = hello;
    const auto segments = nida::protocol::segment_text(std::string(400, 'x'), 42);
    BOOST_TEST(segments.size() == 3u);
    for (const unsigned i : {2u, 0u, 0u, 1u}) {
        pdu.user_data = segments[i];
        submitted(t, pdu);
    }
    const auto& tally = t.ledger.tally();
    BOOST_TEST(tally.value("accepted") == 4u);
    BOOST_TEST(tally.value("messages") == 1u);
    BOOST_TEST(tally.value("duplicate_segments") == 1u);
    BOOST_TEST(tally.value("incomplete") == 0u);
    BOOST_TEST(t.events("accepted").at(0).at("concat").at("seq") == 3);
}

BOOST_AUTO_TEST_SUITE_END()
