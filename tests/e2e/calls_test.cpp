#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
const std::string join = "[calls]\nkeyword = \"JOIN\"\n";
const std::string ring_out = "[calls]\nhang_up = false\n";

void call(const Box& box, const std::string& from, int duration_ms = 20000, unsigned modem = 0)
{
    boost::json::object request{{"op", "call"}, {"modem", modem}, {"duration_ms", duration_ms}};
    if (!from.empty()) request["from"] = from;
    box.sim(request);
}

/// Waits until so many calls have ended in this way.
bool calls_were(const Box& box, std::string_view how, std::ptrdiff_t count)
{
    return eventually([&] {
        const auto calls = box.ledger("call");
        return std::ranges::count_if(calls, [how](const auto& one) { return one.text("state") == how; }) == count;
    });
}

Records events(const Box& box, std::string_view kind)
{
    auto all = box.rows({"line", "events", "line0"});
    std::erase_if(all, [kind](const auto& event) { return event.text("kind") != kind; });
    return all;
}

bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_SUITE(calls)

BOOST_AUTO_TEST_CASE(a_missed_call_joins_and_is_hung_up_at_once)
{
    Box box{{.defaults = join}};
    call(box, number(1));
    BOOST_TEST(calls_were(box, "rejected", 1));
    BOOST_REQUIRE(box.wait_sim("accepted>=1")); // the welcome
    BOOST_TEST(box.texts_to(number(1)).size() == 1);

    const auto inbox = box.inbox();
    BOOST_REQUIRE(inbox.size() == 1);
    BOOST_TEST(inbox[0].text("kind") == "call");
    BOOST_TEST(inbox[0].text("from") == number(1));
    BOOST_TEST(inbox[0].text("keyword") == "JOIN");
    BOOST_TEST(inbox[0].text("text") == "");
    BOOST_TEST(box.person(number(1)).text("state") == "member");
    BOOST_TEST(box.person(number(1)).records("consents").at(0).text("words") == "missed call");
    BOOST_REQUIRE(eventually([&] { return events(box, "call").size() == 1; }));
    BOOST_TEST(!says(events(box, "call")[0].text("text"), number(1))); // masked
    BOOST_TEST(says(box.nida({"inbox", "--lang", "en"}).out, "(missed call)"));
    BOOST_TEST(box.line()["calls"].as_bool());
}

BOOST_AUTO_TEST_CASE(without_a_keyword_a_call_is_only_shown)
{
    Box box;
    call(box, number(1));
    BOOST_REQUIRE(eventually([&] { return box.inbox().size() == 1; }));
    BOOST_TEST(box.inbox()[0].text("keyword") == "");
    BOOST_TEST(box.rows({"people"}).empty());
    BOOST_TEST(box.outbox().empty());
}

BOOST_AUTO_TEST_CASE(many_rings_are_one_call_and_a_second_call_within_the_minute_is_none)
{
    Box box{{.simulator = {"--ring-interval", "300"}, .defaults = ring_out}};
    call(box, number(1), 2000);
    BOOST_TEST(eventually([&] { return box.inbox().size() == 1; }));
    BOOST_TEST(calls_were(box, "missed", 1));
    call(box, number(1), 500);
    BOOST_TEST(calls_were(box, "missed", 2));
    call(box, number(2), 500);
    BOOST_REQUIRE(eventually([&] { return box.inbox().size() == 2; }));
    BOOST_TEST(box.inbox()[1].text("from") == number(2));
}

BOOST_AUTO_TEST_CASE(a_withheld_number_is_an_event_and_nothing_more)
{
    Box box{{.simulator = {"--ring-interval", "300"}, .defaults = join}};
    call(box, "");
    BOOST_TEST(calls_were(box, "rejected", 1));
    BOOST_TEST(eventually([&] { return !events(box, "call").empty(); }));
    BOOST_TEST(says(events(box, "call").at(0).text("text"), "withheld"));
    BOOST_TEST(box.inbox().empty());
    BOOST_TEST(box.outbox().empty());
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_while_it_rings_and_all_of_it_afterwards)
{
    Box box{{.simulator = {"--status-report-delay", "off"}, .defaults = ring_out}};
    call(box, number(1), 3000);
    const auto id = box.send(number(2), "Salam");
    BOOST_TEST(box.wait_for(id, "sent").text("state") == "sent");
    std::string order;
    for (const auto& one : box.ledger())
        if (one.text("event") == "call" || one.text("event") == "accepted")
            order += one.text("event") + ' ' + one.text("state") + ' ';
    BOOST_TEST(order == "call ringing call missed accepted  ");
}

BOOST_AUTO_TEST_CASE(calls_in_the_middle_of_a_campaign_lose_nothing_and_double_nothing)
{
    constexpr unsigned messages = 40;
    Box box{{.simulator = {"--latency", "50", "--status-report-delay", "off", "--ring-interval", "400"}}};
    std::string batch;
    for (unsigned i = 0; i < messages; ++i)
        batch += R"({"to": ")" + number(100 + i) + R"(", "text": "Salam"})" + '\n';
    BOOST_REQUIRE(box.nida({"send", "--batch", "-"}, batch).code == 0);
    for (unsigned i = 0; i < 4; ++i) {
        BOOST_REQUIRE(box.wait_sim("accepted>=" + std::to_string(i * 8 + 4)));
        call(box, number(i), 5000);
        BOOST_TEST(eventually([&] { return box.inbox().size() == i + 1; }));
    }
    BOOST_TEST(box.wait_until_idle());
    BOOST_TEST(box.ledger("accepted").size() == messages);
    for (unsigned i = 0; i < messages; ++i)
        BOOST_TEST(box.texts_to(number(100 + i)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_call_is_kept_where_the_modem_goes_while_it_rings)
{
    Box box{{.defaults = ring_out + "[log]\nlevel = \"debug\"\n"}};
    call(box, number(1), 30000);
    BOOST_TEST(eventually([&] { return says(box.log(), "a call rings"); }));
    box.sim({{"op", "unplug"}, {"modem", 0}});
    BOOST_REQUIRE(eventually([&] { return box.inbox().size() == 1; }));
    BOOST_TEST(box.inbox()[0].text("from") == number(1));
}

BOOST_AUTO_TEST_SUITE_END()
