#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_SUITE(parked)

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
