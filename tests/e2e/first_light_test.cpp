#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <set>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
/// Sends a question and waits for its answer: whatever came before has been dealt with by then.
void ask_and_wait(const Box& box, const std::string& from)
{
    box.sms(from, "HELP");
    BOOST_TEST(eventually([&] { return !box.texts_to(from).empty(); }));
}

bool wait_for_inbox(const Box& box, std::size_t count, std::chrono::seconds limit = 60s)
{
    return eventually([&] { return box.get("/v1/inbox?limit=5000").records("rows").size() >= count; }, limit);
}

constexpr const char* long_arabic =
    "السلام عليكم، أكتب إليكم من حي الأندلس: انقطع الماء منذ ثلاثة أيام والمستوصف لا يستقبل إلا الحالات الطارئة، "
    "ونحتاج إلى متطوعين لنقل الدواء إلى كبار السن قبل حلول المساء، فهل عندكم أحد قريب منا؟";
} // namespace

BOOST_AUTO_TEST_SUITE(first_light)

BOOST_AUTO_TEST_CASE(people_join_in_three_languages_and_are_answered_in_theirs)
{
    Box box;
    box.sms(number(1), "JOIN");
    box.sms(number(2), "Rejoindre, s'il vous plaît !");
    box.sms(number(3), "أنضــمّ");
    BOOST_REQUIRE(box.wait_sim("accepted>=3"));

    struct Expected {
        unsigned who;
        const char *language, *begin;
        std::int64_t dcs;
    };
    for (const auto& [who, language, begin, dcs] :
         {Expected{1, "en", "Welcome", 0}, {2, "fr", "Bienvenue", 0}, {3, "ar", "أهلا", 8}}) {
        const auto answers = box.texts_to(number(who));
        BOOST_TEST_CONTEXT(language)
        {
            BOOST_REQUIRE(answers.size() == 1);
            BOOST_TEST(answers[0].starts_with(begin));
            const auto person = box.person(number(who));
            BOOST_TEST(person.text("language") == language);
            BOOST_TEST(person.text("state") == "member");
            BOOST_TEST(person["groups"] == boost::json::value({"members"}));
            for (const auto& record : box.ledger("accepted"))
                if (record.text("to") == number(who)) {
                    BOOST_TEST(record.number("dcs") == dcs); // the cheapest alphabet that loses nothing
                    BOOST_TEST(record["concat"].is_null());  // one segment
                }
        }
    }
}

BOOST_AUTO_TEST_CASE(spellings_that_people_use_are_understood)
{
    Box box;
    const std::vector<std::string> spellings{
        "  join!!! ", "Join please", "SUBSCRIBE", "Bonjour, je veux rejoindre", "inscription",
        "adhérer",    "انضمام",      "إشتراك",    "اَلسَّلامُ عَلَيْكُمْ أريد أن أنضم",  "\u200Fاشترك\u200F"};
    for (unsigned i = 0; i < spellings.size(); ++i)
        box.sms(number(i), spellings[i]);
    BOOST_REQUIRE(wait_for_inbox(box, spellings.size()));
    for (unsigned i = 0; i < spellings.size(); ++i)
        BOOST_TEST(box.person(number(i)).text("state") == "member", "joined by: " << spellings[i]);
}

