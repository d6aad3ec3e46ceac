#include "tests/modem/modem_script.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
using boost::system::system_error;
using boost::test_tools::per_element;

namespace
{
using Lines = std::vector<std::string>;
const std::string report_pdu{"079119890400202306400C91197909913764511090718384225110907183252200"};

std::vector<std::string> texts(const std::vector<protocol::OtherUrc>& urcs)
{
    std::vector<std::string> texts;
    for (const auto& urc : urcs)
        texts.push_back(urc.text);
    return texts;
}
bool timed_out(const system_error& error) { return error.code() == boost::asio::error::timed_out; }
bool port_gone(const system_error& error) { return error.code() == boost::system::errc::no_such_device; }
} // namespace

BOOST_AUTO_TEST_SUITE(at_channel)

BOOST_AUTO_TEST_CASE(the_lines_before_the_final_result_are_the_response)
{
    ModemScript modem;
    modem.expect("AT+CGMI\r").reply("\r\nZTE CORPORATION\r\n\r\nOK\r\n");
    const auto response = modem.run(modem.channel().command("AT+CGMI", 2s));
    BOOST_TEST(response.lines == Lines{"ZTE CORPORATION"}, per_element());
    BOOST_TEST(response.result.ok());
}

BOOST_AUTO_TEST_CASE(an_echo_is_dropped)
{
    ModemScript modem;
    modem.expect("AT+CSQ\r").reply("AT+CSQ\r\r\n+CSQ: 17,99\r\n\r\nOK\r\n");
    const auto response = modem.run(modem.channel().command("AT+CSQ", 2s));
    BOOST_TEST(response.lines == Lines{"+CSQ: 17,99"}, per_element());
}

BOOST_AUTO_TEST_CASE(an_answer_may_come_octet_by_octet)
{
    ModemScript modem;
    modem.expect("AT+CSQ\r").reply_torn("AT+CSQ\r\r\n+CSQ: 17,99\r\n\r\nOK\r\n");
    const auto response = modem.run(modem.channel().command("AT+CSQ", 2s));
    BOOST_TEST(response.lines == Lines{"+CSQ: 17,99"}, per_element());
}

BOOST_AUTO_TEST_CASE(a_refusal_is_a_value_with_the_modem_s_number)
{
    ModemScript modem;
    modem.error("AT+CPIN?", "+CME ERROR: 14");
    const auto response = modem.run(modem.channel().command("AT+CPIN?", 2s));
    BOOST_TEST(response.result.error.value() == 14);
    BOOST_TEST((response.result.error.category() == protocol::cme_category()));
}

