#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::e2e;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace
{
Record summary(const Finished& answer) { return Record{json::parse(answer.out).as_object()}; }

std::string batch_line(unsigned i, const std::string& text)
{
    return json::serialize(json::object{{"id", "key-" + std::to_string(i)}, {"to", number(i)}, {"text", text}}) + '\n';
}

/// No segment leaves until the network takes the modem back.
void hold(const Box& box)
{
    box.sim({{"op", "registration"}, {"stat", 2}});
    BOOST_REQUIRE(eventually([&] { return box.line().text("registration") == "searching"; }));
}
void release(const Box& box) { box.sim({{"op", "registration"}, {"stat", 1}}); }
} // namespace

BOOST_AUTO_TEST_SUITE(sending)

BOOST_AUTO_TEST_CASE(waiting_for_a_message_ends_with_what_became_of_it)
{
    Box box;
    auto answer = box.nida({"send", "--to", number(1), "--text", "Salam", "--wait"});
    BOOST_TEST(answer.code == 0);
    BOOST_TEST(answer.out == "1\n");
    BOOST_TEST(box.texts_to(number(1)) == std::vector<std::string>{"Salam"}, boost::test_tools::per_element());

    box.fault("cms=1:next=1"); // unassigned number
    answer = box.nida({"send", "--to", number(2), "--text", "Salam", "--wait"});
    BOOST_TEST(answer.code == 69);
    const auto failed = box.message(2);
    BOOST_TEST(failed.text("state") == "failed");
    BOOST_TEST(failed.object("error").text("code") == "cms_1");
    BOOST_TEST(!failed.object("error").text("text").empty());

    hold(box);
    answer = box.nida({"send", "--to", number(3), "--text", "Salam", "--wait", "--timeout", "1"});
    BOOST_TEST(answer.code == 75);
    BOOST_TEST(answer.out == "3\n");
    release(box);
    BOOST_TEST(box.wait_for(3, "sent delivered").number("attempts") == 1);
}

BOOST_AUTO_TEST_CASE(numbers_and_texts_that_cannot_be_sent_are_refused)
{
    Box box;
    BOOST_TEST(box.nida({"send", "--to", "hello", "--text", "x"}).code == 65);
    BOOST_TEST(box.nida({"send", "--to", number(1), "--text", ""}).code != 0);
    BOOST_TEST(box.nida({"send", "--to", number(1), "--text", "x", "--line", "line7"}).code == 65);
    BOOST_TEST(box.nida({"send", "--to", number(1), "--text", "x", "--validity", "soon"}).code == 65);
    BOOST_TEST(box.nida({"send", "--text", "x"}).code == 64);
    BOOST_TEST(box.outbox().empty());
    box.send("091-200 0001", "national, as people write it");
    BOOST_TEST(box.wait_for(1, "sent delivered").text("to") == "+218912000001");
}

