#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <system_error>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// A modem that stores no message for others to read: it can only hand them over.
const Arguments direct_only{"--fault", "instead=+CNMI=?>+CNMI: (0-2),(2),(0,2),(0-2),(0,1)|OK"};
} // namespace

BOOST_AUTO_TEST_SUITE(direct_delivery)

BOOST_AUTO_TEST_CASE(messages_are_acknowledged_when_they_are_on_disk)
{
    Box box{{.simulator = direct_only}};
    for (int i = 0; i < 5; ++i)
        box.sms(number(1), "text " + std::to_string(i));
    BOOST_TEST(eventually([&] { return box.inbox().size() == 5; }));
    BOOST_TEST(box.wait_sim("pending==0"));
    BOOST_TEST(box.ledger("unacknowledged").empty());
    BOOST_TEST(box.ledger("direct").size() == 5u);
    // Reports come in the same way.
    const auto id = box.send(number(1), "Salam");
    BOOST_TEST(box.wait_for(id, "delivered").text("state") == "delivered");
}

BOOST_AUTO_TEST_CASE(what_comes_while_a_segment_is_on_the_air_is_acknowledged_late_and_kept_once)
{
    Arguments simulator = direct_only;
    simulator.insert(simulator.end(), {"--latency", "18000", "--status-report-delay", "off"});
    Box box{{.simulator = simulator}};
    box.send(number(1), "long on its way");
    BOOST_REQUIRE(box.wait_sim("on_air>=1"));
    box.sms(number(2), "meanwhile");
    // The network gives up waiting, the modem stops handing over, and what is sent again lies in its storage.
    BOOST_TEST(eventually([&] { return !box.ledger("unacknowledged").empty(); }));
    BOOST_TEST(eventually([&] { return box.ledger("deleted").size() == 1; }, 120s));
    BOOST_TEST(box.wait_sim("pending==0"));
    BOOST_TEST(box.inbox().size() == 1u);
    box.sms(number(3), "later");
    BOOST_TEST(eventually([&] { return box.inbox().size() == 2; }));
    BOOST_TEST(box.ledger("direct").size() == 2u);
}

#ifdef NIDA_CRASH_POINTS
BOOST_AUTO_TEST_CASE(what_was_handed_over_and_not_on_disk_when_the_daemon_died_comes_again)
{
    Box box{{.simulator = direct_only, .environment = {{"NIDA_CRASH_AT", "receiving.read:3"}}}};
    for (int i = 0; i < 4; ++i)
        box.sms(number(1), "text " + std::to_string(i));
    BOOST_REQUIRE(eventually([&] { return !box.daemon_runs(); }));
    box.launch({});
    const auto serves = [&] {
        try {
            return box.in_service();
        } catch (const std::system_error&) {
            return false; // it is just starting
        }
    };
    BOOST_REQUIRE(eventually(serves));
    BOOST_TEST(eventually([&] { return box.inbox().size() >= 4; }));
    box.sms(number(1), "the last");
    BOOST_TEST(eventually([&] { return box.inbox().size() >= 5; }));
    BOOST_TEST(box.inbox().size() == 5u);
}
#endif

BOOST_AUTO_TEST_SUITE_END()
