#include "tests/modem/modem_script.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
using protocol::CusdMode;

namespace
{
const std::string text_request{"AT+CUSD=1,\"*100#\",15"};
const std::string packed_request{"AT+CUSD=1,\"AA180C3602\",15"};
const std::string ucs2_request{"AT+CUSD=1,\"002A0031003000300023\",15"};
const std::string ok{"\r\nOK\r\n"};
const std::string balance{"\r\n+CUSD: 0,\"Balance 5.00\",15\r\n"};

/// The conversation by which a modem says that Huawei made it.
void is_a_huawei(ModemScript& modem)
{
    modem.ok("ATE0").ok("ATV1").ok("AT+CMEE=1").answer("AT+CGMI", {"huawei"}).answer("AT+CGMM", {"E173"}).ok("AT+CGMR");
    modem.answer("AT+CGSN", {"353143039999996"}).ok("AT^CURC=0").answer("AT+CCID", {"8921801234567890123"});
    modem.opened();
    modem.run(modem.modem().identify());
}
} // namespace

BOOST_AUTO_TEST_SUITE(ussd)

BOOST_AUTO_TEST_CASE(the_reply_may_come_after_the_ok_or_before_it)
{
    for (const auto& replies : {std::vector{ok, balance}, std::vector{balance, ok}}) {
        ModemScript modem;
        modem.expect(text_request + '\r');
        for (const auto& reply : replies)
            modem.reply(reply);
        const auto answer = modem.run(modem.opened().ussd("*100#", 2s));
        BOOST_TEST(answer.value().text == "Balance 5.00");
        BOOST_TEST((answer.value().mode == CusdMode::done));
        BOOST_TEST(modem.heard<protocol::UssdUrc>().empty());
    }
}

BOOST_AUTO_TEST_CASE(a_menu_over_several_lines_asks_for_an_answer)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 1,\"1 Balance\r\n2 Credit\",15\r\n");
    modem.expect("AT+CUSD=1,\"1\",15\r").reply(ok).reply(balance);
    const auto menu = modem.run(modem.opened().ussd("*100#", 2s));
    BOOST_TEST((menu.value().mode == CusdMode::action_required));
    BOOST_TEST(menu.value().text == "1 Balance\n2 Credit");
    BOOST_TEST(modem.run(modem.modem().ussd("1", 2s)).value().text == "Balance 5.00");
}

BOOST_AUTO_TEST_CASE(a_menu_can_be_left)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 1,\"1 Balance\",15\r\n").error("AT+CUSD=2");
    modem.run(modem.opened().ussd("*100#", 2s));
    modem.run(modem.modem().ussd_cancel());
}

BOOST_AUTO_TEST_CASE(a_dialect_that_is_refused_gives_way_to_the_next)
{
    ModemScript modem;
    modem.error(text_request, "+CME ERROR: 4");
    modem.error(packed_request, "ERROR");
    modem.expect(ucs2_request + '\r').reply(ok).reply("\r\n+CUSD: 0,\"00480069\",15\r\n");
    modem.expect(ucs2_request + '\r').reply(ok).reply("\r\n+CUSD: 0,\"00480069\",15\r\n"); // remembered
    BOOST_TEST(modem.run(modem.opened().ussd("*100#", 2s)).value().text == "Hi");
    BOOST_TEST(modem.run(modem.modem().ussd("*100#", 2s)).value().text == "Hi");
}

BOOST_AUTO_TEST_CASE(a_code_that_the_network_answered_is_not_dialled_again)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 4\r\n");
    BOOST_TEST(modem.run(modem.opened().ussd("*100#", 2s)).value().text.empty());
}

BOOST_AUTO_TEST_CASE(a_huawei_is_asked_in_packed_septets_first)
{
    ModemScript modem;
    is_a_huawei(modem);
    modem.expect(packed_request + '\r').reply(ok).reply("\r\n+CUSD: 0,\"C834\",15\r\n");
    BOOST_TEST(modem.run(modem.modem().ussd("*100#", 2s)).value().text == "Hi");
}

BOOST_AUTO_TEST_CASE(a_code_that_would_leave_its_quotes_is_written_as_hex_only)
{
    ModemScript modem;
    modem.error("AT+CUSD=1,\"AA180C3612358254626C07\",15");
    modem.error("AT+CUSD=1,\"002A00310030003000230022000D0041005400440031003B\",15");
    BOOST_TEST(!modem.run(modem.opened().ussd("*100#\"\rATD1;", 2s)));
    BOOST_TEST(modem.received().find("ATD") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answer_that_one_form_cannot_say_goes_in_the_next)
{
    ModemScript modem;
    modem.expect("AT+CUSD=1,\"0631\",15\r").reply(ok).reply("\r\n+CUSD: 0,\"00480069\",15\r\n");
    BOOST_TEST(modem.run(modem.opened().ussd("ر", 2s)).value().text == "Hi");
}

BOOST_AUTO_TEST_CASE(the_answer_behind_a_release_is_the_answer)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply("\r\n+CUSD: 2,\"Initiating Release\",15\r\n").reply(balance).reply(ok);
    BOOST_TEST(modem.run(modem.opened().ussd("*100#", 2s)).value().text == "Balance 5.00");
}

