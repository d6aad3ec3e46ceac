#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
std::multiset<std::string> texts(const Box& box)
{
    std::multiset<std::string> all;
    for (const auto& row : box.inbox())
        all.insert(row.text("text"));
    return all;
}
} // namespace

BOOST_AUTO_TEST_SUITE(receiving)

BOOST_AUTO_TEST_CASE(a_storage_that_is_full_at_the_start_is_emptied_and_what_waits_in_the_network_follows)
{
    Box box{{.simulator = {"--sim-slots", "5", "--me-slots", "0"}, .start = false}};
    for (int i = 0; i < 12; ++i)
        box.sms(number(1), "text " + std::to_string(i));
    box.start();
    BOOST_TEST(eventually([&] { return box.inbox().size() == 12; }));
    const auto all = texts(box);
    BOOST_TEST(std::set<std::string>(all.begin(), all.end()).size() == 12u);
    BOOST_TEST(box.wait_sim("pending==0"));
}

BOOST_AUTO_TEST_CASE(segments_whose_others_never_come_do_not_fill_the_sim)
{
    Box box{{.simulator = {"--sim-slots", "3", "--me-slots", "0"}}};
    for (int i = 0; i < 5; ++i)
        box.sim({{"op", "sms"}, {"from", number(1)}, {"text", std::string(200, 'x')}, {"reference", i}, {"only", {0}}});
    box.sms(number(2), "whole");
    BOOST_TEST(eventually([&] { return box.inbox().size() == 1; }));
    BOOST_TEST(box.wait_sim("pending==0"));
    BOOST_TEST(eventually([&] { return box.ledger("deleted").size() == 6; }));
}

BOOST_AUTO_TEST_CASE(what_was_announced_twice_or_delivered_twice_arrives_once_each)
{
    Box box;
    box.fault("dup_cmti");
    for (int i = 0; i < 3; ++i)
        box.sms(number(1), "text " + std::to_string(i));
    BOOST_TEST(eventually([&] { return box.inbox().size() == 3; }));
    box.sms(number(2), "last");
    BOOST_TEST(eventually([&] { return texts(box).contains("last"); }));
    BOOST_TEST(box.inbox().size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_report_whose_place_is_named_wrong_is_found_in_its_own_storage)
{
    Box box{{.simulator = {"--family", "zte", "--fault", "wrong_cdsi"}}};
    const auto id = box.send(number(1), "Salam");
    BOOST_TEST(box.wait_for(id, "delivered").text("state") == "delivered");
}

BOOST_AUTO_TEST_CASE(a_report_ends_the_wait_for_a_result_that_was_lost)
{
    Box box{{.simulator = {"--status-report-delay", "1000"}}};
    box.fault("lost_result:next=1");
    const auto id = box.send(number(1), "Salam"), next = box.send(number(2), "next");
    // Without it, the line would wait for three minutes.
    BOOST_TEST(box.wait_for(id, "delivered", 90s).text("state") == "delivered");
    BOOST_TEST(box.wait_for(next, "sent delivered", 60s).number("attempts") == 1);
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(box.texts_to(number(2)).size() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_torn_on_its_way_from_the_modem_is_read_again)
{
    Box box;
    std::multiset<std::string> sent;
    for (const char* fault : {"interrupts=RING:next=1", "drop_octets:next=1"})
        for (int i = 0; i < 4; ++i) {
            box.fault(fault);
            sent.insert(fault + std::to_string(i));
            box.sms(number(1), fault + std::to_string(i));
            BOOST_TEST(eventually([&] { return box.inbox().size() >= sent.size(); }, 120s));
        }
    BOOST_TEST(texts(box) == sent);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_shown_with_its_octets_and_the_reason)
{
    Box box;
    box.sim({{"op", "sms"}, {"raw_pdu", "040C9119"}});
    BOOST_REQUIRE(eventually([&] { return box.inbox().size() == 1; }));
    const auto row = box.inbox().at(0);
    BOOST_TEST(row["text"].is_null());
    BOOST_TEST(!row.text("trouble").empty());
    BOOST_TEST(row["pdus"].at(0).as_string().find("040C9119") != std::string::npos);
    BOOST_TEST(eventually([&] { return box.ledger("deleted").size() == 1; }));
    box.sms(number(1), "Salam");
    BOOST_TEST(eventually([&] { return box.inbox().size() == 2; }));
    BOOST_TEST(box.inbox().at(1)["trouble"].is_null());
}

BOOST_AUTO_TEST_SUITE_END()
