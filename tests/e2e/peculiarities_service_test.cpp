// Peculiarities that the whole daemon has to live with: field-notes/modems.md §9; the numbers are those of docs/modems.md.
#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// How often a text stands in the inbox.
std::size_t times_in_inbox(const Box& box, const std::string& text)
{
    const auto rows = box.get("/v1/inbox?limit=5000").records("rows");
    return static_cast<std::size_t>(
        std::ranges::count_if(rows, [&](const auto& row) { return row.text("text") == text; }));
}

bool comes_in(const Box& box, const std::string& text, std::chrono::seconds limit = 60s)
{
    return eventually([&] { return times_in_inbox(box, text) > 0; }, limit);
}

/// Whatever was to be done with what came before is done once this is answered.
void ask_and_wait(const Box& box, const std::string& from)
{
    box.sms(from, "HELP");
    BOOST_TEST(eventually([&] { return !box.texts_to(from).empty(); }));
}
} // namespace

BOOST_AUTO_TEST_SUITE(peculiarities_service)

BOOST_AUTO_TEST_CASE(what_nobody_tells_of_is_found_within_two_minutes_no_1_no_2_no_31_no_40)
{
    Box box{
        {.modems = 4,
         .simulator = {
             "--me-slots", "3", "--sim-slots", "3",
             // An E173 and an EC25 that tell on another port than ours; an E1750 that tells no more once it was full.
             "--fault", "urcs_after=^NEVER:modem=0", "--fault", "urcs_after=+QURCCFG=never:modem=1", "--fault",
             "mute_after_full:modem=2"}}};
    for (unsigned modem = 0; modem < 2; ++modem)
        box.sms(number(modem), "untold " + std::to_string(modem), modem);
    for (unsigned i = 0; i < 6; ++i)
        box.sms(number(2), "overflow " + std::to_string(i), 2);
    // A SIM800 whose supply dipped has forgotten +CNMI, and says nothing of it.
    box.sim({{"op", "restart_silently"}, {"modem", 3}});
    box.sms(number(3), "after the dip", 3);

    BOOST_TEST(comes_in(box, "untold 0", 150s));
    BOOST_TEST(comes_in(box, "untold 1", 150s));
    for (unsigned i = 0; i < 6; ++i)
        BOOST_TEST(comes_in(box, "overflow " + std::to_string(i), 150s));
    BOOST_TEST(comes_in(box, "after the dip", 150s));
    BOOST_TEST(box.get("/v1/inbox?limit=5000").records("rows").size() == 9u);
}

