#include "tests/e2e/box.hpp"
#include "tests/e2e/transitions.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

using namespace nida::e2e;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(hanging_line)

BOOST_AUTO_TEST_CASE(seven_lines_go_on_while_the_eighth_hangs)
{
    constexpr unsigned messages = 80, hanging = 3;
    Box box{{.modems = 8, .simulator = {"--latency", "300", "--status-report-delay", "off"}}};
    box.fault("deaf=power:modem=" + std::to_string(hanging));
    std::string batch;
    for (unsigned i = 0; i < messages; ++i)
        batch += R"({"to": ")" + number(i) + R"(", "text": ")" + std::to_string(1000 + i) + "\"}\n";
    BOOST_REQUIRE(box.nida({"send", "--batch", box.write_file("batch.jsonl", batch)}).code == 0);
    BOOST_REQUIRE(box.wait_until_idle(240s));

    // Each message went once, and each line sent its share in the order of the queue; only what the hanging one gave back comes late.
    std::map<std::int64_t, std::vector<std::string>> by_modem;
    for (const auto& event : box.ledger("accepted"))
        by_modem[event.number("modem")].push_back(event.text("text"));
    BOOST_TEST(by_modem.size() == 7);
    BOOST_TEST(by_modem.count(hanging) == 0);
    std::multiset<std::string> sent;
    unsigned out_of_order = 0;
    for (const auto& [modem, texts] : by_modem) {
        sent.insert(texts.begin(), texts.end());
        BOOST_TEST(!texts.empty());
        for (std::size_t i = 1; i < texts.size(); ++i)
            if (texts[i] < texts[i - 1]) ++out_of_order;
        const auto line = box.line("line" + std::to_string(modem));
        BOOST_TEST(line.text("state") == "ready");
        BOOST_TEST(!went_through(line, "recovering"));
        BOOST_TEST(!went_through(line, "degraded"));
    }
    BOOST_TEST(out_of_order <= 1);
    BOOST_TEST(sent.size() == messages);
    BOOST_TEST((std::set<std::string>(sent.begin(), sent.end()).size() == messages));
}

BOOST_AUTO_TEST_CASE(what_a_hanging_line_could_not_send_goes_to_the_other_before_its_recovery_begins)
{
    Box box{{.modems = 2, .simulator = {"--latency", "300", "--status-report-delay", "off"}}};
    box.fault("deaf=power:modem=1");
    for (unsigned i = 0; i < 4; ++i)
        box.send(number(i), "text");
    BOOST_REQUIRE(box.wait_sim("accepted==4", 120s));
    BOOST_TEST(eventually(
        [&] { return went_through(box.line("line1"), "recovering") || went_through(box.line("line1"), "degraded"); }));
    const auto last = box.ledger("accepted").back().text("t");
    for (const auto& transition : box.line("line1").records("transitions"))
        if (transition.text("state") == "recovering" || transition.text("state") == "degraded")
            BOOST_TEST(transition.text("at") > last);
}

BOOST_AUTO_TEST_SUITE_END()
