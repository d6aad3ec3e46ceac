#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

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
    constexpr unsigned messages = 80, hanging = 3;
    Box box{{.modems = 8, .simulator = {"--latency", "300", "--status-report-delay", "off"}}};
    box.fault("deaf=power:modem=" + std::to_string(hanging));
    std::string batch;
    for (unsigned i = 0; i < messages; ++i)
        batch += R"({"to": ")" + number(i) + R"(", "text": ")" + std::to_string(1000 + i) + "\"}\n";
    BOOST_REQUIRE(box.nida({"send", "--batch", box.write_file("batch.jsonl", batch)}).code == 0);
    BOOST_REQUIRE(box.wait_until_idle(240s));

    // Each message went once, and each line sent its share in the order of the queue; only what the hanging one gave back comes late.
    std::map<std::int64_t, std::vector<std::string>> by_modem;
    for (const auto& event : box.ledger("accepted"))
        by_modem[event.number("modem")].push_back(event.text("text"));
    BOOST_TEST(by_modem.size() == 7);
    BOOST_TEST(by_modem.count(hanging) == 0);
    std::multiset<std::string> sent;
    unsigned out_of_order = 0;
    for (const auto& [modem, texts] : by_modem) {
        sent.insert(texts.begin(), texts.end());
        BOOST_TEST(texts.size() >= 3);
        for (std::size_t i = 1; i < texts.size(); ++i)
            if (texts[i] < texts[i - 1]) ++out_of_order;
        const auto line = box.line("line" + std::to_string(modem));
        BOOST_TEST(line.text("state") == "ready");
        BOOST_TEST(!went_through(line, "recovering"));
        BOOST_TEST(!went_through(line, "degraded"));
    }
    BOOST_TEST(out_of_order <= 1);
    BOOST_TEST(sent.size() == messages);
    BOOST_TEST((std::set<std::string>(sent.begin(), sent.end()).size() == messages));
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
