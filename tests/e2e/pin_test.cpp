#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

/// A box whose SIM asks for 1234, which nobody configured.
struct Locked {
    Box box{{.simulator = {"--pin", "1234"}, .start = false}};
    Locked()
    {
        box.start_only();
        BOOST_REQUIRE(eventually([&] { return says(box.line().text("trouble"), "asks for its PIN"); }));
    }
    Finished enter(const std::string& pin) const
    {
        return box.nida({"line", "pin", "line0", "--lang", "en"}, pin + '\n');
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(pin, Locked)

BOOST_AUTO_TEST_CASE(a_typed_pin_brings_the_line_into_service_at_once)
{
    const auto entered = enter("1234");
    BOOST_TEST(entered.code == 0, entered.err);
    BOOST_TEST(says(entered.out, "took the PIN"));
    BOOST_TEST(box.wait_for_line("line0", "ready"));
    box.wait_for(box.send(number(1), "Salam"), "sent delivered");

    const auto again = enter("9999"); // nobody tries it on a SIM that is open
    BOOST_TEST(again.code == 0);
    BOOST_TEST(says(again.out, "asks for no PIN"));
    BOOST_TEST(box.ledger("pin").size() == 1);
    BOOST_TEST(!says(box.log(), "1234"));
    BOOST_TEST(!says(box.log(), "9999"));
}

BOOST_AUTO_TEST_CASE(a_wrong_pin_is_tried_once_over_all_restarts_and_tells_the_tries_left)
{
    const auto wrong = enter("9999");
    BOOST_TEST(wrong.code == 65);
    BOOST_TEST(says(wrong.err, "the PIN is wrong"));
    BOOST_TEST(says(wrong.err, "tries left: 2"));
    BOOST_TEST(says(enter("9999").err, "was not tried"));
    box.stop();
    box.start_only();
    BOOST_TEST(eventually([&] { return says(box.line().text("trouble"), "PIN"); }));
    const auto again = enter("9999");
    BOOST_TEST(again.code == 65);
    BOOST_TEST(says(again.err, "tried on this SIM before"));
    BOOST_TEST(box.ledger("pin").size() == 1);

    // The last try belongs to a person with the telephone in hand.
    BOOST_TEST(says(enter("8888").err, "tries left: 1"));
    const auto last = enter("1234");
    BOOST_TEST(last.code == 65);
    BOOST_TEST(says(last.err, "would block the SIM"));
    BOOST_TEST(box.ledger("pin").size() == 2);
}

BOOST_AUTO_TEST_CASE(a_typed_pin_is_remembered_for_a_replug_and_forgotten_with_the_daemon)
{
    BOOST_REQUIRE(enter("1234").code == 0);
    BOOST_REQUIRE(box.wait_for_line("line0", "ready"));
    box.sim({{"op", "unplug"}, {"modem", 0}});
    BOOST_TEST(eventually([&] { return box.line().text("state") != "ready"; }));
    box.sim({{"op", "plug"}, {"modem", 0}});
    BOOST_TEST(box.wait_for_line("line0", "ready"));
    BOOST_TEST(box.ledger("pin").size() == 2);

    box.stop();
    box.sim({{"op", "unplug"}, {"modem", 0}});
    box.sim({{"op", "plug"}, {"modem", 0}});
    box.start_only();
    BOOST_TEST(eventually([&] { return says(box.line().text("trouble"), "asks for its PIN"); }));
    BOOST_TEST(box.ledger("pin").size() == 2);
}

BOOST_AUTO_TEST_CASE(a_line_without_a_modem_says_so)
{
    box.sim({{"op", "unplug"}, {"modem", 0}});
    const auto gone = enter("1234");
    BOOST_TEST(gone.code == 75);
    BOOST_TEST(says(gone.err, "cannot be used now"));
    const auto unknown = box.nida({"line", "pin", "line7", "--lang", "en"}, "1234\n");
    BOOST_TEST(unknown.code == 65);
    BOOST_TEST(says(unknown.err, "no such line"));
    BOOST_TEST(box.ledger("pin").empty());
}

BOOST_AUTO_TEST_SUITE_END()
