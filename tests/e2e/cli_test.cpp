#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>

using namespace nida::e2e;
namespace json = boost::json;

namespace
{
std::vector<std::string> words(const std::string& text)
{
    std::istringstream in{text};
    std::vector<std::string> found;
    for (std::string word; in >> word;)
        found.push_back(word);
    std::ranges::sort(found);
    return found;
}

bool is_time(const std::string& text)
{
    const std::string shape = "dddd-dd-ddTdd:dd:dd.ddddddZ";
    return text.size() == shape.size() &&
           std::ranges::equal(text, shape, [](char c, char s) { return s == 'd' ? c >= '0' && c <= '9' : c == s; });
}
} // namespace

BOOST_AUTO_TEST_SUITE(cli)

BOOST_AUTO_TEST_CASE(outbox_rows_have_the_shape_that_was_promised)
{
    Box box;
    BOOST_TEST(box.nida({"send", "--batch", "-"}, R"({"id": "k1", "to": "+218912000001", "text": "Salam"})"
                                                  "\n")
                   .code == 0);
    box.wait_for(1, "sent delivered");
    const auto rows = box.outbox();
    BOOST_REQUIRE(rows.size() == 1);
    const auto& row = rows[0];
    BOOST_TEST(row.keys() ==
                   words("id key campaign to text priority state line segments references attempts error queued_at "
                         "submitting_at sent_at in_doubt_at finished_at"),
               boost::test_tools::per_element());
    BOOST_TEST(row["id"] == json::value(1));
    BOOST_TEST(row.text("key") == "k1");
    BOOST_TEST(row["campaign"].is_null());
    BOOST_TEST(row.text("priority") == "campaign");
    BOOST_TEST(row.number("segments") == 1);
    BOOST_TEST(row["references"].as_array().size() == 1);
    BOOST_TEST(row.number("attempts") == 1);
    BOOST_TEST(row["error"].is_null());
    BOOST_TEST(row["in_doubt_at"].is_null());
    for (const auto* const key : {"queued_at", "submitting_at", "sent_at"})
        BOOST_TEST(is_time(row.text(key)), key << " is " << row.text(key));
    BOOST_TEST(row.text("queued_at") <= row.text("submitting_at"));
    BOOST_TEST(row.text("submitting_at") <= row.text("sent_at"));
    BOOST_TEST(box.rows({"outbox", "--since", "1"}).empty());
    BOOST_TEST(box.rows({"outbox", "--state", "queued"}).empty());
}

BOOST_AUTO_TEST_CASE(inbox_rows_have_the_shape_that_was_promised)
{
    Box box;
    box.sms(number(1), "JOIN");
    BOOST_REQUIRE(box.wait_sim("accepted>=1"));
    const auto rows = box.inbox();
    BOOST_REQUIRE(rows.size() == 1);
    BOOST_TEST(rows[0].keys() ==
                   words("id kind from text line received_at smsc_at complete keyword trouble campaign pdus"),
               boost::test_tools::per_element());
    BOOST_TEST(is_time(rows[0].text("received_at")));
    BOOST_TEST(is_time(rows[0].text("smsc_at")));
    BOOST_TEST(rows[0].text("keyword") == "JOIN");
    BOOST_TEST(rows[0].text("line") == "line0");
    BOOST_TEST(box.rows({"inbox", "--since", rows[0].text("id")}).empty());
}

BOOST_AUTO_TEST_CASE(status_and_lines_have_the_shape_that_was_promised)
{
    Box box;
    const auto status = box.rows({"status"}).at(0);
    BOOST_TEST(status.keys() ==
                   words("version started_at now clock store backup lines queue waiting people members muted"),
               boost::test_tools::per_element());
    const auto lines = status.records("lines");
    BOOST_REQUIRE(lines.size() == 1);
    BOOST_TEST(
        lines[0].keys() ==
            words("name state sending trouble port manufacturer model revision imei iccid imsi number smsc storage "
                  "registration operator access calls signal_dbm network_at balance queued sent_last_minute "
                  "sent_last_day "
                  "segments_per_minute segments_per_day segments_per_hour segments_per_month recipients_per_hour "
                  "recipients_per_day recipients_per_month waiting_until waiting_for limit only_alerts since "
                  "transitions"),
        boost::test_tools::per_element());
    BOOST_TEST(lines[0].text("state") == "ready");
    BOOST_TEST(lines[0].text("registration") == "home");
    BOOST_TEST(lines[0].text("number") == "+218910000000");
    BOOST_TEST(lines[0]["trouble"].is_null());
    BOOST_TEST(lines[0]["waiting_until"].is_null());
    BOOST_TEST(lines[0]["segments_per_day"].is_null());
    BOOST_TEST(status.object("store").text("path") == box.file("nida.db").string());
}

