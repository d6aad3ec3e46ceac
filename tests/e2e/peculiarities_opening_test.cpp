// What modems do when a program first speaks to them: field-notes/modems.md §9; the numbers are those of docs/modems.md.
#include "tests/e2e/modem_on_port.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using nida::modem::BringUpError;
using nida::modem::BringUpTrouble;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
namespace sim = nida::sim;

namespace
{
constexpr const char* imei = "356938031000012";

/// What is wrong with the modem, by the time that somebody has asked who it is.
BringUpTrouble trouble_of(ModemOnPort& port)
{
    try {
        port.bring_up();
    } catch (const BringUpError& error) {
        return error.why;
    }
    throw std::runtime_error{"came into service"};
}
} // namespace

BOOST_AUTO_TEST_SUITE(peculiarities_opening)

BOOST_AUTO_TEST_CASE(an_unknown_command_is_refused_in_words_of_the_maker_s_own_no_8_no_9)
{
    for (const auto* const words : {"COMMAND NOT SUPPORT", "TOO MANY PARAMETERS"}) {
        ModemOnPort port{{std::string{"command_not_support="} + words, std::string{"instead=+CLIP>"} + words}};
        const auto service = port.bring_up();
        BOOST_TEST(service.storage == "ME");
        BOOST_TEST(port.run(port.modem().signal_dbm()).has_value());
    }
}

BOOST_AUTO_TEST_CASE(the_answer_to_a_program_before_us_is_not_taken_for_one_of_ours_no_22)
{
    ModemOnPort port;
    port.sim({{"op", "say"},
              {"octets", "ATE0+CPMS?\r\r\n+CPMS: \"ME\", 0, 50, \"ME\", 0, 50, \"ME\", 0, 50\r\n\r\nOK\r\n"}});
    const auto who = port.identify();
    BOOST_TEST(who.imei == imei);
    BOOST_TEST(who.manufacturer == "Nida");
    BOOST_TEST(who.model == "Simulated modem");
}

BOOST_AUTO_TEST_CASE(a_late_result_in_the_buffer_reaches_whoever_waits_for_it_no_22)
{
    ModemOnPort port;
    port.sim({{"op", "say"}, {"octets", "\r\n+CMGS: 71\r\n\r\nOK\r\n"}});
    port.open();
    const auto late = port.heard<protocol::LateSubmitResult>();
    BOOST_REQUIRE(late.size() == 1u);
    BOOST_TEST(late[0].reference == 71u);
}

BOOST_AUTO_TEST_CASE(a_maker_s_name_may_stand_behind_its_command_or_in_brackets_no_19_no_23)
{
    ModemOnPort zte{{"instead=+CGMI>+CGMI: ZTE CORPORATION|OK"}};
    BOOST_TEST(zte.identify().manufacturer == "ZTE CORPORATION");

    // AT+CLAC, which it refuses, is never asked; its AT+CNUM=? of no use neither.
    ModemOnPort rebranded{{"instead=+CGMI>Vodafone (Huawei)|OK", "crash_on=+CLAC", "instead=+CNUM>OK"}};
    BOOST_TEST(rebranded.bring_up().storage == "ME");
    BOOST_TEST(rebranded.identity().manufacturer == "Vodafone (Huawei)");
    BOOST_TEST(rebranded.identity().own_number.empty());
    BOOST_TEST(rebranded.has_sent("AT^CURC=0")); // it is known for the Huawei that it is
    BOOST_TEST(rebranded.events("rebooted") == 0u);
}

BOOST_AUTO_TEST_CASE(an_imei_is_read_with_its_name_in_quotes_or_with_its_version)
{
    for (const auto* const form : {"imei_tagged", "imei_quoted", "imei_long"}) {
        ModemOnPort port{{form}};
        BOOST_TEST(port.identify().imei.starts_with("35693803100001"), form);
    }
}

BOOST_AUTO_TEST_CASE(a_flood_of_noise_ends_once_the_storages_are_asked_for_no_24)
{
    ModemOnPort port{{"flood=10"}};
    port.bring_up();
    BOOST_TEST(port.events("rebooted") == 0u);
    const auto noise = port.heard<protocol::OtherUrc>().size();
    port.run(port.modem().ping());
    BOOST_TEST(port.heard<protocol::OtherUrc>().size() == noise);
}

