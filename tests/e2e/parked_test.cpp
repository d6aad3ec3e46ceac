#include "tests/e2e/box.hpp"
#include "tests/e2e/transitions.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_SUITE(parked)

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