BOOST_AUTO_TEST_CASE(a_batch_can_be_run_again_and_sends_nothing_twice)
{
    Box box;
    std::string lines;
    for (unsigned i = 0; i < 10; ++i)
        lines += batch_line(i, "hello " + std::to_string(i));
    const auto file = box.write_file("batch.jsonl", lines);
    auto answer = box.nida({"send", "--batch", file});
    BOOST_TEST(answer.code == 0);
    BOOST_TEST(summary(answer).json() ==
               (json::object{{"accepted", 10}, {"duplicate", 0}, {"rejected_count", 0}, {"rejected", json::array{}}}));
    answer = box.nida({"send", "--batch", file});
    BOOST_TEST(answer.code == 0);
    BOOST_TEST(summary(answer).number("accepted") == 0);
    BOOST_TEST(summary(answer).number("duplicate") == 10);

    // The same key with another text, lines that are none, and a good one between them; from standard input.
    const std::string mixed = batch_line(3, "changed") + "{not json\n" + batch_line(50, "good") +
                              R"({"to": "+218912000051"})"
                              "\n" +
                              R"({"to": "abc", "text": "x"})"
                              "\n" +
                              R"({"to": "+218912000052", "text": "x", "prioritty": "alert"})"
                              "\n";
    answer = box.nida({"send", "--batch", "-"}, mixed);
    BOOST_TEST(answer.code == 65);
    const auto result = summary(answer);
    BOOST_TEST(result.number("accepted") == 1);
    BOOST_TEST(result.number("rejected_count") == 5);
    std::vector<std::int64_t> numbers;
    for (const auto& one : result.records("rejected")) {
        numbers.push_back(one.number("line"));
        BOOST_TEST(!one.text("error").empty());
        BOOST_TEST(answer.err.find(one.text("error")) != std::string::npos);
    }
    const std::vector<std::int64_t> expected{1, 2, 4, 5, 6};
    BOOST_TEST(numbers == expected, boost::test_tools::per_element());

    BOOST_REQUIRE(box.wait_until_idle());
    BOOST_TEST(box.ledger("accepted").size() == 11);
    BOOST_TEST(box.texts_to(number(3)) == std::vector<std::string>{"hello 3"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_key_is_remembered_over_restarts)
{
    Box box;
    const auto line = batch_line(1, "once");
    BOOST_TEST(summary(box.nida({"send", "--batch", "-"}, line)).number("accepted") == 1);
    BOOST_REQUIRE(box.wait_until_idle());
    box.kill();
    box.start();
    BOOST_TEST(summary(box.nida({"send", "--batch", "-"}, line)).number("duplicate") == 1);
    BOOST_REQUIRE(box.wait_until_idle());
    BOOST_TEST(box.ledger("accepted").size() == 1);
}

BOOST_AUTO_TEST_CASE(ten_thousand_lines_are_on_disk_when_the_summary_comes)
{
    Box box;
    hold(box);
    std::string lines;
    for (unsigned i = 0; i < 10'000; ++i)
        lines += batch_line(i, "hello");
    const auto file = box.write_file("batch.jsonl", lines);
    BOOST_TEST(summary(box.nida({"send", "--batch", file})).number("accepted") == 10'000);
    box.kill();
    box.sim({{"op", "registration"}, {"stat", 2}});
    box.start_only();
    BOOST_TEST(box.status().object("queue").number("queued") == 10'000);
    BOOST_TEST(summary(box.nida({"send", "--batch", file})).number("duplicate") == 10'000);
}

BOOST_AUTO_TEST_CASE(a_passing_trouble_is_tried_again)
{
    Box box;
    box.fault("cms=41:next=1"); // temporary failure
    const auto id = box.send(number(1), "Salam");
    const auto refused = [&] {
        const auto row = box.message(id);
        return row.text("state") == "queued" && row.object("error").text("code") == "cms_41";
    };
    BOOST_TEST(eventually(refused));
    const auto why = box.nida({"why", std::to_string(id)}).out;
    BOOST_TEST(why.find("again") != std::string::npos);
    const auto row = box.wait_for(id, "sent delivered");
    BOOST_TEST(row.number("attempts") == 2);
    BOOST_TEST(row["error"].is_null());
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_refusal_before_the_prompt_delays_only_the_message_that_it_met)
{
    Box box;
    box.fault("error_before_prompt=512:next=1");
    const auto first = box.send(number(1), "first"), second = box.send(number(2), "second");
    box.wait_for(second, "sent delivered");
    box.wait_for(first, "sent delivered");
    BOOST_TEST(box.texts_to(number(1)).size() == 1);
    BOOST_TEST(box.texts_to(number(2)).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_message_past_its_validity_is_never_sent)
{
    Box box;
    hold(box);
    const auto late = box.send(number(1), "too late", {"--validity", "1s"});
    const auto good = box.send(number(2), "good");
    const auto row = box.wait_for(late, "suppressed");
    BOOST_TEST(row.text("state") == "suppressed");
    BOOST_TEST(row.object("error").text("code") == "out_of_validity");
    BOOST_TEST(!row["finished_at"].is_null());
    release(box);
    box.wait_for(good, "sent delivered");
    BOOST_TEST(box.texts_to(number(1)).empty());
}

BOOST_AUTO_TEST_CASE(status_reports_say_what_became_of_a_message)
{
    Box box{{.simulator = {"--status-report-delay", "20"}}};
    box.sim({{"op", "status_report"}, {"to", number(2)}, {"status", 0x46}}); // validity expired
    box.sim({{"op", "status_report"}, {"to", number(3)}, {"status", 0x43}}); // not obtainable
    for (unsigned i = 1; i <= 3; ++i)
        box.send(number(i), "Salam");
    BOOST_TEST(box.wait_for(1, "delivered").text("state") == "delivered");
    BOOST_TEST(box.wait_for(2, "expired").text("state") == "expired");
    BOOST_TEST(box.wait_for(3, "undelivered").text("state") == "undelivered");
    BOOST_TEST(!box.message(1)["finished_at"].is_null());
    BOOST_TEST(!box.message(3)["error"].is_null());
}

BOOST_AUTO_TEST_CASE(status_reports_can_be_left_unasked)
{
    Box box{{.line_keys = "status_reports = false"}};
    box.wait_for(box.send(number(1), "Salam"), "sent");
    BOOST_TEST(box.ledger("accepted").at(0)["srr"] == json::value(false));
    Box other;
    other.wait_for(other.send(number(1), "Salam"), "sent delivered");
    BOOST_TEST(other.ledger("accepted").at(0)["srr"] == json::value(true));
}

BOOST_AUTO_TEST_CASE(the_segments_of_a_long_message_share_a_reference_and_keep_their_order)
{
    Box box;
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += "word" + std::to_string(i) + ' ';
    const auto id = box.send(number(1), text);
    const auto row = box.wait_for(id, "sent delivered");
    const auto all = box.ledger("accepted");
    BOOST_REQUIRE(all.size() == 3);
    BOOST_TEST(row.number("segments") == 3);
    BOOST_TEST(row["references"].as_array().size() == 3);
    std::string whole;
    for (unsigned i = 0; i < all.size(); ++i) {
        const auto part = all[i].object("concat");
        BOOST_TEST(part.number("ref") == all[0].object("concat").number("ref"));
        BOOST_TEST(part.number("seq") == i + 1);
        BOOST_TEST(part.number("total") == 3);
        BOOST_TEST(all[i].number("mr") == row["references"].at(i).to_number<std::int64_t>());
        whole += all[i].text("text");
    }
    BOOST_TEST(whole == text);
}

BOOST_AUTO_TEST_CASE(a_line_keeps_to_its_rate_also_over_a_restart)
{
    Box box{{.line_keys = "segments_per_minute = 5"}};
    for (unsigned i = 0; i < 8; ++i)
        box.send(number(i), "Salam");
    BOOST_REQUIRE(box.wait_sim("accepted>=5"));
    BOOST_TEST(eventually([&] { return !box.line()["waiting_until"].is_null(); }));
    BOOST_TEST(box.ledger("accepted").size() == 5);
    BOOST_TEST(box.nida({"why", "8"}).out.find("rate") != std::string::npos);
    BOOST_TEST(box.line().number("sent_last_minute") == 5);

    box.stop();
    box.start();
    BOOST_TEST(eventually([&] { return !box.line()["waiting_until"].is_null(); }));
    BOOST_TEST(box.ledger("accepted").size() == 5);
}

BOOST_AUTO_TEST_CASE(a_message_goes_out_on_the_line_that_was_named)
{
    Box box{{.modems = 2}};
    for (unsigned i = 0; i < 4; ++i)
        box.send(number(i), "Salam", {"--line", "line1"});
    BOOST_REQUIRE(box.wait_until_idle());
    for (const auto& record : box.ledger("accepted"))
        BOOST_TEST(record.number("modem") == 1);
    BOOST_TEST(box.message(1).text("line") == "line1");
}

BOOST_AUTO_TEST_CASE(a_line_that_is_refused_again_and_again_pauses_and_says_so)
{
    Box box;
    box.fault("no_credit=8"); // operator determined barring
    for (unsigned i = 0; i < 5; ++i)
        box.send(number(i), "Salam");
    BOOST_TEST(eventually([&] { return box.line().text("waiting_for").find("credit") != std::string::npos; }));
    BOOST_TEST(!box.line()["waiting_until"].is_null());
    BOOST_TEST(box.ledger("refused").size() == 3); // and does not try the others in vain
    BOOST_TEST(box.ledger("accepted").empty());

    box.sim({{"op", "fault"}, {"clear", "no_credit"}}); // somebody topped it up
    BOOST_TEST(box.wait_sim("accepted>=5"));
    BOOST_TEST(eventually([&] { return box.line()["waiting_until"].is_null(); }));
    const auto before = box.daemon_cpu_time();
    BOOST_TEST(!box.wait_sim("accepted>=6", 2s)); // nothing more to do
    BOOST_TEST((box.daemon_cpu_time() - before < 500ms));
}

BOOST_AUTO_TEST_SUITE_END()