BOOST_AUTO_TEST_CASE(silence_throws_and_does_not_name_the_parameters)
{
    ModemScript modem;
    modem.expect("AT+CPIN=\"1234\"\r");
    const auto says_no_pin = [](const system_error& error) {
        return timed_out(error) && std::string{error.what()}.find("1234") == std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(modem.run(modem.channel().command("AT+CPIN=\"1234\"", 10ms)), system_error, says_no_pin);
}

BOOST_AUTO_TEST_CASE(a_modem_that_only_chatters_is_silent)
{
    ModemScript modem;
    modem.expect("AT+CMGL=4\r");
    auto& channel = modem.channel();
    int chatter_left = 1'000;
    boost::asio::steady_timer pause{modem.loop()};
    std::function<void()> chatter = [&] {
        if (chatter_left-- == 0) return;
        modem.say("\r\nRING\r\n");
        pause.expires_after(5ms);
        pause.async_wait([&](const auto& ec) {
            if (!ec) chatter();
        });
    };
    chatter();
    BOOST_TEST(!modem.run(channel.try_command("AT+CMGL=4", 1h, 50ms)));
    BOOST_TEST(chatter_left > 0);
}

BOOST_AUTO_TEST_CASE(the_trace_shows_what_was_sent_but_no_pin)
{
    ModemScript modem;
    modem.ok("AT+CSQ").ok("AT+CPIN=\"1234\"");
    modem.run(modem.channel().command("AT+CSQ", 2s));
    modem.run(modem.channel().command("AT+CPIN=\"1234\"", 2s));
    BOOST_TEST(modem.traced() == "AT+CSQ\rAT+CPIN=(hidden)");
}

BOOST_AUTO_TEST_CASE(a_result_that_comes_after_the_time_out_does_not_answer_the_next_command)
{
    ModemScript modem;
    modem.expect("AT+COPS?\r").ok("AT");
    BOOST_CHECK_EXCEPTION(modem.run(modem.channel().command("AT+COPS?", 10ms)), system_error, timed_out);
    modem.say("\r\n+CME ERROR: 30\r\n");
    modem.settle();
    const auto response = modem.run(modem.channel().command("AT", 2s));
    BOOST_TEST(response.result.ok());
    BOOST_TEST(modem.heard<protocol::LateError>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_urc_inside_the_response_reaches_the_sink_and_not_the_reply)
{
    ModemScript modem;
    modem.expect("AT+CPMS?\r").reply("\r\n+CMTI: \"SM\",3\r\n\r\n+CPMS: \"SM\",1,20\r\n\r\n+CREG: 1\r\n\r\nOK\r\n");
    const auto response = modem.run(modem.channel().command("AT+CPMS?", 2s));
    BOOST_TEST(response.lines == Lines{"+CPMS: \"SM\",1,20"}, per_element());
    const auto messages = modem.heard<protocol::NewMessage>();
    BOOST_REQUIRE(messages.size() == 1u);
    BOOST_TEST((messages[0].at == protocol::StoredAt{"SM", 3u}));
    BOOST_TEST(modem.heard<protocol::RegistrationUrc>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_pdu_of_a_report_in_the_middle_of_an_answer_belongs_to_the_report)
{
    ModemScript modem;
    modem.expect("AT+CMGR=3\r").reply("\r\n+CDS: 25\r\n").reply(report_pdu + "\r\n").reply("\r\n+CMGR: 0,,24\r\n");
    modem.reply("0791\r\n\r\nOK\r\n");
    const auto response = modem.run(modem.channel().command("AT+CMGR=3", 2s));
    const Lines expected{"+CMGR: 0,,24", "0791"};
    BOOST_TEST(response.lines == expected, per_element());
    const auto reports = modem.heard<protocol::DirectStatusReport>();
    BOOST_REQUIRE(reports.size() == 1u);
    BOOST_TEST(reports[0].pdu == report_pdu);
    BOOST_TEST(reports[0].length.value() == 25u);
}

BOOST_AUTO_TEST_CASE(a_ussd_reply_of_several_lines_is_one_urc)
{
    ModemScript modem;
    modem.channel();
    modem.say("\r\n+CUSD: 1,\"Menu\r\n1 Balance\r\n");
    modem.settle();
    BOOST_TEST(modem.heard<protocol::UssdUrc>().empty());
    modem.say("2 OK\",15\r\n");
    modem.settle();
    const auto replies = modem.heard<protocol::UssdUrc>();
    BOOST_REQUIRE(replies.size() == 1u);
    BOOST_TEST(replies[0].text == "+CUSD: 1,\"Menu\n1 Balance\n2 OK\",15");
}

BOOST_AUTO_TEST_CASE(a_ussd_reply_that_never_closes_its_quote_ends_with_silence_and_gives_the_result_back)
{
    ModemScript modem;
    modem.expect("AT+CUSD=1,\"*100#\",15\r").reply("\r\n+CUSD: 0,\"Balance 5\r\n\r\nOK\r\n");
    const auto response = modem.run(modem.channel().command("AT+CUSD=1,\"*100#\",15", 2s));
    BOOST_TEST(response.result.ok());
    const auto replies = modem.heard<protocol::UssdUrc>();
    BOOST_REQUIRE(replies.size() == 1u);
    BOOST_TEST(replies[0].text == "+CUSD: 0,\"Balance 5");
}

BOOST_AUTO_TEST_CASE(every_form_of_prompt_opens)
{
    for (const std::string form :
         {"\r\n> ", "> ", ">\r\n", "\r\n>", "AT+CMGS=19\r\r\n> ", "\r\n+CMTI: \"SM\",3\r\n\r\n> "}) {
        ModemScript modem;
        modem.expect("AT+CMGS=19\r").reply(form);
        const auto result = modem.run(modem.channel().prompt("AT+CMGS=19", 2s));
        BOOST_TEST(result.ok(), "form: " << form);
        BOOST_TEST(modem.heard<protocol::NewMessage>().size() == (form.find("CMTI") != form.npos ? 1u : 0u));
    }
}

BOOST_AUTO_TEST_CASE(a_greater_than_sign_inside_a_line_is_no_prompt)
{
    ModemScript modem;
    modem.expect("AT+CMGS=19\r").reply("\r\n+CUSD: 0,\"a > b\",15\r\n").reply("\r\n> ");
    const auto result = modem.run(modem.channel().prompt("AT+CMGS=19", 2s));
    BOOST_TEST(result.ok());
    BOOST_TEST(modem.heard<protocol::UssdUrc>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_refusal_may_come_instead_of_the_prompt)
{
    ModemScript modem;
    modem.error("AT+CMGS=19", "+CMS ERROR: 330");
    const auto result = modem.run(modem.channel().prompt("AT+CMGS=19", 2s));
    BOOST_TEST(result.error.value() == 330);
}

BOOST_AUTO_TEST_CASE(a_stale_ok_does_not_answer_a_request_for_the_prompt)
{
    ModemScript modem;
    modem.expect("AT+CMGS=19\r").reply("\r\nOK\r\n").reply("\r\n+CMGS: 7\r\n\r\nOK\r\n").reply("\r\n> ");
    const auto result = modem.run(modem.channel().prompt("AT+CMGS=19", 2s));
    BOOST_TEST(result.ok());
    const auto late = modem.heard<protocol::LateSubmitResult>();
    BOOST_REQUIRE(late.size() == 1u);
    BOOST_TEST(late[0].reference == 7u);
}

BOOST_AUTO_TEST_CASE(a_late_submit_result_never_joins_another_command_s_answer)
{
    ModemScript modem;
    modem.expect("AT+CSQ\r").reply("\r\n+CMGS: 7\r\n\r\n+CSQ: 9,99\r\n\r\nOK\r\n");
    const auto response = modem.run(modem.channel().command("AT+CSQ", 2s));
    BOOST_TEST(response.lines == Lines{"+CSQ: 9,99"}, per_element());
    BOOST_TEST(modem.heard<protocol::LateSubmitResult>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_payload_and_its_end_are_one_write)
{
    ModemScript modem;
    modem.expect("0011000B91\x1a").reply("\r\n+CMGS: 42\r\n\r\nOK\r\n");
    const auto reply = modem.run(modem.channel().payload("0011000B91", 2s));
    BOOST_TEST(reply.response.value("+CMGS").value() == "42");
    BOOST_TEST(reply.response.result.ok());
}

BOOST_AUTO_TEST_CASE(a_prompt_that_nobody_asked_for_is_left_with_escape)
{
    ModemScript modem;
    modem.channel();
    modem.expect("\x1b");
    modem.say("\r\n> ");
    modem.settle();
    BOOST_TEST(modem.received() == "\x1b");
}

BOOST_AUTO_TEST_CASE(a_lost_port_ends_the_command_in_flight_and_every_later_one)
{
    ModemScript modem;
    modem.expect("AT\r").hang_up();
    BOOST_CHECK_EXCEPTION(modem.run(modem.channel().command("AT", 2s)), system_error, port_gone);
    BOOST_CHECK_EXCEPTION(modem.run(modem.channel().command("AT", 2s)), system_error, port_gone);
    BOOST_CHECK_EXCEPTION(modem.run(modem.channel().prompt("AT+CMGS=19", 2s)), system_error, port_gone);
    BOOST_CHECK_EXCEPTION(modem.run(modem.channel().payload("00", 2s)), system_error, port_gone);
    modem.run(modem.channel().gone());
}

BOOST_AUTO_TEST_CASE(what_the_port_cannot_take_at_once_follows)
{
    ModemScript modem;
    const std::string much(1'000'000, 'A'); // more than a socket's buffer
    modem.expect(much + "\x1a").reply("\r\n+CMGS: 42\r\n\r\nOK\r\n");
    const auto reply = modem.run(modem.channel().payload(much, 2s));
    BOOST_TEST(reply.response.value("+CMGS").value() == "42");
}

BOOST_AUTO_TEST_CASE(noise_while_nothing_is_pending_reaches_the_sink)
{
    ModemScript modem;
    modem.channel();
    modem.say("\r\n^RSSI:12\r\nwhatever\r\nOK\r\n");
    modem.settle();
    const Lines expected{"^RSSI:12", "whatever", "OK"};
    BOOST_TEST(texts(modem.heard<protocol::OtherUrc>()) == expected, per_element());
}

BOOST_AUTO_TEST_CASE(a_cancelled_command_ends_and_leaves_the_channel_usable)
{
    ModemScript modem;
    modem.expect("AT+COPS?\r").ok("AT");
    boost::asio::cancellation_signal stop;
    bool aborted = false;
    boost::asio::co_spawn(modem.loop(), modem.channel().command("AT+COPS?", 2s),
                          boost::asio::bind_cancellation_slot(
                              stop.slot(), [&](std::exception_ptr error, auto) { aborted = error != nullptr; }));
    modem.settle();
    stop.emit(boost::asio::cancellation_type::terminal);
    modem.settle();
    BOOST_TEST(aborted);
    const auto response = modem.run(modem.channel().command("AT", 2s));
    BOOST_TEST(response.result.ok());
}

BOOST_AUTO_TEST_SUITE_END()