BOOST_AUTO_TEST_CASE(a_quirk_of_a_question_that_is_never_asked_cannot_hurt_no_15_no_16_no_17_no_25_no_34_no_43_no_56)
{
    // Port modes, held calls, text mode, the vendor's state of service, radio off, profiles: nothing of all this is sent.
    ModemOnPort port{{"crash_on=^GETPORTMODE", "crash_on=+CHLD", "crash_on=+CMGF=1", "crash_on=+ZPAS",
                      "crash_on=+CFUN=4", "crash_on=+CFUN=0", "crash_on=Z", "crash_on=&F", "crash_on=D"}};
    port.bring_up();
    port.sim({{"op", "say"}, {"octets", "\r\n+BEARTYPE: \"Limited Service\"\r\n"}});
    port.sms("+218912000001", "السلام عليكم");
    BOOST_TEST(port.eventually([&] { return !port.heard<protocol::NewMessage>().empty(); }));
    BOOST_TEST(port.run(port.modem().list("ME")).size() == 1u);
    const auto sent = port.submit("+218912000001", std::string(70, 'x'));
    BOOST_REQUIRE(sent);
    BOOST_TEST(std::holds_alternative<nida::modem::Sent>(*sent));
    port.run(port.modem().hang_up());
    BOOST_TEST(port.events("rebooted") == 0u);
}

BOOST_AUTO_TEST_CASE(an_error_in_words_without_a_number_is_an_error_no_33)
{
    // An M26 that calls itself FOXCOM refuses what its own test answer offers.
    ModemOnPort port{{"instead=+CGMI>FOXCOM MODEM|OK", "instead=+CSMS=?>+CSMS: (0,128)|OK", "cms_error_words:next=1"}};
    const auto service = port.bring_up();
    BOOST_TEST((service.status_reports_direct || service.status_reports_stored));
    port.sms("+218912000001", "hello");
    BOOST_TEST(port.eventually([&] { return !port.heard<protocol::NewMessage>().empty(); }));
}

BOOST_AUTO_TEST_CASE(a_modem_that_never_says_that_it_is_ready_comes_into_service_no_39)
{
    ModemOnPort port; // on ptys there is no autobauding, but neither is there a RDY
    const auto service = port.bring_up();
    BOOST_TEST(service.storage == "ME");
    BOOST_TEST(port.heard<protocol::Restarted>().empty());
}

BOOST_AUTO_TEST_CASE(a_line_of_its_own_accord_does_not_answer_the_first_at_no_46)
{
    ModemOnPort port{{"atready:next=2", "sim_failure:next=2"}};
    BOOST_TEST(port.bring_up().storage == "ME");
    BOOST_TEST(port.heard<protocol::Restarted>().size() == 2u);
}

BOOST_AUTO_TEST_CASE(fourteen_unanswered_commands_are_borne_before_the_first_answer_no_60)
{
    auto timings = ModemOnPort::patient();
    timings.first_answer = 50ms;
    ModemOnPort port{{"unanswered:next=14"}, {}, timings};
    BOOST_TEST(port.identify().imei == imei);
}

BOOST_AUTO_TEST_CASE(a_port_that_says_ok_to_everything_is_no_modem_no_64)
{
    ModemOnPort agrees{{"ok_to_all"}};
    BOOST_TEST((trouble_of(agrees) == BringUpTrouble::not_a_modem));
    ModemOnPort refuses{{"error_to_all"}};
    BOOST_TEST((trouble_of(refuses) == BringUpTrouble::not_a_modem));
}

BOOST_AUTO_TEST_CASE(a_modem_that_dies_without_its_radio_keeps_it_no_74)
{
    ModemOnPort port{{"instead=+CGMI>Neoway|OK", "dies_without_radio"}};
    port.bring_up();
    BOOST_TEST(!port.modem().may_cycle_radio());
    BOOST_TEST(!port.has_sent("AT+CFUN=0"));
    BOOST_TEST(!port.has_sent("AT+CFUN=4"));
    ModemOnPort other;
    other.bring_up();
    BOOST_TEST(other.modem().may_cycle_radio());
}

BOOST_AUTO_TEST_CASE(a_receiver_that_speaks_nmea_is_given_up_no_75)
{
    auto timings = ModemOnPort::patient();
    timings.first_answer = 20ms;
    ModemOnPort port{{"nmea=5"}, {}, timings};
    BOOST_CHECK_THROW(port.open(), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(an_answer_is_read_in_pieces_with_other_line_ends_twice_and_echoed)
{
    for (const auto* const distorted :
         {"split_writes", "line_end=lf", "line_end=crcrlf", "double_answer", "echo_on", "noise"}) {
        ModemOnPort port{{distorted}};
        const auto service = port.bring_up();
        BOOST_TEST(service.storage == "ME", distorted);
        BOOST_TEST(port.identity().imei == imei, distorted);
        BOOST_TEST(port.identity().model == "Simulated modem", distorted);
    }
}

BOOST_AUTO_TEST_SUITE_END()
