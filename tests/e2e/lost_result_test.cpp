#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using namespace std::chrono_literals;

// On its own, since it takes three minutes: a modem is given two to say what became of a segment, and one more before the line
// goes on without it.
BOOST_AUTO_TEST_SUITE(lost_result)

BOOST_AUTO_TEST_CASE(a_result_that_never_comes_leaves_a_doubt_and_a_line_that_goes_on)
{
    Box box{{.modems = 2,
             .simulator = {"--status-report-delay", "off", "--fault", "lost_result:next=1:modem=0", "--fault",
                           "late_result=125000:next=1:modem=1"}}};
    const auto lost = box.send(number(1), "lost", {"--line", "line0", "--priority", "alert"});
    const auto late = box.send(number(2), "late", {"--line", "line1"});
    const auto next = box.send(number(3), "next", {"--line", "line0"});

    const auto row = box.wait_for(lost, "in_doubt", 180s);
    BOOST_TEST(row.text("state") == "in_doubt");
    BOOST_TEST(box.message(next).text("state") == "queued"); // not before the modem and we are in step again
    BOOST_TEST(box.texts_to(number(1)).size() == 1);         // and nothing is resent at once

    // The other's result comes after the two minutes, while the line waits to be in step again.
    BOOST_TEST(box.wait_for(late, "sent", 30s).text("state") == "sent");
    BOOST_TEST(!box.message(late)["in_doubt_at"].is_null());
    BOOST_TEST(box.message(late)["references"].at(0).is_int64());
    BOOST_TEST(box.texts_to(number(2)).size() == 1);

    // An alert goes once more, a minute later: better twice than never.
    BOOST_TEST(box.wait_for(lost, "sent", 100s).text("state") == "sent");
    BOOST_TEST(box.texts_to(number(1)).size() == 2);
    BOOST_TEST(box.wait_for(next, "sent").text("state") == "sent");
    BOOST_TEST(box.texts_to(number(3)).size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
