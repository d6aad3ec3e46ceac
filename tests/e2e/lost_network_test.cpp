#include "tests/e2e/box.hpp"
#include "tests/e2e/transitions.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_SUITE(lost_network)

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

BOOST_AUTO_TEST_SUITE_END()
