#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// No status report says what became of a message.
const Arguments without_reports{"--status-report-delay", "off"};

/// Loses the port just after the network took the segment: nobody on our side can know.
std::int64_t send_into_doubt(const Box& box, const std::string& to, const Arguments& more = {})
{
    box.fault("hangup_on_submit=after,200:next=1");
    const auto id = box.send(to, "Salam", more);
    const auto row = box.wait_for(id, "in_doubt");
    BOOST_REQUIRE(row.text("state") == "in_doubt");
    BOOST_TEST(!row["in_doubt_at"].is_null());
    BOOST_TEST(row.object("error").text("code") == "in_doubt");
    return id;
}
} // namespace

BOOST_AUTO_TEST_SUITE(in_doubt)

BOOST_AUTO_TEST_CASE(a_port_lost_after_the_payload_leaves_the_message_in_doubt_and_the_others_go_on)
{
    Box box{{.simulator = without_reports}};
    const auto id = send_into_doubt(box, number(1), {"--priority", "alert"});
    const auto next = box.send(number(2), "next");
    BOOST_TEST(box.wait_for(next, "sent").text("state") == "sent");
    // An alert is resent once, but a minute later, not now.
    BOOST_TEST(box.message(id).text("state") == "in_doubt");
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    const auto why = box.nida({"why", std::to_string(id)}).out;
    BOOST_TEST(why.find("nobody knows") != std::string::npos);
    BOOST_TEST(box.nida({"send", "--batch", "-"}, "").code == 0); // an empty batch is none
    BOOST_TEST(box.status().object("queue").number("in_doubt") == 1);
}

BOOST_AUTO_TEST_CASE(a_port_lost_before_the_network_took_it_is_in_doubt_as_well)
{
    Box box{{.simulator = without_reports}};
    box.fault("hangup_on_submit=before,200:next=1");
    const auto id = box.send(number(1), "Salam");
    BOOST_TEST(box.wait_for(id, "in_doubt").text("state") == "in_doubt");
    BOOST_TEST(box.ledger("accepted").empty());
}

BOOST_AUTO_TEST_CASE(a_status_report_settles_a_doubt)
{
    Box box{{.simulator = {"--status-report-delay", "4000"}}};
    const auto id = send_into_doubt(box, number(1));
    const auto row = box.wait_for(id, "delivered");
    BOOST_TEST(row.text("state") == "delivered");
    BOOST_TEST(row["references"].at(0) == box.ledger("accepted").at(0)["mr"]);
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_person_decides)
{
    Box box{{.simulator = without_reports}};
    const auto gone = std::to_string(send_into_doubt(box, number(1)));
    BOOST_REQUIRE(box.wait_for_line("line0", "ready"));
    const auto lost = std::to_string(send_into_doubt(box, number(2)));
    BOOST_REQUIRE(box.wait_for_line("line0", "ready"));
    const auto again = std::to_string(send_into_doubt(box, number(3)));
    BOOST_REQUIRE(box.wait_for_line("line0", "ready"));

    BOOST_TEST(box.nida({"resolve", gone, "sent"}).code == 0);
    BOOST_TEST(box.message(std::stoll(gone)).text("state") == "sent");
    BOOST_TEST(box.nida({"resolve", lost, "give-up"}).code == 0);
    const auto failed = box.message(std::stoll(lost));
    BOOST_TEST(failed.text("state") == "failed");
    BOOST_TEST(failed.object("error").text("code") == "outcome_unknown");
    BOOST_TEST(box.nida({"resolve", again, "resend"}).code == 0);
    BOOST_TEST(box.wait_for(std::stoll(again), "sent").text("state") == "sent");
    BOOST_TEST(box.texts_to(number(3)).size() == 2); // it had gone: that is what a person risks
    BOOST_TEST(box.texts_to(number(1)).size() == 1);

    const auto late = box.nida({"resolve", gone, "resend"});
    BOOST_TEST(late.code == 65);
    BOOST_TEST(!late.err.empty());
}

BOOST_AUTO_TEST_CASE(a_kill_while_the_modem_has_a_segment_is_in_doubt_after_the_restart)
{
    Box box{{.simulator = {"--latency", "1500", "--status-report-delay", "off"}}};
    const auto id = box.send(number(1), "Salam"), next = box.send(number(2), "next");
    BOOST_REQUIRE(box.wait_sim("on_air>=1")); // `submitting` is in the store already
    box.kill();
    BOOST_REQUIRE(box.wait_sim("accepted>=1"));
    box.sim({{"op", "unplug"}}); // and with the port goes what the modem had to say
    box.sim({{"op", "plug"}});
    box.start();
    BOOST_TEST(box.message(id).text("state") == "in_doubt");
    BOOST_TEST(box.wait_for(next, "sent").text("state") == "sent");
    BOOST_TEST(box.message(id).text("state") == "in_doubt");
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_result_that_waits_in_the_port_settles_the_doubt_of_a_killed_daemon)
{
    Box box{{.simulator = {"--latency", "1000", "--status-report-delay", "off"}}};
    const auto id = box.send(number(1), "Salam");
    BOOST_REQUIRE(box.wait_sim("on_air>=1")); // `submitting` is in the store already
    box.kill();
    BOOST_REQUIRE(box.wait_sim("accepted>=1"));
    box.start();
    const auto row = box.wait_for(id, "sent");
    BOOST_TEST(row.text("state") == "sent");
    BOOST_TEST(row["references"].at(0) == box.ledger("accepted").at(0)["mr"]);
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_result_that_comes_while_the_port_is_opened_again_settles_it_too)
{
    Box box{{.simulator = {"--latency", "4000", "--status-report-delay", "off"}}};
    const auto id = box.send(number(1), "Salam");
    BOOST_REQUIRE(box.wait_sim("on_air>=1")); // `submitting` is in the store already
    box.kill();
    box.start();
    BOOST_TEST(box.wait_for(id, "sent").text("state") == "sent");
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
}

BOOST_AUTO_TEST_CASE(the_later_segments_of_a_doubtful_message_wait_and_others_go)
{
    Box box{{.simulator = without_reports}};
    box.fault("hangup_on_submit=after,200:next=1:skip=1");
    const auto id = box.send(number(1), std::string(400, 'x'));
    BOOST_REQUIRE(box.wait_for(id, "in_doubt").text("state") == "in_doubt");
    const auto other = box.send(number(2), "other");
    BOOST_TEST(box.wait_for(other, "sent").text("state") == "sent");
    BOOST_TEST(box.texts_to(number(1)).size() == 2);

    BOOST_TEST(box.nida({"resolve", std::to_string(id), "resend"}).code == 0);
    BOOST_TEST(box.wait_for(id, "sent").text("state") == "sent");
    const auto all = box.ledger("accepted");
    std::vector<std::int64_t> order, references;
    for (const auto& record : all)
        if (record.text("to") == number(1)) {
            order.push_back(record.object("concat").number("seq"));
            references.push_back(record.object("concat").number("ref"));
        }
    const std::vector<std::int64_t> expected{1, 2, 2, 3}; // only the doubtful and the unsent, under the same reference
    BOOST_TEST(order == expected, boost::test_tools::per_element());
    for (const auto reference : references)
        BOOST_TEST(reference == references.front());
}

BOOST_AUTO_TEST_SUITE_END()
