#include "tests/modem/modem_script.hpp"

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;

namespace
{
const std::string hello{"0791198904100161240C911979099137640000511090718303220BC8B4421174CFD175D014"};
}

BOOST_AUTO_TEST_SUITE(storage)

BOOST_AUTO_TEST_CASE(a_list_holds_the_messages_and_not_what_came_between_them)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").expect("AT+CMGL=4\r");
    modem.reply("\r\n+CMGL: 1,0,,29\r\n" + hello + "\r\n+CMTI: \"SM\",3\r\n+CMGL: 2,1,,29\r\n")
        .reply(hello + "\r\n\r\nOK\r\n");
    const auto messages = modem.run(modem.opened().list("SM"));
    BOOST_REQUIRE(messages.size() == 2u);
    BOOST_TEST(messages[1].index == 2u);
    BOOST_TEST(messages[1].pdu == hello);
    BOOST_TEST(modem.heard<protocol::NewMessage>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_storage_is_switched_only_when_it_is_another_one)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").ok("AT+CMGL=4").ok("AT+CMGL=4").ok("AT+CPMS=\"ME\"").ok("AT+CMGD=7");
    BOOST_TEST(modem.run(modem.opened().list("SM")).empty());
    BOOST_TEST(modem.run(modem.modem().list("SM")).empty());
    BOOST_TEST(modem.run(modem.modem().erase("ME", 7)));
}

BOOST_AUTO_TEST_CASE(where_the_list_is_refused_each_slot_is_read)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").error("AT+CMGL=4", "+CMS ERROR: 500").answer("AT+CPMS?", {"+CPMS: \"SM\",2,3"});
    modem.error("AT+CMGR=0", "+CMS ERROR: 321").answer("AT+CMGR=1", {"+CMGR: 0,,29", hello}).ok("AT+CMGR=2");
    modem.answer("AT+CMGR=3", {"+CMGR: 1,,29", hello});
    const auto messages = modem.run(modem.opened().list("SM"));
    BOOST_REQUIRE(messages.size() == 2u);
    BOOST_TEST(messages[0].index == 1u);
    BOOST_TEST(messages[1].index == 3u);
}

BOOST_AUTO_TEST_CASE(a_refused_list_of_an_empty_storage_is_empty)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").error("AT+CMGL=4", "+CMS ERROR: 321").answer("AT+CPMS?", {"+CPMS: \"SM\",0,20"});
    BOOST_TEST(modem.run(modem.opened().list("SM")).empty());
}

BOOST_AUTO_TEST_CASE(a_list_that_never_ends_is_not_asked_for_again)
{
    auto timings = ModemScript::quick();
    timings.list = 10ms;
    ModemScript modem{timings};
    modem.ok("AT+CPMS=\"SM\"").expect("AT+CMGL=4\r").reply("\r\n+CMGL: 1,0,,29\r\n" + hello + "\r\n");
    modem.expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    for (int i = 0; i < 2; ++i)
        modem.answer("AT+CPMS?", {"+CPMS: \"SM\",1,20"})
            .error("AT+CMGR=0")
            .answer("AT+CMGR=1", {"+CMGR: 1,,29", hello});
    BOOST_TEST(modem.run(modem.opened().list("SM")).size() == 1u);
    BOOST_TEST(modem.run(modem.modem().list("SM")).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_list_that_stops_is_given_up_before_its_time_is_over)
{
    auto timings = ModemScript::quick();
    timings.list = 1h;
    timings.list_silence = 10ms;
    ModemScript modem{timings};
    modem.ok("AT+CPMS=\"SM\"").expect("AT+CMGL=4\r").reply("\r\n+CMGL: 1,0,,29\r\n");
    modem.expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"}).answer("AT+CPMS?", {"+CPMS: \"SM\",1,20"});
    modem.error("AT+CMGR=0").answer("AT+CMGR=1", {"+CMGR: 1,,29", hello});
    BOOST_TEST(modem.run(modem.opened().list("SM")).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_message_is_read_with_its_index)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").answer("AT+CMGR=5", {"+CMGR: 0,,29", hello});
    modem.ok("AT+CMGR=6").ok("AT+CPMS=\"SM\"").ok("AT+CMGR=6"); // mem1 may have been moved behind our back
    const auto message = modem.run(modem.opened().read("SM", 5));
    BOOST_REQUIRE(message);
    BOOST_TEST(message->index == 5u);
    BOOST_TEST(!modem.run(modem.modem().read("SM", 6)));
}

BOOST_AUTO_TEST_CASE(what_came_torn_is_read_again)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").answer("AT+CMGL=4", {"+CMGL: 1,0,,29", hello.substr(0, 40), "RING", hello.substr(40)});
    modem.answer("AT+CMGR=1", {"+CMGR: 1,,29", hello});
    modem.answer("AT+CMGR=2", {"+CMGR: 0,,29", hello.substr(1)}).answer("AT+CMGR=2", {"+CMGR: 1,,29", hello});
    const auto messages = modem.run(modem.opened().list("SM"));
    BOOST_REQUIRE(messages.size() == 1u);
    BOOST_TEST(messages[0].pdu == hello);
    const auto message = modem.run(modem.modem().read("SM", 2));
    BOOST_REQUIRE(message);
    BOOST_TEST(message->pdu == hello);
}