BOOST_AUTO_TEST_CASE(a_joining_leaves_a_row_that_says_when_by_what_words_and_where)
{
    Box box;
    box.sms(number(1), "I want to join");
    BOOST_REQUIRE(box.wait_sim("accepted>=1"));

    const auto consents = box.person(number(1)).records("consents");
    BOOST_REQUIRE(consents.size() == 1);
    BOOST_TEST(consents[0].text("kind") == "join");
    BOOST_TEST(consents[0].text("words") == "I want to join");
    BOOST_TEST(consents[0].text("line") == "line0");
    BOOST_TEST(consents[0].text("at") > "2026");
    const auto shown = box.nida({"people", "show", number(1)});
    BOOST_TEST(shown.code == 0);
    BOOST_TEST(shown.out.find("I want to join") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(whoever_says_stop_is_answered_once_more_and_never_texted_again)
{
    Box box;
    box.sms(number(1), "انضم");
    box.sms(number(2), "JOIN");
    BOOST_REQUIRE(box.wait_sim("accepted>=2"));
    box.sms(number(1), "قف");
    BOOST_REQUIRE(box.wait_sim("accepted>=3"));
    BOOST_TEST(box.person(number(1)).text("state") == "left");
    BOOST_TEST(box.texts_to(number(1)).size() == 2);

    BOOST_TEST(box.nida({"broadcast", "--group", "members", "--text", "Today at six", "--yes"}).code == 0);
    BOOST_TEST(box.texts_to(number(2)).back() == "Today at six");
    BOOST_TEST(box.texts_to(number(1)).size() == 2);

    // Not even a coordinator who types the number reaches them.
    const auto id = box.send(number(1), "Come back", {"--priority", "alert"});
    BOOST_TEST(box.wait_for(id, "suppressed").text("state") == "suppressed");
    BOOST_TEST(box.texts_to(number(1)).size() == 2);
}

BOOST_AUTO_TEST_CASE(stop_works_for_strangers_and_help_explains)
{
    Box box;
    box.sms(number(1), "Stop");
    box.sms(number(2), "مساعدة");
    box.sms(number(3), "aide");
    BOOST_REQUIRE(box.wait_sim("accepted>=3"));
    const auto id = box.send(number(1), "Hello?");
    BOOST_TEST(box.wait_for(id, "suppressed").object("error").text("code") == "left");
    BOOST_TEST(box.texts_to(number(2)).at(0).find("انضم") != std::string::npos);
    BOOST_TEST(box.texts_to(number(3)).at(0).find("REJOINDRE") != std::string::npos);
    BOOST_TEST(box.person(number(2))["error"].is_object()); // asking does not make somebody known
}

BOOST_AUTO_TEST_CASE(a_question_is_kept_and_not_answered_by_a_machine)
{
    Box box;
    box.sms(number(1), "When does the meeting begin?");
    ask_and_wait(box, number(2));
    BOOST_TEST(box.ledger("accepted").size() == 1);
    const auto inbox = box.inbox();
    BOOST_REQUIRE(inbox.size() == 2);
    BOOST_TEST(inbox[0].text("from") == number(1));
    BOOST_TEST(inbox[0].text("text") == "When does the meeting begin?");
    BOOST_TEST(inbox[0]["keyword"].is_null());
    BOOST_TEST(inbox[1].text("keyword") == "HELP");
}

BOOST_AUTO_TEST_CASE(machines_are_never_answered)
{
    Box box;
    box.sms("1515", "JOIN");
    box.sms("Libyana", "JOIN");
    box.sms("+218910000000", "JOIN"); // the line's own number
    ask_and_wait(box, number(1));
    BOOST_TEST(box.ledger("accepted").size() == 1);
    BOOST_TEST(box.inbox().size() == 4);
    BOOST_TEST(box.rows({"people"}).empty());
}

BOOST_AUTO_TEST_CASE(one_sender_gets_so_many_answers_an_hour_and_no_more)
{
    Box box{{.defaults = "reply_limit_per_hour = 2\n"}};
    for (int i = 0; i < 4; ++i)
        box.sms(number(1), "HELP " + std::to_string(i));
    BOOST_REQUIRE(wait_for_inbox(box, 4));
    ask_and_wait(box, number(2));
    BOOST_TEST(box.texts_to(number(1)).size() == 2);

    box.sms(number(1), "STOP"); // it works all the same
    BOOST_REQUIRE(wait_for_inbox(box, 6));
    BOOST_TEST(box.wait_for(box.send(number(1), "Hello?"), "suppressed").text("state") == "suppressed");
}

BOOST_AUTO_TEST_CASE(segments_become_one_message_in_whatever_order_they_come)
{
    Box box;
    box.sim({{"op", "sms"}, {"from", number(1)}, {"text", long_arabic}, {"order", {2, 0, 1}}});
    BOOST_REQUIRE(wait_for_inbox(box, 1));
    ask_and_wait(box, number(2));
    const auto inbox = box.inbox();
    BOOST_REQUIRE(inbox.size() == 2);
    BOOST_TEST(inbox[0].text("text") == long_arabic);
    BOOST_TEST(inbox[0]["complete"] == boost::json::value(true));
    BOOST_TEST(inbox[0]["pdus"].as_array().size() == 3);
}

BOOST_AUTO_TEST_CASE(a_restart_between_two_segments_loses_nothing)
{
    Box box;
    box.sim({{"op", "sms"}, {"from", number(1)}, {"text", long_arabic}, {"reference", 7}, {"only", {1}}});
    box.sim({{"op", "sms"}, {"from", number(1)}, {"text", long_arabic}, {"reference", 7}, {"only", {0}}});
    BOOST_REQUIRE(box.wait_sim("deleted>=2"));
    BOOST_TEST(box.stop() == 0);
    box.sim({{"op", "sms"}, {"from", number(1)}, {"text", long_arabic}, {"reference", 7}, {"only", {2}}});
    box.start();
    BOOST_REQUIRE(wait_for_inbox(box, 1));
    BOOST_TEST(box.inbox().at(0).text("text") == long_arabic);
}

BOOST_AUTO_TEST_CASE(eight_bit_data_is_kept_as_it_came)
{
    Box box;
    const std::string tpdu = "040C9112982143658700046210132100008005"
                             "0001FE80FF";
    box.sim({{"op", "sms"}, {"raw_pdu", tpdu}});
    BOOST_REQUIRE(wait_for_inbox(box, 1));
    const auto row = box.inbox().at(0);
    BOOST_TEST(row["text"].is_null());
    BOOST_TEST(row.text("from") == "+218912345678");
    BOOST_TEST(std::string{row["pdus"].at(0).as_string()}.ends_with(tpdu));
}

BOOST_AUTO_TEST_CASE(a_message_is_deleted_from_the_sim_only_once_it_is_in_the_inbox)
{
    Box box;
    box.sim({{"op", "burst"}, {"count", 20}, {"text", "number {n}"}});
    BOOST_REQUIRE(box.wait_sim("deleted>=20"));
    std::set<std::string> stored;
    std::string newest;
    for (const auto& row : box.inbox()) {
        stored.insert(row.text("text"));
        newest = std::max(newest, row.text("received_at"));
    }
    BOOST_TEST(stored.size() == 20);
    std::string last_deletion;
    for (const auto& record : box.ledger("deleted"))
        last_deletion = record.text("t");
    BOOST_TEST(newest < last_deletion);
}

BOOST_AUTO_TEST_CASE(a_message_that_the_disk_has_but_the_sim_still_holds_is_not_taken_twice)
{
    Box box;
    box.sim({{"op", "burst"}, {"count", 30}, {"text", "JOIN {n}"}});
    BOOST_REQUIRE(box.wait_sim("deleted>=5"));
    box.kill();
    box.start();
    BOOST_REQUIRE(box.wait_sim("deleted>=30"));
    BOOST_REQUIRE(wait_for_inbox(box, 30));
    std::set<std::string> senders;
    const auto inbox = box.inbox();
    for (const auto& row : inbox)
        senders.insert(row.text("from"));
    BOOST_TEST(inbox.size() == 30);
    BOOST_TEST(senders.size() == 30);
    BOOST_REQUIRE(box.wait_until_idle());
}

BOOST_AUTO_TEST_CASE(the_inbox_can_be_followed)
{
    Box box;
    auto follower = box.nida_in_background({"inbox", "--follow", "--json"}, "follow");
    for (int i = 1; i <= 2; ++i) {
        box.sms(number(1), "news " + std::to_string(i));
        BOOST_TEST(eventually(
            [&] { return content_of(box.file("follow.out")).find("news " + std::to_string(i)) != std::string::npos; }));
    }
    follower.signal(SIGINT);
    follower.wait(20s);
}

BOOST_AUTO_TEST_CASE(texts_of_one_sender_count_in_the_order_in_which_they_came_whatever_their_slots)
{
    Box box;
    constexpr int count = 12;
    for (int i = 0; i < count; ++i)
        box.sms(number(1), i % 2 == 0 ? "JOIN" : "STOP");
    BOOST_REQUIRE(wait_for_inbox(box, count));
    const auto rows = box.get("/v1/inbox?limit=5000").records("rows");
    for (std::size_t i = 0; i < rows.size(); ++i)
        BOOST_TEST(rows[i]["text"].as_string() == (i % 2 == 0 ? "JOIN" : "STOP"));
    const auto shown = box.nida({"people", "show", number(1), "--json"});
    BOOST_TEST(shown.out.find("\"state\":\"left\"") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
