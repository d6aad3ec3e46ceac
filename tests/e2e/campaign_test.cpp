#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <map>
#include <unistd.h>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// Puts people 0 … count-1 into the group members, every third of them with Arabic, French and English.
void add_members(const Box& box, unsigned count)
{
    constexpr const char* languages[] = {"ar", "fr", "en"};
    std::string csv = "number,name,language,groups\n";
    for (unsigned i = 0; i < count; ++i)
        csv += number(i) + ",Person " + std::to_string(i) + ',' + languages[i % 3] + ",members\n";
    BOOST_REQUIRE(box.nida({"people", "import", box.write_file("members.csv", csv)}).code == 0);
}

/// Makes a draft. @return its id
std::string draft(const Box& box, const Arguments& options, int code = 0)
{
    Arguments arguments{"campaign", "new"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto made = box.nida(arguments);
    BOOST_REQUIRE_MESSAGE(made.code == code, made.err);
    return made.out.substr(0, made.out.find('\n'));
}

Finished command(const Box& box, const std::string& what, const std::string& id, const Arguments& more = {})
{
    Arguments arguments{"campaign", what, id};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return box.nida(arguments);
}

Record row(const Box& box, const std::string& id) { return box.get("/v1/campaigns/" + id); }

/// How many of its messages are in a state.
std::int64_t count(const Box& box, const std::string& id, const std::string& state)
{
    const auto counts = row(box, id).object("counts");
    return counts[state].is_null() ? 0 : counts.number(state);
}

/// Sends it and waits until it is over.
void send_to_the_end(const Box& box, const std::string& id)
{
    const auto sent = command(box, "send", id, {"--yes", "--follow"});
    BOOST_TEST(sent.code == 0, sent.err);
}

std::map<std::string, int> copies(const Box& box, const std::string& text)
{
    std::map<std::string, int> found;
    for (const auto& record : box.ledger("accepted"))
        if (record.text("text") == text) ++found[record.text("to")];
    return found;
}

bool each_once(const std::map<std::string, int>& found)
{
    return std::ranges::all_of(found, [](const auto& one) { return one.second == 1; });
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_SUITE(campaign)

BOOST_AUTO_TEST_CASE(a_draft_is_previewed_tried_sent_paused_resumed_and_done)
{
    Box box{{.simulator = {"--latency", "150"}}};
    add_members(box, 20);
    const auto id = draft(box, {"--name", "meeting", "--group", "members", "--text", "Meeting at six"});
    BOOST_TEST(row(box, id).text("state") == "draft");
    BOOST_TEST(box.outbox().empty());
    const auto preview = command(box, "preview", id);
    BOOST_TEST(has(preview.out, "20"));
    BOOST_TEST(has(preview.out, "Meeting at six"));

    BOOST_TEST(command(box, "test", id, {number(90)}).code == 0);
    BOOST_REQUIRE(box.wait_until_idle());
    BOOST_TEST(box.texts_to(number(90)).size() == 1);
    BOOST_TEST(box.ledger("accepted").size() == 1);

    BOOST_TEST(command(box, "send", id).code == 64); // nobody was there to say yes
    const auto sent = command(box, "send", id, {"--yes"});
    BOOST_TEST(sent.code == 0, sent.err);
    BOOST_REQUIRE(box.wait_sim("accepted>=4"));
    const auto paused = command(box, "pause", id);
    BOOST_TEST(paused.code == 0);
    BOOST_TEST(has(paused.err, "nida campaign resume"));
    BOOST_TEST(row(box, id).text("state") == "paused");
    BOOST_REQUIRE(eventually([&] { return count(box, id, "submitting") == 0; }));
    const auto before = copies(box, "Meeting at six").size();
    BOOST_TEST(before < 20);
    box.wait_for(box.send(number(91), "Something else"), "sent delivered"); // what is no part of it goes
    BOOST_TEST(copies(box, "Meeting at six").size() == before);

    BOOST_TEST(command(box, "resume", id).code == 0);
    const auto followed = command(box, "show", id, {"--follow"});
    BOOST_TEST(followed.code == 0, followed.err);
    BOOST_TEST(has(followed.err, "20/20"));
    BOOST_TEST(eventually([&] { return row(box, id).text("state") == "done"; }));
    const auto all = copies(box, "Meeting at six");
    BOOST_TEST(all.size() == 21); // with the one that it was tried on
    BOOST_TEST(each_once(all));
    BOOST_TEST(has(box.nida({"campaigns"}).out, "meeting"));
    BOOST_TEST(command(box, "pause", id).code == 65);
}

BOOST_AUTO_TEST_CASE(what_has_not_left_of_a_paused_one_is_cancelled_for_good)
{
    Box box{{.simulator = {"--latency", "150"}}};
    add_members(box, 20);
    const auto id = draft(box, {"--all", "--text", "Meeting"});
    BOOST_REQUIRE(command(box, "send", id, {"--yes"}).code == 0);
    BOOST_REQUIRE(box.wait_sim("accepted>=3"));
    BOOST_TEST(command(box, "pause", id).code == 0);
    BOOST_TEST(command(box, "cancel", id).code == 0);
    BOOST_REQUIRE(box.wait_until_idle());
    BOOST_TEST(row(box, id).text("state") == "cancelled");
    const auto left = copies(box, "Meeting").size();
    BOOST_TEST(left < 20);
    BOOST_TEST(eventually([&] { return count(box, id, "cancelled") == 20 - static_cast<std::int64_t>(left); }));
    BOOST_TEST(command(box, "resume", id).code == 65);
}

BOOST_AUTO_TEST_CASE(a_large_one_waits_for_a_second_person)
{
    Box box{{.defaults = "[campaigns]\napproval_above = 2\n"}};
    add_members(box, 3);
    const auto id = draft(box, {"--group", "members", "--text", "Meeting"});
    const auto sent = command(box, "send", id, {"--yes"});
    BOOST_TEST(sent.code == 0);
    BOOST_TEST(has(sent.err, "nida campaign approve " + id));
    BOOST_TEST(row(box, id).text("state") == "waiting");
    BOOST_TEST(box.outbox().empty());
    const auto same = command(box, "approve", id, {"--yes"});
    BOOST_TEST(same.code == 77, same.err);
    BOOST_TEST(command(box, "refuse", id, {"--why", "too early"}).code == 0);
    BOOST_TEST(row(box, id).text("state") == "draft");
    BOOST_TEST(box.outbox().empty());

    const auto cast = box.nida({"broadcast", "--group", "members", "--text", "At once", "--yes"});
    BOOST_TEST(cast.code == 0);
    BOOST_TEST(has(cast.err, "nida campaign approve"));
    BOOST_TEST(box.outbox().empty());

    if (::geteuid() != 0) return; // nobody can become somebody else
    BOOST_REQUIRE(command(box, "send", id, {"--yes"}).code == 0);
    namespace fs = std::filesystem;
    fs::permissions(fs::path{box.socket()}.parent_path(), fs::perms::others_exec, fs::perm_options::add);
    fs::permissions(box.socket(), fs::perms::others_read | fs::perms::others_write, fs::perm_options::add);
    const auto approved = run({"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program("nida"),
                               "--socket", box.socket(), "campaign", "approve", id, "--yes"});
    BOOST_TEST_REQUIRE(approved.code == 0, std::to_string(approved.code) + ": " + approved.err);
    BOOST_REQUIRE(eventually([&] { return row(box, id).text("state") == "done"; }));
    BOOST_TEST(copies(box, "Meeting").size() == 3);
    BOOST_TEST(row(box, id).records("approvals").size() == 1);
}

BOOST_AUTO_TEST_CASE(those_whom_it_did_not_reach_get_it_by_a_second_campaign)
{
    Box box;
    add_members(box, 4);
    box.fault("cms=1:next=1"); // unassigned number
    const auto id = draft(box, {"--group", "members", "--text", "Meeting"});
    const auto sent = command(box, "send", id, {"--yes", "--follow"});
    BOOST_TEST(sent.code == 69);
    BOOST_TEST(has(sent.err, "failed 1"));
    BOOST_REQUIRE(eventually([&] { return row(box, id).text("state") == "done"; }));
    const auto again = command(box, "resend", id);
    BOOST_TEST(again.code == 0, again.err);
    BOOST_TEST(row(box, "2").text("parent") == id);
    BOOST_TEST(copies(box, "Meeting").size() == 3);
    send_to_the_end(box, "2");
    const auto all = copies(box, "Meeting");
    BOOST_TEST(all.size() == 4);
    BOOST_TEST(each_once(all));
}

BOOST_AUTO_TEST_CASE(a_list_is_merged_with_its_own_columns_and_its_bad_rows_are_told_by_line)
{
    Box box;
    add_members(box, 1);
    const auto file = box.write_file("list.csv", "Téléphone;Prénom;bus\n" + number(0) + ";Amal;12\n0000;Salem;3\n" +
                                                     number(50) + ";;7\n");
    const auto made = box.nida({"campaign", "new", "--numbers", file, "--text", "{Prénom|Friend}: bus {bus}"});
    BOOST_TEST(made.code == 65);
    BOOST_TEST(has(made.err, ":3: "), made.err);
    const auto id = made.out.substr(0, made.out.find('\n'));
    BOOST_TEST(row(box, id).number("listed") == 2);
    send_to_the_end(box, id);
    BOOST_TEST(box.texts_to(number(0)) == std::vector<std::string>{"Amal: bus 12"}, boost::test_tools::per_element());
    BOOST_TEST(box.texts_to(number(50)) == std::vector<std::string>{"Friend: bus 7"}, boost::test_tools::per_element());

    const auto wrong = box.nida({"campaign", "new", "--all", "--text", "Dear {nmae}"});
    BOOST_TEST(wrong.code == 65);
    BOOST_TEST(has(wrong.err, "nmae"));
}

BOOST_AUTO_TEST_CASE(each_gets_the_text_in_their_language_kept_as_a_template)
{
    Box box;
    add_members(box, 3);
    const auto kept = box.nida(
        {"template", "set", "Call", "--text-in", "ar=اجتماع", "--text-in", "fr=Réunion", "--text", "Meeting {name}"});
    BOOST_TEST(kept.code == 0, kept.err);
    BOOST_TEST(box.nida({"template", "set", "bad", "--text", "{"}).code == 65);
    BOOST_TEST(has(box.nida({"templates"}).out, "Réunion"));
    const auto id = draft(box, {"--group", "members", "--template", "call"});
    BOOST_TEST(has(command(box, "preview", id).out, "ar 1"));
    BOOST_TEST(command(box, "edit", id, {"--text-in", "fr=Réunion ce soir", "--except", number(0)}).code == 0);
    send_to_the_end(box, id);
    BOOST_TEST(box.texts_to(number(0)).empty());
    BOOST_TEST(box.texts_to(number(1)) == std::vector<std::string>{"Réunion ce soir"},
               boost::test_tools::per_element());
    BOOST_TEST(box.texts_to(number(2)) == std::vector<std::string>{"Meeting Person 2"},
               boost::test_tools::per_element());
    BOOST_TEST(box.nida({"template", "remove", "CALL"}).code == 0);
    BOOST_TEST(box.nida({"template", "show", "call"}).code == 65);
}

BOOST_AUTO_TEST_CASE(a_campaign_starts_at_its_hour)
{
    Box box{{.environment = {{"TZ", "UTC"}}}};
    add_members(box, 2);
    const auto soon = std::time(nullptr) + 60;
    std::tm utc{};
    ::gmtime_r(&soon, &utc);
    char at[32];
    BOOST_REQUIRE(std::strftime(at, sizeof at, "%Y-%m-%d %H:%M", &utc) > 0);
    const auto id = draft(box, {"--group", "members", "--text", "Now", "--at", at});
    const auto sent = command(box, "send", id, {"--yes"});
    BOOST_TEST(sent.code == 0, sent.err);
    BOOST_TEST(row(box, id).text("state") == "scheduled");
    BOOST_TEST(box.outbox().empty());
    BOOST_TEST(box.wait_sim("accepted>=2", 90s));
    BOOST_TEST(eventually([&] { return row(box, id).text("state") == "done"; }));
    BOOST_TEST(box.nida({"campaign", "new", "--all", "--text", "x", "--at", "2020-01-01 10:00"}).code == 65);
}

BOOST_AUTO_TEST_SUITE_END()
