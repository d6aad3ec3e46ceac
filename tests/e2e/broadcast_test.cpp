#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// Puts people 0 … count-1 into the group members.
void add_members(const Box& box, unsigned count)
{
    std::string csv = "number,name,language,groups\n";
    for (unsigned i = 0; i < count; ++i)
        csv += number(i) + ",,en,members\n";
    BOOST_REQUIRE(box.nida({"people", "import", box.write_file("members.csv", csv)}).code == 0);
}

/// How often the network took each recipient's message.
std::map<std::string, int> copies(const Box& box)
{
    std::map<std::string, int> found;
    for (const auto& record : box.ledger("accepted"))
        ++found[record.text("to")];
    return found;
}

bool each_once(const std::map<std::string, int>& found)
{
    return std::ranges::all_of(found, [](const auto& one) { return one.second == 1; });
}
} // namespace

BOOST_AUTO_TEST_SUITE(broadcast)

BOOST_AUTO_TEST_CASE(a_group_gets_it_once_each_without_duplicates_and_leavers)
{
    Box box;
    box.sms(number(3), "JOIN");
    BOOST_REQUIRE(box.wait_sim("accepted>=1")); // the welcome, which would not follow a leaving
    box.sms(number(3), "STOP");
    BOOST_REQUIRE(box.wait_sim("accepted>=2"));
    add_members(box, 10);
    const auto national = "0" + number(4).substr(4); // the same person, as it is dialled in the country
    BOOST_TEST(box.nida({"people", "add", national, "--group", "members"}).code == 0);
    BOOST_TEST(box.nida({"people", "add", number(20)}).code == 0); // in no group

    const auto answer = box.nida({"broadcast", "--group", "members", "--text", "Meeting at six", "--yes", "--json"});
    BOOST_TEST(answer.code == 0, answer.err);
    const auto id = box.rows({"outbox", "--campaign", "1"}).size();
    BOOST_TEST(id == 9);
    std::map<std::string, int> got;
    for (const auto& record : box.ledger("accepted"))
        if (record.text("text") == "Meeting at six") ++got[record.text("to")];
    BOOST_TEST(got.size() == 9);
    BOOST_TEST(each_once(got));
    BOOST_TEST(!got.contains(number(3)));
    BOOST_TEST(!got.contains(number(20)));

    BOOST_TEST(box.nida({"broadcast", "--all", "--text", "For all", "--yes"}).code == 0);
    BOOST_TEST(box.texts_to(number(20)).size() == 1);
    BOOST_TEST(box.texts_to(number(3)).size() == 2); // welcome and goodbye
}

BOOST_AUTO_TEST_CASE(somebody_who_leaves_while_a_campaign_runs_is_left_out_of_the_rest)
{
    Box box{{.simulator = {"--latency", "100"}}};
    add_members(box, 30);
    BOOST_REQUIRE(box.nida({"broadcast", "--group", "members", "--text", "Meeting at six", "--yes", "--detach"}).code ==
                  0);
    box.sms(number(29), "STOP");
    BOOST_REQUIRE(eventually([&] { return box.person(number(29)).text("state") == "left"; }));
    BOOST_TEST(box.ledger("accepted").size() < 29);
    BOOST_REQUIRE(box.wait_until_idle());
    const auto last = box.texts_to(number(29));
    BOOST_REQUIRE(last.size() == 1);
    BOOST_TEST(last[0] != "Meeting at six"); // only STOP's own answer
    const auto rows = box.rows({"outbox", "--state", "suppressed"});
    BOOST_REQUIRE(rows.size() == 1);
    BOOST_TEST(rows[0].text("to") == number(29));
    BOOST_TEST(rows[0].object("error").text("code") == "left");
}

BOOST_AUTO_TEST_CASE(nothing_goes_before_somebody_said_yes)
{
    Box box;
    add_members(box, 2);
    const auto answer = box.nida({"broadcast", "--group", "members", "--text", "Meeting"});
    BOOST_TEST(answer.code == 64);
    BOOST_TEST(answer.err.find("--yes") != std::string::npos);
    BOOST_TEST(box.outbox().empty());
}