BOOST_AUTO_TEST_CASE(tables_are_in_the_reader_s_language)
{
    Box box;
    box.wait_for(box.send(number(1), "Salam"), "sent delivered");
    const auto english = box.nida({"status"}), french = box.nida({"status", "--lang", "fr"}),
               arabic = box.nida({"status", "--lang", "ar"});
    BOOST_TEST(english.out.find("ready") != std::string::npos);
    BOOST_TEST(french.out.find("ready") == std::string::npos);
    BOOST_TEST(arabic.out.find("ready") == std::string::npos);
    BOOST_TEST(arabic.out.find("line0") != std::string::npos);
    BOOST_TEST(french.out != arabic.out);
    for (const auto* const command : {"line", "outbox", "inbox", "people", "groups", "campaigns"})
        for (const auto* const language : {"ar", "fr", "en"})
            BOOST_TEST(box.nida({command, "--lang", language}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_ussd_menu_is_walked_through)
{
    Box box;
    auto answer = box.nida({"ussd", "line0", "*100#"});
    BOOST_TEST(answer.code == 0);
    BOOST_TEST(answer.out.find("12.500 LYD") != std::string::npos);
    answer = box.nida({"ussd", "line0", "*111#"});
    BOOST_TEST(answer.out.find("رصيدك") != std::string::npos);
    answer = box.nida({"ussd", "line0", "2"});
    BOOST_TEST(answer.out.find("رصيدك 12.500 دينار") != std::string::npos);
    const auto done = box.rows({"ussd", "line0", "*100#"});
    BOOST_TEST(done.at(0).text("mode") == "done");
    BOOST_TEST(box.nida({"ussd", "line9", "*100#"}).code == 65);
    BOOST_TEST(box.nida({"ussd", "line0", "*999#"}).code == 69);
}

BOOST_AUTO_TEST_CASE(why_tells_in_one_line)
{
    Box box;
    const auto id = box.send(number(1), "Salam");
    box.wait_for(id, "delivered");
    const auto why = box.rows({"why", "1"}).at(0);
    BOOST_TEST(why.keys() == words("id state why"), boost::test_tools::per_element());
    BOOST_TEST(why.text("state") == "delivered");
    BOOST_TEST(why.text("why").starts_with("delivered"));
    BOOST_TEST(box.nida({"why", "99"}).code == 65);
}

BOOST_AUTO_TEST_CASE(a_message_can_be_cancelled_before_it_leaves_and_not_after)
{
    Box box{{.simulator = {"--latency", "3000"}}};
    const auto first = box.send(number(1), "first"), second = box.send(number(2), "second");
    BOOST_TEST(box.nida({"cancel", std::to_string(second)}).code == 0);
    BOOST_TEST(box.message(second).text("state") == "cancelled");
    box.wait_for(first, "sent delivered");
    BOOST_TEST(box.nida({"cancel", std::to_string(first)}).code == 65);
    BOOST_REQUIRE(box.wait_until_idle());
    BOOST_TEST(box.texts_to(number(2)).empty());
}

BOOST_AUTO_TEST_CASE(wrong_usage_and_a_missing_daemon_say_what_to_do)
{
    Box box{{.start = false}};
    auto answer = box.nida({"status"});
    BOOST_TEST(answer.code == 69);
    BOOST_TEST(answer.err.find("systemctl start nidad") != std::string::npos);
    answer = box.nida({"frobnicate"});
    BOOST_TEST(answer.code == 64);
    BOOST_TEST(answer.err.find("nida --help") != std::string::npos);
    BOOST_TEST(box.nida({"--help"}).code == 0);
    BOOST_TEST(box.nida({"--version"}).out.find("0.1.0") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
