// Waits for minutes, as alerts do.
#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
void add_people(const Box& box, unsigned count)
{
    std::string csv = "number,name,language,groups\n";
    for (unsigned i = 0; i < count; ++i)
        csv += number(i) + ",Person " + std::to_string(i) + ",en,east\n";
    BOOST_REQUIRE(box.nida({"people", "import", box.write_file("east.csv", csv)}).code == 0);
}

std::string start_alert(const Box& box, const Arguments& ladder)
{
    Arguments arguments{"campaign", "new", "--group", "east", "--text", "Leave the valley", "--priority", "alert"};
    arguments.insert(arguments.end(), ladder.begin(), ladder.end());
    const auto made = box.nida(arguments);
    BOOST_REQUIRE_MESSAGE(made.code == 0, made.err);
    const auto id = made.out.substr(0, made.out.find('\n'));
    const auto sent = box.nida({"campaign", "send", id, "--yes"});
    BOOST_REQUIRE_MESSAGE(sent.code == 0, sent.err);
    return id;
}

Record campaign(const Box& box, const std::string& id) { return box.get("/v1/campaigns/" + id); }

std::ptrdiff_t delivered(const Box& box)
{
    return std::ranges::count_if(box.outbox(),
                                 [](const auto& message) { return message.text("state") == "delivered"; });
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_SUITE(alerts)

BOOST_AUTO_TEST_CASE(those_without_a_report_are_texted_again_an_ok_is_counted_and_the_list_ends_with_the_stop_word)
{
    // The reports of the first two texts are lost.
    Box box{{.simulator = {"--fault", "drop_report:next=2"}}};
    add_people(box, 4);
    const auto first = number(90), second = number(91), third = number(92);
    const auto id = start_alert(box, {"--flash", "--repeat-every", "1min", "--repeat-times", "2", "--escalate-to",
                                      first, "--escalate-to", second, "--escalate-to", third, "--escalate-every",
                                      "1min", "--escalate-text", "Who opens the school?"});
    BOOST_REQUIRE(box.wait_sim("accepted>=5"));
    BOOST_TEST(has(box.texts_to(first).at(0), "Who opens the school? Reply TAKEN to take charge."));
    box.sms(number(1), "Ok!");
    BOOST_TEST(eventually([&] { return campaign(box, id).number("acknowledged") == 1; }, 30s));
    BOOST_TEST(has(box.nida({"campaign", "show", id}).out, "answered OK 1"));

    // A report that is on its way when the process dies is lost: those of the other three must have come first.
    BOOST_REQUIRE(eventually([&] { return delivered(box) == 3; }, 30s));

    // What is to be done next is in the store.
    box.kill();
    box.start();

    BOOST_TEST(eventually([&] { return box.texts_to(number(0)).size() == 2; }, 150s));
    BOOST_TEST(eventually([&] { return box.texts_to(second).size() == 1; }, 90s));
    box.sms(second, "taken");
    BOOST_TEST(eventually([&] { return box.texts_to(second).size() == 2; }, 30s));
    BOOST_TEST(has(box.texts_to(second).at(1), "You are in charge of alert " + id));
    BOOST_TEST(eventually([&] { return box.texts_to(first).size() == 2; }, 30s));
    BOOST_TEST(has(box.texts_to(first).at(1), "is in charge of alert " + id));

    BOOST_TEST(eventually([&] { return campaign(box, id).text("state") == "done"; }, 240s));
    for (const unsigned person : {1U, 2U, 3U})
        BOOST_TEST(box.texts_to(number(person)).size() == 1);
    BOOST_TEST(box.texts_to(number(0)).size() == 2);
    BOOST_TEST(box.texts_to(first).size() == 2);
    BOOST_TEST(box.texts_to(third).empty());
    const auto ladder = campaign(box, id).object("ladder");
    BOOST_TEST(ladder.number("repeats") == 1);
    BOOST_TEST(ladder.object("escalation").object("taken_by").text("number") == second);
    BOOST_TEST(!has(box.log(), second)); // masked, or not there
}

BOOST_AUTO_TEST_CASE(the_phone_rings_of_whoever_gives_no_sign)
{
    Box box{{.simulator = {"--fault", "drop_report"}}};
    add_people(box, 2);
    const auto id = start_alert(box, {"--ring-after", "1min", "--ring-seconds", "5"});
    BOOST_REQUIRE(box.wait_sim("accepted>=2"));
    box.sms(number(1), "OK");
    const auto calls = [&](std::string_view state) {
        const auto all = box.ledger("call");
        return std::ranges::count_if(
            all, [&](const auto& call) { return call.text("state") == state && call.text("to") == number(0); });
    };
    BOOST_TEST(eventually([&] { return calls("ended") == 1; }, 120s));
    BOOST_TEST(calls("dialled") == 1);
    BOOST_TEST(box.ledger("call").size() == 2u); // nobody else's
    BOOST_TEST(eventually([&] { return campaign(box, id).object("ladder").number("rung") == 1; }, 30s));
    box.wait_for(box.send(number(50), "Something else"), "sent delivered"); // the modem is free again
}

BOOST_AUTO_TEST_SUITE_END()