BOOST_AUTO_TEST_CASE(a_release_with_text_is_the_answer_where_nothing_follows)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 2,\"Balance 5.00\",15\r\n");
    const auto answer = modem.run(modem.opened().ussd("*100#", 2s));
    BOOST_TEST(answer.value().text == "Balance 5.00");
    BOOST_TEST((answer.value().mode == CusdMode::terminated));
}

BOOST_AUTO_TEST_CASE(an_error_alone_after_the_ok_is_the_network_s_refusal)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CME ERROR: 30\r\n");
    const auto answer = modem.run(modem.opened().ussd("*100#", 2s));
    BOOST_TEST(answer.error().value() == 30);
    BOOST_TEST(modem.heard<protocol::LateError>().empty());
}

BOOST_AUTO_TEST_CASE(an_error_after_the_ok_is_not_answered_by_dialling_again)
{
    ModemScript modem; // the network may have understood the code, and taken the voucher
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CME ERROR: 258\r\n");
    const auto answer = modem.run(modem.opened().ussd("*100#", 2s));
    BOOST_TEST(answer.error().value() == 258);
}

BOOST_AUTO_TEST_CASE(a_form_that_is_known_from_earlier_is_tried_first)
{
    ModemScript modem;
    modem.error(ucs2_request, "+CME ERROR: 4"); // another firmware now
    modem.expect(text_request + '\r').reply(ok).reply(balance);
    modem.opened().prefer_ussd_form(protocol::UssdForm::ucs2);
    BOOST_TEST(modem.run(modem.modem().ussd("*100#", 2s)).value().text == "Balance 5.00");
    BOOST_TEST((modem.modem().ussd_form() == protocol::UssdForm::text));
}

BOOST_AUTO_TEST_CASE(another_client_s_answer_is_not_ours)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 3\r\n").reply(balance);
    BOOST_TEST(modem.run(modem.opened().ussd("*100#", 2s)).value().text == "Balance 5.00");
}

BOOST_AUTO_TEST_CASE(a_network_that_gave_up_says_so)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 5\r\n");
    const auto answer = modem.run(modem.opened().ussd("*100#", 2s));
    BOOST_TEST((answer.value().mode == CusdMode::timed_out));
    BOOST_TEST(answer.value().text == "");
}

BOOST_AUTO_TEST_CASE(a_text_under_m_6_is_an_answer)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 6,\"Balance 5.00\",15\r\n");
    BOOST_TEST(modem.run(modem.opened().ussd("*100#", 2s)).value().text == "Balance 5.00");
}

BOOST_AUTO_TEST_CASE(a_prompt_behind_a_menu_is_closed_before_the_answer_to_it)
{
    ModemScript modem; // Cinterion EHS
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 1,\"1 Balance\",15\r\n> ");
    modem.expect("\x1b");
    modem.expect("AT+CUSD=1,\"1\",15\r").reply(ok).reply(balance);
    BOOST_TEST(modem.run(modem.opened().ussd("*100#", 2s)).value().text == "1 Balance");
    modem.settle();
    BOOST_TEST(modem.run(modem.modem().ussd("1", 2s)).value().text == "Balance 5.00");
}

BOOST_AUTO_TEST_CASE(an_answer_torn_over_lines_is_one)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).reply("\r\n+CUSD: 0,\r\n\"Balance\r\n").reply("5.00\",15\r\n");
    BOOST_TEST(modem.run(modem.opened().ussd("*100#", 2s)).value().text == "Balance\n5.00");
}

BOOST_AUTO_TEST_CASE(what_the_network_says_by_itself_is_read_in_the_modem_s_form)
{
    ModemScript modem;
    modem.opened().prefer_ussd_form(protocol::UssdForm::ucs2);
    const auto text = modem.modem().read_ussd({"+CUSD: 1,\"00480069\",15"});
    BOOST_TEST(text.value().text == "Hi");
    BOOST_TEST((text->mode == CusdMode::action_required));
    BOOST_TEST(!modem.modem().read_ussd({"+CUSD: 2"}).has_value());
}

BOOST_AUTO_TEST_CASE(a_network_that_does_not_answer_is_given_up_and_the_session_ended)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).ok("AT+CUSD=2");
    const auto answer = modem.run(modem.opened().ussd("*100#", 0s + 1s));
    BOOST_TEST((answer.error() == boost::system::errc::timed_out));
}

BOOST_AUTO_TEST_CASE(a_lost_port_is_noticed_while_the_network_is_waited_for)
{
    ModemScript modem;
    modem.expect(text_request + '\r').reply(ok).hang_up();
    BOOST_CHECK_THROW(modem.run(modem.opened().ussd("*100#", 60s)), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(a_reply_that_nobody_asked_for_reaches_the_sink)
{
    ModemScript modem;
    modem.opened();
    modem.say(balance);
    modem.settle();
    BOOST_TEST(modem.heard<protocol::UssdUrc>().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
