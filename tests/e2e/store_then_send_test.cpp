#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
BoxOptions storing(Arguments simulator = {})
{
    simulator.insert(simulator.end(), {"--status-report-delay", "off"});
    return {.simulator = std::move(simulator), .line_keys = "store_then_send = true"};
}
/// Copies that were deleted in the modem: the network's messages have an id.
std::size_t deleted_copies(const Box& box)
{
    std::size_t count = 0;
    for (const auto& deleted : box.ledger("deleted"))
        count += deleted["id"].is_null() ? 1 : 0;
    return count;
}
} // namespace

BOOST_AUTO_TEST_SUITE(store_then_send)

BOOST_AUTO_TEST_CASE(segments_go_by_way_of_the_storage_and_leave_nothing_there)
{
    Box box{storing()};
    const auto id = box.send(number(1), std::string(200, 'x'));
    BOOST_TEST(box.wait_for(id, "sent").text("state") == "sent");
    BOOST_TEST(box.wait_for(box.send(number(2), "Salam"), "sent").text("state") == "sent");
    BOOST_TEST(box.ledger("accepted").size() == 3u);
    BOOST_TEST(eventually([&] { return deleted_copies(box) == 3; }));
    const auto accepted = box.ledger("accepted");
    BOOST_TEST(box.message(id)["references"].at(1) == accepted.at(1)["mr"]);
}

BOOST_AUTO_TEST_CASE(the_copy_settles_the_doubt_where_the_port_was_lost)
{
    Box box{storing()};
    box.fault("hangup_on_submit=after,200:next=1");
    const auto id = box.send(number(1), "Salam");
    const auto row = box.wait_for(id, "sent");
    BOOST_TEST(row.text("state") == "sent");
    BOOST_TEST(!row["in_doubt_at"].is_null());
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(eventually([&] { return deleted_copies(box) == 1; }));
    BOOST_TEST(box.inbox().empty()); // it is nothing that arrived
}

BOOST_AUTO_TEST_CASE(the_copy_settles_the_doubt_of_a_killed_daemon)
{
    Box box{storing({"--latency", "1500"})};
    const auto id = box.send(number(1), "Salam");
    BOOST_REQUIRE(box.wait_sim("on_air>=1"));
    box.kill();
    BOOST_REQUIRE(box.wait_sim("accepted>=1"));
    box.sim({{"op", "unplug"}}); // and with the port goes what the modem had to say
    box.sim({{"op", "plug"}});
    box.start();
    BOOST_TEST(box.wait_for(id, "sent").text("state") == "sent");
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_copy_that_was_not_sent_settles_nothing)
{
    Box box{storing()};
    box.fault("hangup_on_submit=before,200:next=1");
    const auto id = box.send(number(1), "Salam");
    BOOST_TEST(box.wait_for(id, "in_doubt").text("state") == "in_doubt");
    BOOST_REQUIRE(box.wait_for_line("line0", "ready"));
    BOOST_TEST(box.wait_for(box.send(number(2), "next"), "sent").text("state") == "sent");
    BOOST_TEST(box.message(id).text("state") == "in_doubt");
    BOOST_TEST(box.ledger("accepted").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_refused_copy_is_cleaned_away_and_the_message_goes_again)
{
    Box box{storing()};
    box.fault("cms=41:next=1"); // temporary failure
    const auto id = box.send(number(1), "Salam");
    BOOST_TEST(box.wait_for(id, "sent").text("state") == "sent");
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(eventually([&] { return deleted_copies(box) == 2; }));
}

BOOST_AUTO_TEST_SUITE_END()
