#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <string>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// The built-in menu of the simulator, whose *111# asks back.
constexpr const char* menu = "*111#";

std::size_t count_state(const Box& box, std::string_view state)
{
    std::size_t count = 0;
    for (const auto& entry : box.ledger("ussd"))
        if (entry.text("state") == state) ++count;
    return count;
}
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
std::string session_of(const Records& answer) { return std::to_string(answer.at(0).number("session")); }
} // namespace

BOOST_AUTO_TEST_SUITE(ussd)

BOOST_AUTO_TEST_CASE(a_session_is_gone_on_with_and_an_old_one_is_not)
{
    Box box;
    const auto first = box.rows({"ussd", "line0", menu});
    BOOST_TEST(first.at(0).text("mode") == "action_required");
    BOOST_TEST(!session_of(first).empty());
    BOOST_TEST(has(box.nida({"ussd", "line0", "1"}).out, "12.500 LYD"));
    // It is over now: what looks like an answer is dialled as a code, which the network does not know.
    BOOST_TEST(box.nida({"ussd", "line0", "1"}).code == 69);
}

BOOST_AUTO_TEST_CASE(a_second_code_while_a_session_is_open_hears_whose_it_is)
{
    Box box;
    box.nida({"ussd", "line0", menu});
    const auto busy = box.nida({"ussd", "line0", "*100#"});
    BOOST_TEST(busy.code == 75);
    BOOST_TEST(has(busy.err, "busy with a session of user"));
    const auto balance = box.nida({"line", "balance", "line0"});
    BOOST_TEST(balance.code != 0);
    BOOST_TEST(count_state(box, "asked") == 1u);
}

BOOST_AUTO_TEST_CASE(nothing_is_submitted_while_a_session_is_open_but_an_alert_ends_it)
{
    Box box;
    box.nida({"ussd", "line0", menu});
    const auto campaign = box.send(number(1), "not yet");
    box.sms(number(2), "what comes in is read"); // and shows that the line has gone round since
    BOOST_TEST(eventually([&] { return !box.inbox().empty(); }));
    BOOST_TEST(box.message(campaign).text("state") == "queued");
    BOOST_TEST(count_state(box, "cancelled") == 0u);
    const auto alert = box.send(number(3), "now", {"--priority", "alert"});
    box.wait_for(alert, "sent delivered");
    BOOST_TEST(count_state(box, "cancelled") == 1u);
    box.wait_for(campaign, "sent delivered");
    BOOST_TEST(box.nida({"ussd", "line0", "*100#"}).code == 0);
}

BOOST_AUTO_TEST_CASE(ctrl_c_ends_the_session_also_while_the_network_is_waited_for)
{
    Box box{{.simulator = {"--ussd-delay", "45000"}}};
    auto client = box.nida_in_background({"ussd", "line0", "*100#"}, "client");
    BOOST_TEST(eventually([&] { return count_state(box, "asked") == 1; }));
    client.signal(SIGINT);
    BOOST_TEST(client.wait(30s) == 130);
    BOOST_TEST(has(box.log(), "ends the USSD session on line line0"));
    // The line is free at once.
    const auto id = box.send(number(1), "Salam");
    box.wait_for(id, "sent delivered", 30s);
}

BOOST_AUTO_TEST_CASE(a_text_that_the_network_sends_by_itself_is_kept_and_its_question_ended)
{
    Box box;
    box.sim(
        {{"op", "network_ussd"}, {"text", "Win! 1 Yes 2 No"}, {"mode", 1}, {"options", {{"1", {{"text", "Paid."}}}}}});
    BOOST_TEST(eventually([&] { return box.inbox().size() == 1; }));
    BOOST_TEST(box.inbox().at(0).text("text") == "Win! 1 Yes 2 No");
    BOOST_TEST(eventually([&] { return count_state(box, "cancelled") == 1; }));
    BOOST_TEST(box.outbox().empty());
    BOOST_TEST(box.nida({"ussd", "line0", "*100#"}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_code_that_fails_after_its_ok_is_dialled_once)
{
    Box box;
    box.fault("ussd_error=258:next=1");
    const auto failed = box.nida({"ussd", "line0", "*100#"});
    BOOST_TEST(failed.code == 69);
    BOOST_TEST(count_state(box, "asked") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