BOOST_AUTO_TEST_CASE(what_reads_the_same_twice_is_what_the_modem_has)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").answer("AT+CMGL=4", {"+CMGL: 1,0,,29", "0791198904100161"});
    modem.answer("AT+CMGR=1", {"+CMGR: 1,,29", "0791198904100161"}).answer("AT+CMGF?", {"+CMGF: 0"});
    const auto messages = modem.run(modem.opened().list("SM"));
    BOOST_REQUIRE(messages.size() == 1u);
    BOOST_TEST(messages[0].pdu == "0791198904100161");
}

BOOST_AUTO_TEST_CASE(a_modem_that_went_back_to_text_mode_is_not_read)
{
    const std::vector<std::string> text{R"(+CMGR: "REC READ","+218921000900",,"26/11/22,06:00:00+08")", "Salam"};
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").answer("AT+CMGR=1", text).answer("AT+CMGR=1", text).answer("AT+CMGF?", {"+CMGF: 1"});
    BOOST_CHECK_THROW(modem.run(modem.opened().read("SM", 1)), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(a_lost_answer_to_a_deletion_does_not_delete_what_came_since)
{
    auto timings = ModemScript::quick();
    timings.slow_command = 100ms;
    ModemScript modem{timings};
    modem.ok("AT+CPMS=\"SM\"").expect("AT+CMGD=5\r").expect("\x1b\r").answer("AT+CMGF?", {"+CMGF: 0"});
    BOOST_TEST(!modem.run(modem.opened().erase("SM", 5)));
}

BOOST_AUTO_TEST_CASE(what_never_reads_the_same_twice_stays_in_the_modem)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").answer("AT+CMGL=4", {"+CMGL: 1,0,,29", hello.substr(1)});
    for (std::size_t lost = 2; lost < 5; ++lost)
        modem.answer("AT+CMGR=1", {"+CMGR: 1,,29", hello.substr(lost)});
    BOOST_TEST(modem.run(modem.opened().list("SM")).empty());
}

BOOST_AUTO_TEST_CASE(a_slot_that_looks_empty_because_mem1_was_moved_is_read_in_its_storage)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"ME\"").ok("AT+CMGR=0").ok("AT+CPMS=\"ME\"").answer("AT+CMGR=0", {"+CMGR: 0,,29", hello});
    const auto message = modem.run(modem.opened().read("ME", 0));
    BOOST_REQUIRE(message);
    BOOST_TEST(message->pdu == hello);
}

BOOST_AUTO_TEST_CASE(slots_are_found_where_they_count_from_900)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").error("AT+CMGL=4").answer("AT+CPMS?", {"+CPMS: \"SM\",1,1"});
    modem.error("AT+CMGR=0").error("AT+CMGR=1").answer("AT+CMGR=900", {"+CMGR: 0,,29", hello});
    modem.error("AT+CMGL=4").answer("AT+CPMS?", {"+CPMS: \"SM\",1,1"}); // and the next time at once
    modem.answer("AT+CMGR=900", {"+CMGR: 0,,29", hello});
    const auto messages = modem.run(modem.opened().list("SM"));
    BOOST_REQUIRE(messages.size() == 1u);
    BOOST_TEST(messages[0].index == 900u);
    BOOST_TEST(modem.run(modem.modem().list("SM")).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_storage_of_unknown_use_is_read_slot_by_slot)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").error("AT+CPMS?");
    for (unsigned slot = 0; slot <= 50; ++slot)
        if (slot == 7)
            modem.answer("AT+CMGR=7", {"+CMGR: 0,,29", hello});
        else
            modem.error("AT+CMGR=" + std::to_string(slot), "+CMS ERROR: 321");
    modem.opened().list_slot_by_slot(); // known of the model
    const auto messages = modem.run(modem.modem().list("SM"));
    BOOST_REQUIRE(messages.size() == 1u);
    BOOST_TEST(messages[0].index == 7u);
}

BOOST_AUTO_TEST_CASE(a_busy_sim_is_asked_again)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").error("AT+CMGR=5", "+CMS ERROR: 314").answer("AT+CMGR=5", {"+CMGR: 0,,29", hello});
    BOOST_TEST(modem.run(modem.opened().read("SM", 5)).has_value());
}

BOOST_AUTO_TEST_CASE(an_empty_slot_counts_as_deleted_and_a_refusal_does_not)
{
    ModemScript modem;
    modem.ok("AT+CPMS=\"SM\"").error("AT+CMGD=5", "+CMS ERROR: 321").error("AT+CMGD=5", "+CMS ERROR: 302");
    BOOST_TEST(modem.run(modem.opened().erase("SM", 5)));
    BOOST_TEST(!modem.run(modem.modem().erase("SM", 5)));
}

BOOST_AUTO_TEST_SUITE_END()