BOOST_AUTO_TEST_CASE(the_preview_names_the_characters_that_force_ucs2)
{
    Box box;
    add_members(box, 2);
    auto answer = box.nida({"broadcast", "--group", "members", "--text", "Ça va, maçon ?", "--yes"});
    BOOST_TEST(answer.code == 0);
    BOOST_TEST(answer.err.find("UCS-2") != std::string::npos);
    BOOST_TEST(answer.err.find("ç") != std::string::npos); // Ç is in the GSM alphabet, ç is not
    answer = box.nida({"broadcast", "--group", "members", "--text", "Ca va ?", "--yes"});
    BOOST_TEST(answer.err.find("UCS-2") == std::string::npos);
    BOOST_TEST(answer.err.find("GSM") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_audience_that_does_not_exist_is_an_error)
{
    Box box;
    const auto answer = box.nida({"broadcast", "--group", "nurses", "--text", "x", "--yes"});
    BOOST_TEST(answer.code == 65);
    BOOST_TEST(answer.err.find("nurses") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(progress_ends_with_everybody_and_detach_leaves_at_once)
{
    Box box{{.simulator = {"--latency", "50"}}};
    add_members(box, 12);
    const auto text = box.write_file("text.txt", "مساء الخير، الاجتماع غدا في السادسة");
    const auto watched = box.nida({"broadcast", "--group", "members", "--text-file", text, "--yes"});
    BOOST_TEST(watched.code == 0);
    BOOST_TEST(watched.err.find("12/12") != std::string::npos);
    BOOST_TEST(box.texts_to(number(5)).at(0) == "مساء الخير، الاجتماع غدا في السادسة");

    const auto detached = box.nida({"broadcast", "--group", "members", "--text", "Second", "--yes", "--detach"});
    BOOST_TEST(detached.code == 0);
    BOOST_TEST(detached.out == "2\n");
    BOOST_TEST(box.ledger("accepted").size() < 24);
    BOOST_TEST(box.nida({"campaigns", "2", "--follow"}).code == 0);
    BOOST_TEST(box.get("/v1/campaigns/2")["done"].is_bool());
    BOOST_TEST(box.ledger("accepted").size() == 24);
}

BOOST_AUTO_TEST_CASE(an_alert_passes_a_running_campaign_at_the_next_segment)
{
    Box box{{.simulator = {"--latency", "200"}}};
    add_members(box, 20);
    BOOST_REQUIRE(box.nida({"broadcast", "--group", "members", "--text", "Meeting at six", "--yes", "--detach"}).code ==
                  0);
    BOOST_REQUIRE(box.wait_sim("accepted>=2"));
    const auto id = box.send(number(99), "Leave the square now", {"--priority", "alert"});
    const auto before = box.ledger("accepted").size(); // and one may be under way
    BOOST_TEST(box.wait_for(id, "sent delivered").text("priority") == "alert");
    BOOST_REQUIRE(box.wait_until_idle());

    const auto all = box.ledger("accepted");
    const auto at =
        std::ranges::find_if(all, [](const auto& one) { return one.text("text") == "Leave the square now"; });
    BOOST_REQUIRE((at != all.end()));
    BOOST_TEST(static_cast<std::size_t>(at - all.begin()) <= before + 1);
    BOOST_TEST(all.size() == 21);
    BOOST_TEST(each_once(copies(box)));
}

BOOST_AUTO_TEST_CASE(two_lines_share_the_work)
{
    Box box{{.modems = 2, .simulator = {"--latency", "40"}}};
    add_members(box, 40);
    BOOST_TEST(box.nida({"broadcast", "--group", "members", "--text", "Meeting at six", "--yes"}).code == 0);
    const auto all = box.ledger("accepted");
    const auto first = std::ranges::count_if(all, [](const auto& one) { return one.number("modem") == 0; });
    BOOST_TEST(all.size() == 40);
    BOOST_TEST(each_once(copies(box)));
    BOOST_TEST(first >= 10);
    BOOST_TEST(first <= 30);
}

BOOST_AUTO_TEST_CASE(a_line_that_dies_leaves_its_work_to_the_other)
{
    Box box{{.modems = 2, .simulator = {"--latency", "40", "--status-report-delay", "off"}}};
    add_members(box, 40);
    BOOST_REQUIRE(box.nida({"broadcast", "--group", "members", "--text", "Meeting at six", "--yes", "--detach"}).code ==
                  0);
    BOOST_REQUIRE(box.wait_sim("accepted>=6"));
    box.sim({{"op", "unplug"}, {"modem", 1}});
    BOOST_REQUIRE(box.wait_until_idle());
    BOOST_TEST(box.wait_for_line("line1", "opening absent recovering"));

    // What was under way when it died may be in doubt: one segment at most.
    const auto found = copies(box);
    BOOST_TEST(each_once(found));
    unsigned in_doubt = 0;
    for (const auto& row : box.outbox())
        if (row.text("state") == "in_doubt")
            ++in_doubt;
        else
            BOOST_TEST(found.contains(row.text("to")));
    BOOST_TEST(in_doubt <= 1);
}

BOOST_AUTO_TEST_CASE(what_remains_of_a_campaign_can_be_cancelled)
{
    Box box{{.simulator = {"--latency", "200"}}};
    add_members(box, 20);
    BOOST_REQUIRE(box.nida({"broadcast", "--group", "members", "--text", "Meeting at six", "--yes", "--detach"}).code ==
                  0);
    BOOST_REQUIRE(box.wait_sim("accepted>=2"));
    BOOST_TEST(box.nida({"cancel", "--campaign", "1"}).code == 0);
    BOOST_REQUIRE(box.wait_until_idle());
    const auto counts = box.get("/v1/campaigns/1").object("counts");
    BOOST_TEST(counts.number("cancelled") >= 10);
    const auto gone = static_cast<std::int64_t>(box.ledger("accepted").size());
    BOOST_TEST(gone + counts.number("cancelled") == 20);
}

BOOST_AUTO_TEST_SUITE_END()
