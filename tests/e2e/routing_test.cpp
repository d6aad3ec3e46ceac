#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <regex>
#include <set>
#include <sstream>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// Four lines: two of each operator.
const std::vector<std::string> keys{
    "operator = \"ly-libyana\"\nrecipients_per_day = 70\n", "operator = \"ly-libyana\"\nsegments_per_hour = 90\n",
    "operator = \"ly-almadar\"\nsegments_per_day = 60\n", "operator = \"ly-almadar\"\n"};

std::string with_keys(std::string config)
{
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto name = "name = \"line" + std::to_string(i) + "\"\n";
        config.insert(config.find(name) + name.size(), keys[i]);
    }
    return config;
}
std::string batch_line(const std::string& to)
{
    return R"({"to": ")" + to + "\", \"text\": \"The bridge is closed.\"}\n";
}
} // namespace

BOOST_AUTO_TEST_SUITE(routing)

BOOST_AUTO_TEST_CASE(everybody_gets_it_on_the_line_they_know_or_of_their_operator_and_no_line_passes_its_quota)
{
    Box box{{.modems = 4, .simulator = {"--latency", "10", "--status-report-delay", "off"}, .start = false}};
    box.write_config(with_keys(box.config()));
    box.start();

    // Twenty people wrote to line 3, and know it from then on: those of Libyana among them, too.
    std::set<std::string> know_line_3;
    for (int i = 0; i < 20; ++i) {
        know_line_3.insert("+2189230000" + std::to_string(10 + i));
        box.sms(*know_line_3.rbegin(), "JOIN", 3);
    }
    BOOST_REQUIRE(box.wait_sim("accepted>=20")); // each got a welcome
    BOOST_REQUIRE(box.wait_until_idle());

    std::string batch;
    for (const auto& number : know_line_3)
        batch += batch_line(number);
    for (int i = 0; i < 140; ++i)
        batch +=
            batch_line("+218925000" + std::to_string(100 + i)) + batch_line("+218915000" + std::to_string(100 + i));
    BOOST_REQUIRE(box.nida({"send", "--batch", "-"}, batch).code == 0);
    BOOST_REQUIRE(box.wait_sim("accepted>=320"));
    BOOST_REQUIRE(box.wait_until_idle());

    std::map<std::int64_t, int> segments;
    std::map<std::int64_t, std::set<std::string>> recipients;
    std::map<std::string, int> texts;
    int by_own_operator = 0;
    for (const auto& accepted : box.ledger("accepted")) {
        const auto modem = accepted.number("modem");
        const auto to = accepted.text("to");
        ++segments[modem];
        recipients[modem].insert(to);
        if (accepted.text("text") != "The bridge is closed.") continue;
        ++texts[to];
        if (know_line_3.contains(to))
            BOOST_TEST(modem == 3, to << " knows line 3");
        else
            by_own_operator += (to.starts_with("+21892") ? 0 : 2) == modem - modem % 2;
    }
    BOOST_TEST(texts.size() == 300u);
    for (const auto& [to, count] : texts)
        BOOST_TEST(count == 1, to << " got it " << count << " times");
    BOOST_TEST(recipients[0].size() <= 70u);
    BOOST_TEST(segments[1] <= 90);
    BOOST_TEST(segments[2] <= 60);
    BOOST_TEST(segments[0] + segments[1] >= 120);
    BOOST_TEST(by_own_operator >= 245, "and " << 280 - by_own_operator << " had to go by the other operator");
}

BOOST_AUTO_TEST_CASE(a_line_over_its_quota_says_so_and_the_others_take_over)
{
    Box box{{.modems = 2, .simulator = {"--latency", "10", "--status-report-delay", "off"}, .start = false}};
    auto config = box.config();
    const std::string first = "name = \"line0\"\n";
    config.insert(config.find(first) + first.size(), "operator = \"ly-libyana\"\nsegments_per_hour = 3\n");
    box.write_config(config);
    box.start();
    for (int i = 0; i < 5; ++i)
        box.send("+21892500010" + std::to_string(i), "hello");
    BOOST_REQUIRE(box.wait_sim("accepted>=5"));
    BOOST_REQUIRE(box.wait_until_idle());
    std::map<std::int64_t, int> segments;
    for (const auto& accepted : box.ledger("accepted"))
        ++segments[accepted.number("modem")];
    BOOST_TEST(segments[0] == 3);
    BOOST_TEST(segments[1] == 2);

    // What only that line may send waits, and says why; also after a restart.
    const auto pinned = box.send("+218925000200", "hello", {"--line", "line0"});
    BOOST_TEST(eventually([&] { return box.line().text("limit") == "segments_per_hour"; }));
    BOOST_TEST(box.line().text("waiting_for") == "its 3 segments an hour are used up");
    BOOST_TEST(box.nida({"why", std::to_string(pinned)}).out.find("its 3 segments an hour are used up") !=
               std::string::npos);
    BOOST_TEST(box.stop() == 0);
    box.start();
    BOOST_TEST(eventually([&] { return box.line().text("limit") == "segments_per_hour"; }));
    BOOST_TEST(box.message(pinned).text("state") == "queued");
}

BOOST_AUTO_TEST_SUITE_END()
