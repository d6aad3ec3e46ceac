#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::e2e;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(staggering)

BOOST_AUTO_TEST_CASE(so_many_lines_transmit_at_once_and_no_more)
{
    Box box{{.modems = 3,
             .simulator = {"--latency", "150", "--status-report-delay", "off"},
             .defaults = "[modems]\ntransmit_at_once = 1"}};
    for (unsigned i = 0; i < 12; ++i)
        box.send(number(i), "text", {"--line", "line" + std::to_string(i % 3)});
    BOOST_TEST(box.wait_until_idle());
    int on_air = 0, most = 0;
    std::array<int, 3> sent{};
    for (const auto& event : box.ledger()) {
        if (event.text("event") == "on_air") most = std::max(most, ++on_air);
        if (event.text("event") != "accepted") continue;
        --on_air;
        ++sent.at(static_cast<std::size_t>(event.number("modem")));
    }
    BOOST_TEST(most == 1);
    for (const int count : sent)
        BOOST_TEST(count == 4);
}

BOOST_AUTO_TEST_CASE(a_line_in_doubt_or_lost_does_not_keep_the_others_from_sending)
{
    Box box{{.modems = 2, .simulator = {"--status-report-delay", "off"}, .defaults = "[modems]\ntransmit_at_once = 1"}};
    box.fault("hangup_on_submit=after,60000:next=1:modem=0"); // and it stays away
    const auto lost = box.send(number(1), "lost", {"--line", "line0"});
    BOOST_TEST(box.wait_for(lost, "in_doubt").text("state") == "in_doubt");
    const auto other = box.send(number(2), "other", {"--line", "line1"});
    BOOST_TEST(box.wait_for(other, "sent").text("state") == "sent");
}

BOOST_AUTO_TEST_CASE(an_alert_does_not_wait_for_the_pause_between_segments)
{
    Box box{{.simulator = {"--status-report-delay", "off"}, .line_keys = "jitter = 60"}};
    for (unsigned i = 1; i <= 5; ++i)
        box.send(number(i), "campaign");
    BOOST_REQUIRE(box.wait_sim("accepted>=1"));
    const auto alert = box.send(number(9), "alert", {"--priority", "alert"});
    BOOST_TEST(box.wait_for(alert, "sent", 30s).text("state") == "sent");
    BOOST_TEST(box.status().object("queue").number("queued") >= 1);
}

BOOST_AUTO_TEST_SUITE_END()