BOOST_AUTO_TEST_CASE(noise_is_no_sign_of_life_and_a_restart_brings_the_line_back_no_4)
{
    Box box{{.simulator = {"--reboot-time", "300"}}};
    box.fault("at_dead=200:next=1");
    const auto id = box.send(number(1), "hello"); // this, or the look for messages before, is not answered
    BOOST_TEST(eventually([&] { return !box.line().text("trouble").empty(); }, 90s));
    box.sim({{"op", "reboot"}});
    BOOST_TEST(box.wait_for(id, "sent delivered", 180s).text("state") != "failed");
    BOOST_TEST(box.texts_to(number(1)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stick_that_is_gone_for_half_a_minute_serves_on_when_it_is_back_no_3_no_36)
{
    Box box{{.simulator = {"--reboot-time", "20000"}}};
    box.sim({{"op", "reboot"}});
    const auto id = box.send(number(1), "hello");
    BOOST_TEST(box.wait_for(id, "sent delivered", 120s).text("state") != "failed");
    BOOST_TEST(box.texts_to(number(1)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_port_that_vanishes_as_a_message_comes_is_opened_again_and_not_reset_no_21)
{
    Box box;
    box.fault("vanish_on_receive=500:next=2");
    box.sms(number(1), "first");
    BOOST_TEST(comes_in(box, "first", 90s));
    box.sms(number(1), "second");
    BOOST_TEST(comes_in(box, "second", 90s));
    BOOST_TEST(times_in_inbox(box, "first") == 1u);
    BOOST_TEST(box.ledger("rebooted").empty());
}

BOOST_AUTO_TEST_CASE(a_report_is_found_whatever_place_was_told_no_30_no_42)
{
    for (const auto* const fault : {"wrong_cdsi", "cdsi_off=3"}) {
        Box box{{.simulator = {"--fault", "instead=+CNMI=2,1,0,1>ERROR", "--fault", "instead=+CNMI=1,1,0,1>ERROR",
                               "--fault", "instead=+CNMI=3,1,0,1>ERROR", "--fault", fault}}};
        const auto id = box.send(number(1), "hello");
        BOOST_TEST(box.wait_for(id, "delivered", 90s).text("state") == "delivered", fault);
    }
}

BOOST_AUTO_TEST_CASE(a_message_that_cannot_be_deleted_is_taken_once_no_79)
{
    Box box;
    box.fault("delete_fails:next=5");
    box.sms(number(1), "JOIN");
    BOOST_TEST(box.wait_sim("deleted>=1", 90s)); // it is announced again after each failure
    ask_and_wait(box, number(2));
    BOOST_TEST(times_in_inbox(box, "JOIN") == 1u);
    BOOST_TEST(box.texts_to(number(1)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_number_that_is_refused_costs_neither_the_others_nor_the_line_no_71)
{
    Box box;
    box.fault("refuses_to=" + number(9) + ",38");
    const auto wrong = box.send(number(9), "hello");
    for (unsigned i = 1; i <= 3; ++i)
        BOOST_TEST(box.wait_for(box.send(number(i), "hello"), "sent delivered").text("state") != "failed");
    BOOST_TEST(box.line().text("state") == "ready");
    BOOST_TEST(box.texts_to(number(9)).empty());
    BOOST_TEST(box.message(wrong).text("state") != "sent");
}

BOOST_AUTO_TEST_CASE(a_short_code_goes_with_the_type_of_address_that_modems_answer_no_77)
{
    Box box;
    box.fault("toa_hang=B9");
    BOOST_TEST(box.wait_for(box.send("1515", "BALANCE"), "sent delivered").text("state") != "failed");
    BOOST_TEST(box.ledger("accepted").at(0).text("pdu").substr(4, 4) == "0481");
}

BOOST_AUTO_TEST_CASE(what_wants_an_acknowledgement_is_never_asked_for_no_63)
{
    Box box;
    box.fault("unacknowledged_hang"); // it strikes where +CSMS is 1
    box.fault("crash_on=+CNMA");
    const auto id = box.send(number(1), "hello");
    BOOST_TEST(box.wait_for(id, "delivered").text("state") == "delivered");
    BOOST_TEST(box.wait_for(box.send(number(2), "hello"), "delivered").text("state") == "delivered");
    BOOST_TEST(box.ledger("rebooted").empty());
}

BOOST_AUTO_TEST_CASE(an_emergency_bearer_sends_nothing_and_a_network_everything_no_47)
{
    Box box;
    box.sim({{"op", "registration"}, {"stat", 11}});
    BOOST_TEST(eventually([&] { return box.line().text("registration").starts_with("emergency"); }));
    const auto id = box.send(number(1), "hello");
    BOOST_TEST(box.ledger("accepted").empty());
    box.sim({{"op", "registration"}, {"stat", 1}});
    BOOST_TEST(box.wait_for(id, "sent delivered", 90s).text("state") != "failed");
    BOOST_TEST(box.texts_to(number(1)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(one_port_that_agrees_with_everything_leaves_the_other_line_alone_no_64)
{
    Box box{{.modems = 2, .simulator = {"--fault", "ok_to_all:modem=1"}, .start = false}};
    box.start_only();
    BOOST_TEST(box.wait_for_line("line0", "ready"));
    BOOST_TEST(eventually([&] { return box.line("line1").text("trouble").find("IMEI") != std::string::npos; }));
    BOOST_TEST(box.wait_for(box.send(number(1), "hello"), "sent delivered").text("state") != "failed");
}

BOOST_AUTO_TEST_CASE(a_restart_in_the_middle_is_heard_of_and_the_modem_brought_up_anew_no_46)
{
    Box box;
    box.sim({{"op", "restart_silently"}, {"urc", "*ATREADY: 1"}});
    box.sms(number(1), "after the restart");
    BOOST_TEST(comes_in(box, "after the restart"));
    BOOST_TEST(box.wait_for(box.send(number(1), "hello"), "sent delivered").text("state") != "failed");
}

BOOST_AUTO_TEST_SUITE_END()
