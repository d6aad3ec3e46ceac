#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
Records muted(const Box& box) { return box.get("/v1/muted").records("rows"); }

std::size_t rows_from(const Box& box, const std::string& sender, std::string_view kind = "sms")
{
    std::size_t count = 0;
    for (const auto& row : box.inbox())
        count += row.text("from") == sender && row.text("kind") == kind ? 1 : 0;
    return count;
}
} // namespace

BOOST_AUTO_TEST_SUITE(floods)

BOOST_AUTO_TEST_CASE(a_flood_is_muted_with_a_record_while_others_join_and_alerts_go_out)
{
    Box box{{.defaults = "sender_limit_per_hour = 20\n"}};
    const auto flood = number(1);
    box.sms(flood, "JOIN");
    for (int i = 0; i < 100; ++i)
        box.sms(flood, "noise " + std::to_string(i));
    box.sms(number(2), "JOIN");
    const auto alert = box.send(number(3), "come at once", {"--priority", "alert"});
    for (int i = 100; i < 200; ++i)
        box.sms(flood, "noise " + std::to_string(i));

    BOOST_TEST(box.wait_for(alert, "sent delivered").text("state") != "failed");
    BOOST_TEST(eventually([&] { return box.texts_to(number(2)).size() == 1; }));
    BOOST_TEST(
        eventually([&] { return !muted(box).empty() && muted(box).front().number("dropped") == 201 - 20; }, 120s));
    BOOST_TEST(muted(box).front().text("number") == flood);
    BOOST_TEST(box.status().number("muted") == 1);
    BOOST_TEST(rows_from(box, flood) == 20);
    BOOST_TEST(rows_from(box, flood, "muted") == 1);
    BOOST_TEST(box.wait_sim("pending==0")); // and the modem was emptied of all of it

    // Leaving is heard, and not answered; only a person ends the mute before its time.
    const auto answers = box.texts_to(flood).size();
    box.sms(flood, "STOP");
    BOOST_TEST(eventually([&] { return box.person(flood).text("state") == "left"; }));
    BOOST_TEST(box.texts_to(flood).size() == answers);
    BOOST_TEST(box.nida({"muted"}).out.find(flood) != std::string::npos);
    BOOST_TEST(box.nida({"unmute", flood}).code == 0);
    BOOST_TEST(box.nida({"unmute", flood}).code != 0);
    BOOST_TEST(muted(box).empty());
}

BOOST_AUTO_TEST_CASE(campaigns_pass_over_a_number_that_does_not_exist_until_it_is_said_to)
{
    Box box{{.simulator = {"--status-report-delay", "off"}, .defaults = "give_up_after = 2\n"}};
    BOOST_REQUIRE(box.nida({"people", "add", number(1), "--group", "nurses"}).code == 0);
    for (int i = 0; i < 2; ++i) {
        box.fault("cms=1:next=1");
        BOOST_TEST(box.wait_for(box.send(number(1), "Salam"), "failed").text("state") == "failed");
    }
    BOOST_TEST(box.person(number(1)).object("failed").number("times") == 2);
    BOOST_TEST(box.nida({"broadcast", "--group", "nurses", "--text", "come", "--yes", "--detach"}).code ==
               65); // nobody
    BOOST_REQUIRE(box.nida({"people", "add", number(2), "--group", "nurses"}).code == 0);
    const auto broadcast = [&] {
        BOOST_TEST(box.nida({"broadcast", "--group", "nurses", "--text", "come", "--yes", "--detach"}).code == 0);
        std::int64_t id = 0; // the newest for the first of them
        for (const auto& message : box.outbox())
            if (message.text("to") == number(1)) id = message.number("id");
        return box.wait_for(id, "suppressed sent delivered");
    };
    const auto passed_over = broadcast();
    BOOST_TEST(passed_over.text("state") == "suppressed");
    BOOST_TEST(passed_over.object("error").text("code") == "unreachable");
    BOOST_TEST(box.wait_for(box.send(number(1), "Are you there?"), "sent").text("state") == "sent");
    BOOST_TEST(box.nida({"people", "reachable", number(1)}).code == 0);
    BOOST_TEST(broadcast().text("state") != "suppressed");
}

BOOST_AUTO_TEST_SUITE_END()
