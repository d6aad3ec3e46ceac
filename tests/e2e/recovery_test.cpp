#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

bool went_through(const Record& line, std::string_view state)
{
    return std::ranges::any_of(line.records("transitions"),
                               [&](const Record& transition) { return transition.text("state") == state; });
}
std::string cause_of(const Record& line, std::string_view state)
{
    std::string cause;
    for (const auto& transition : line.records("transitions"))
        if (transition.text("state") == state) cause = transition.text("cause");
    return cause;
}
/// Silences a modem, and lets the daemon find out by a message.
std::int64_t send_into(const Box& box, const std::string& fault, const std::string& to = number(1))
{
    box.fault(fault);
    return box.send(to, "Salam");
}
} // namespace

BOOST_AUTO_TEST_SUITE(recovery)

BOOST_AUTO_TEST_CASE(the_states_on_the_way_into_service_are_shown_with_their_causes)
{
    Box box;
    const auto line = box.line();
    std::vector<std::string> states;
    for (const auto& transition : line.records("transitions"))
        states.push_back(transition.text("state"));
    const std::vector<std::string> expected{"absent", "opening", "identifying", "sim", "registering", "ready"};
    BOOST_TEST(states == expected, boost::test_tools::per_element());
    BOOST_TEST(says(cause_of(line, "opening"), "modem0"));
    BOOST_TEST(says(box.nida({"line", "line0"}).out, "registering"));
    BOOST_TEST(says(box.log(), "line0: registering"));
}

BOOST_AUTO_TEST_CASE(a_modem_that_falls_silent_serves_again_by_itself)
{
    Box box;
    const auto id = send_into(box, "silence:next=1");
    BOOST_TEST(box.wait_for(id, "sent delivered", 120s).number("attempts") >= 1);
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(went_through(box.line(), "recovering"));
}

BOOST_AUTO_TEST_CASE(one_that_escape_revives_does_not_leave_service)
{
    Box box;
    const auto id = send_into(box, "deaf=escape:next=1");
    box.wait_for(id, "sent delivered", 120s);
    BOOST_TEST(!went_through(box.line(), "recovering"));
}

BOOST_AUTO_TEST_CASE(one_that_only_a_restart_revives_is_restarted_and_that_is_remembered)
{
    Box box;
    const auto id = send_into(box, "deaf=restart:next=1");
    box.wait_for(id, "sent delivered", 180s);
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(box.ledger("rebooted").size() == 1);
    BOOST_TEST(says(cause_of(box.line(), "recovering"), "restarting it"));
    BOOST_TEST(eventually([&] { return says(box.log(), "restarting it helped"); }));
}

BOOST_AUTO_TEST_CASE(seven_lines_go_on_while_the_eighth_hangs)
{
    Box box{{.modems = 8, .simulator = {"--status-report-delay", "off"}}};
    box.fault("deaf=power:modem=3");
    for (unsigned i = 0; i < 80; ++i)
        box.send(number(i), "Salam " + std::to_string(i));
    BOOST_REQUIRE(box.wait_until_idle(180s));
    BOOST_TEST(box.ledger("accepted").size() == 80);
    // Whatever the eighth had was sent by the others, in their order; and none of them was disturbed.
    for (unsigned i = 0; i < 80; ++i)
        BOOST_TEST(box.texts_to(number(i)).size() == 1);
    for (unsigned i = 0; i < 8; ++i) {
        if (i == 3) continue;
        BOOST_TEST_CONTEXT("line" << i)
        {
            BOOST_TEST(box.line("line" + std::to_string(i)).text("state") == "ready");
            BOOST_TEST(!went_through(box.line("line" + std::to_string(i)), "recovering"));
            const auto submits = std::ranges::count_if(box.ledger("accepted"),
                                                       [&](const Record& event) { return event.number("modem") == i; });
            BOOST_TEST(submits > 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(registration_lost_and_regained_is_a_state_and_no_failure)
{
    Box box;
    box.sim({{"op", "registration"}, {"stat", 2}});
    BOOST_REQUIRE(box.wait_for_line("line0", "degraded"));
    BOOST_TEST(says(box.line().text("trouble"), "not registered"));
    const auto id = box.send(number(1), "Salam");
    box.sim({{"op", "registration"}, {"stat", 1}});
    BOOST_TEST(box.wait_for_line("line0", "ready"));
    box.wait_for(id, "sent delivered");
    BOOST_TEST(!went_through(box.line(), "recovering"));
    BOOST_TEST(!box.line().text("network_at").empty());
}

BOOST_AUTO_TEST_CASE(a_sim_that_the_network_refuses_is_not_hammered)
{
    Box box;
    box.sim({{"op", "registration"}, {"stat", 3}});
    BOOST_REQUIRE(box.wait_for_line("line0", "degraded"));
    BOOST_TEST(eventually([&] { return says(box.log(), "no_network"); }));
    BOOST_TEST(!went_through(box.line(), "recovering"));
}

BOOST_AUTO_TEST_CASE(a_line_that_must_not_roam_sends_nothing_abroad_and_reads_what_comes)
{
    Box box{{.line_keys = "roaming = false"}};
    box.sim({{"op", "registration"}, {"stat", 5}});
    BOOST_REQUIRE(box.wait_for_line("line0", "degraded"));
    BOOST_TEST(says(box.line().text("trouble"), "roaming"));
    box.sms(number(2), "hello");
    BOOST_REQUIRE(box.wait_sim("deleted>=1"));
    BOOST_TEST(eventually([&] { return box.inbox().size() == 1; }));
    const auto id = box.send(number(1), "Salam");
    box.sim({{"op", "registration"}, {"stat", 1}});
    box.wait_for(id, "sent delivered");
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_sim_that_was_taken_out_and_put_back_serves_again_by_itself)
{
    Box box;
    box.sim({{"op", "sim_out"}});
    BOOST_REQUIRE(box.wait_for_line("line0", "sim", 90s));
    BOOST_TEST(says(box.line().text("trouble"), "SIM"));
    box.sim({{"op", "sim_in"}});
    BOOST_TEST(box.wait_for_line("line0", "ready", 120s));
    box.wait_for(box.send(number(1), "Salam"), "sent delivered");
}

BOOST_AUTO_TEST_CASE(a_modem_that_never_answers_is_parked_tells_somebody_once_and_is_tried_again)
{
    Box box{{.modems = 2, .start = false}};
    box.write_config(box.config() + "\n[alarms]\nnumbers = [\"" + number(9) + "\"]\n");
    box.start();
    box.fault("silence:modem=0");
    BOOST_REQUIRE(box.wait_for_line("line0", "parked", 240s));
    BOOST_TEST(says(box.line("line0").text("trouble"), "again in 1 min"));
    BOOST_REQUIRE(eventually([&] { return box.texts_to(number(9)).size() == 1; }));
    BOOST_TEST(says(box.texts_to(number(9)).front(), "line0"));
    box.sim({{"op", "fault"}, {"clear", "silence"}});
    BOOST_TEST(box.wait_for_line("line0", "ready", 180s));
    BOOST_TEST(box.texts_to(number(9)).size() == 1);
    BOOST_TEST(says(box.log(), "line_parked is over"));
}

BOOST_AUTO_TEST_SUITE_END()
