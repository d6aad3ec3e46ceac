#include "tests/e2e/box.hpp"
#include "tests/e2e/transitions.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

/// Silences an idle modem, and lets the daemon find out by a message.
std::int64_t send_into(const Box& box, const std::string& fault)
{
    // What was stored at the start has been read by then: a list may take its two minutes.
    box.wait_for(box.send(number(0), "before"), "sent");
    box.fault(fault);
    return box.send(number(1), "Salam");
}
const BoxOptions without_reports{.simulator = {"--status-report-delay", "off"}};
} // namespace

BOOST_AUTO_TEST_SUITE(recovery)

BOOST_AUTO_TEST_CASE(the_states_on_the_way_into_service_are_shown_with_their_causes)
{
    Box box;
    const auto line = box.line();
    std::vector<std::string> states;
    for (const auto& transition : line.records("transitions"))
        if (const auto state = transition.text("state"); states.empty() || states.back() != state)
            states.push_back(state);
    const std::vector<std::string> expected{"absent", "opening", "identifying", "sim", "registering", "ready"};
    BOOST_TEST(states == expected, boost::test_tools::per_element());
    BOOST_TEST(says(cause_of(line, "opening"), "modem0"));
    BOOST_TEST(says(box.nida({"line", "line0"}).out, "registering"));
    BOOST_TEST(says(box.log(), "line0: registering"));
}

BOOST_AUTO_TEST_CASE(a_modem_that_falls_silent_serves_again_by_itself)
{
    Box box{without_reports};
    const auto id = send_into(box, "silence:next=1");
    BOOST_TEST(box.wait_for(id, "sent delivered", 180s).number("attempts") >= 1);
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(went_through(box.line(), "recovering"));
}

BOOST_AUTO_TEST_CASE(one_that_escape_revives_does_not_leave_service)
{
    Box box{without_reports};
    const auto id = send_into(box, "deaf=escape:next=1");
    box.wait_for(id, "sent delivered", 180s);
    BOOST_TEST(!went_through(box.line(), "recovering"));
}

BOOST_AUTO_TEST_CASE(one_that_only_a_restart_revives_is_restarted_and_that_is_remembered)
{
    Box box{without_reports};
    const auto id = send_into(box, "deaf=restart:next=1");
    box.wait_for(id, "sent delivered", 180s);
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(box.ledger("rebooted").size() == 1);
    BOOST_TEST(says(cause_of(box.line(), "recovering"), "restarting it"));
    BOOST_TEST(eventually([&] { return says(box.log(), "restarting it helped"); }));
}

BOOST_AUTO_TEST_SUITE_END()
